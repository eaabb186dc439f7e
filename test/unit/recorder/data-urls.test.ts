import fc from "fast-check";
import { expect, test } from "vitest";
import { cutDataUrls } from "../../../src/recorder/watchdog/data-urls.ts";

const LONG = "A".repeat(200);
const cut = (data: unknown, find: (id: number) => unknown = () => null) => cutDataUrls(data, 100, find);

test("a picture is replaced by nothing of its size", () => {
  const data = { node: { id: 7, attributes: { src: `data:image/png;base64,${LONG}`, alt: "Cat" } } };
  expect(cut(data, (id) => (id === 7 ? { naturalWidth: 30, naturalHeight: 20 } : null))).toEqual({
    count: 1,
    chars: 222,
  });
  expect(data.node.attributes.alt).toBe("Cat");
  expect(data.node.attributes.src).toMatch(/^data:image\/svg\+xml,.*width='30' height='20'/);
});

test.each([
  [
    `background: url("data:image/png;base64,${LONG}") no-repeat; color: red`,
    `background: url("data:,") no-repeat; color: red`,
  ],
  [`url('data:image/svg+xml;utf8,<svg id="(a)">${LONG}</svg>')`, "url('data:,')"],
  [`url(data:image/png;base64,${LONG}), url(a.png)`, "url(data:,), url(a.png)"],
  [`small.png 1x, data:image/png;base64,${LONG} 2x`, "small.png 1x, data:, 2x"],
  [`url("data:image/png;base64,AAAA") ${" ".repeat(100)}`, `url("data:image/png;base64,AAAA") ${" ".repeat(100)}`],
  [`a long text about data: and such. ${LONG}`, `a long text about data: and such. ${LONG}`],
])("in a style or a list of addresses only those are replaced that are too long: %.40s", (from, to) => {
  const data = { attributes: [{ id: 1, attributes: { style: from, other: { background: from } } }] };
  cut(data);
  expect(data.attributes[0]!.attributes).toEqual({ style: to, other: { background: to } });
});

test("never is a part of an address left, and nothing else is touched", () => {
  const piece = fc.oneof(
    fc.constantFrom("a { color: red }", "url(x.png)", "text "),
    fc.nat(300).map((length) => `url("data:a/b;base64,${"B".repeat(length)}")`),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const data = { text: pieces.join(" ") };
      cut(data);
      const addresses = (text: string) => text.match(/data:[^"]*/g) ?? [];
      const rest = (text: string) => text.replaceAll(/data:[^"]*/g, "");
      const before = pieces.join(" ");
      const given = addresses(before);
      const shown = addresses(data.text);
      expect(rest(data.text)).toBe(rest(before));
      expect(shown).toHaveLength(given.length);
      expect(shown.every((address, n) => address === given[n] || address === "data:,")).toBe(true);
      expect(before.length <= 100 || shown.every((address) => address.length <= 100)).toBe(true);
    }),
  );
});
