import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillEvent, type KeptFiles } from "../../../src/admin/player/files.ts";
import { sanitise } from "../../../src/admin/player/sanitise.ts";
import type { SerialisedNode } from "../../../src/admin/player/sanitise-node.ts";
import { assetKey, assetMark, markAddress, withAssetKey } from "../../../src/protocol/asset-key.ts";
import type { RecordedEvent } from "../../../src/protocol/events.ts";

const PICTURE = "https://shop.example/a.png?token=1";
const SHEET = "https://shop.example/a.css";
const LOST = "https://shop.example/lost.png";
const HERE = "/api/sessions/s/assets/x?grant=g";

const files: KeptFiles = {
  address: (key) => (key === assetKey(PICTURE) ? HERE : null),
  sheet: (key) => (key === assetKey(SHEET) ? "h1{color:red}" : null),
};

/** What an element of a recording becomes in the replay. */
function shown(tagName: string, attributes: object, childNodes: object[] = []): SerialisedNode {
  const node = { type: 2, id: 3, tagName, attributes, childNodes };
  const event: RecordedEvent = {
    type: 2,
    timestamp: 1,
    data: { node: { type: 0, id: 1, childNodes: [node] }, initialOffset: { left: 0, top: 0 } },
  };
  return (fillEvent(files, sanitise(event)!).data as { node: SerialisedNode }).node.childNodes![0]!;
}

/** What changed attributes become. */
function changed(attributes: object): Record<string, unknown> {
  const data = { source: 0, adds: [], removes: [], texts: [], attributes: [{ id: 3, attributes }] };
  const event = fillEvent(files, sanitise({ type: 3, timestamp: 1, data })!);
  return (event.data as { attributes: { attributes: Record<string, unknown> }[] }).attributes[0]!.attributes;
}

describe("the key in an address", () => {
  test("stays when query and fragment are taken away, and nothing else does", () => {
    const marked = markAddress("https://a.example/x.svg?secret=1#icon", "icon");
    expect(withAssetKey("https://a.example/x.svg", marked)).toBe(
      `https://a.example/x.svg#ph=${assetKey("https://a.example/x.svg?secret=1")}&icon`,
    );
    expect(withAssetKey("https://a.example/x", "https://a.example/x?y#ph=1")).toBe("https://a.example/x");
    expect(assetMark(markAddress(PICTURE, 'a"b'))).toEqual({ key: assetKey(PICTURE), detail: undefined });
  });
});

describe("a kept file", () => {
  test("takes the place of its address wherever one may stand", () => {
    expect(shown("img", { src: markAddress(PICTURE, "4x3") }).attributes).toEqual({ src: HERE });
    expect(shown("video", { poster: markAddress(PICTURE) }).attributes).toEqual({ poster: HERE });
    expect(shown("use", { href: markAddress(PICTURE, "icon") }).attributes).toEqual({ href: `${HERE}#icon` });
    expect(shown("div", { style: `background: url("${markAddress(PICTURE)}")` }).attributes).toEqual({
      style: `background: url("${HERE}")`,
    });
    expect(shown("link", { rel: "stylesheet", href: markAddress(SHEET) }).attributes).toEqual({
      _cssText: "h1{color:red}",
    });
    expect(changed({ src: markAddress(PICTURE) })).toMatchObject({ src: HERE });
    expect(changed({ rel: "stylesheet", href: markAddress(SHEET) })).toEqual({ _cssText: "h1{color:red}" });
    expect(changed({ style: { mask: [`url("${markAddress(PICTURE)}")`, "important"] } })).toEqual({
      style: { mask: [`url("${HERE}")`, "important"] },
    });
  });

  test("that is not there leaves a box in its size, or nothing", () => {
    const { attributes } = shown("img", { src: markAddress(LOST, "40x30") });
    expect(attributes!["data-playhead-not-kept"]).toBe("");
    expect(decodeURIComponent(String(attributes!["src"]))).toMatch(/^data:image\/svg.*width="40" height="30"/);
    expect(shown("video", { src: markAddress(LOST) }).attributes).toEqual({ "data-playhead-not-kept": "" });
    expect(shown("div", { style: `background: url("${markAddress(LOST)}")` }).attributes).toEqual({
      style: 'background: url("data:,")',
    });
    const picture = shown("picture", {}, [
      {
        type: 2,
        id: 4,
        tagName: "source",
        attributes: { srcset: `${markAddress(PICTURE)} 2x, ${markAddress(LOST)} 1x` },
      },
      { type: 2, id: 5, tagName: "img", attributes: { src: markAddress(LOST) } },
    ]);
    expect(picture.childNodes!.map((child) => Object.keys(child.attributes!))).toEqual([["srcset"], ["src"]]);
    expect(picture.childNodes![0]!.attributes).toEqual({ srcset: `${HERE} 2x` });
  });
});

// oxlint-disable-next-line vitest/expect-expect -- the property is the assertion
test("whatever a recording names, a replay loads only files of its session, and what it carries itself", () => {
  const tag = fc.constantFrom(
    "img",
    "image",
    "use",
    "video",
    "source",
    "input",
    "link",
    "iframe",
    "script",
    "body",
    "object",
  );
  const name = fc.constantFrom(
    "src",
    "href",
    "xlink:href",
    "srcset",
    "poster",
    "background",
    "data",
    "style",
    "_cssText",
  );
  const mark = fc.constantFrom(
    `#ph=${assetKey(PICTURE)}`,
    `#ph=${assetKey(LOST)}&4x3`,
    "#ph=../../x",
    `#ph=${assetKey(PICTURE)}&a")`,
    "",
  );
  const address = fc.constantFrom(
    "https://evil.example/x",
    "//evil.example/x",
    "/api/sessions",
    "javascript:alert(1)",
    "blob:x",
    "",
  );
  const wrap = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => `background: url("${text}")`,
    (text) => `background: url('${text}')`,
    (text) => `${text} 2x, ${text} 1x`,
  );
  fc.assert(
    fc.property(tag, name, mark, address, wrap, (tagName, attribute, ending, start, around) => {
      const kept = shown(tagName, { [attribute]: around(start + ending) }).attributes ?? {};
      return Object.entries(kept).every(([key, value]) => {
        if (key.endsWith("href") && !["image", "use", "link"].includes(tagName)) return true;
        const rest = String(value).replaceAll(HERE, "").replaceAll("h1{color:red}", "");
        // Text that is no address stays: only what follows `url(` in style sheets is one.
        const loads = key === "style" || key === "_cssText" ? (rest.match(/url\([^)]*\)/g) ?? []).join(" ") : rest;
        return (
          !/evil|api|javascript|blob:/.test(loads) ||
          !["src", "href", "xlink:href", "srcset", "poster", "background", "data", "style", "_cssText"].includes(key)
        );
      });
    }),
    { numRuns: 2_000 },
  );
});
