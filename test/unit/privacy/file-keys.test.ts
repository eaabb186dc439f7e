import { describe, expect, test } from "vitest";
import { assetKey, markAddress } from "../../../src/protocol/asset-key.ts";
import { EventType, type RecordedEvent } from "../../../src/protocol/events.ts";
import { filterEvent } from "../../../src/protocol/privacy/filter.ts";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";
import type { RecorderPrivacy } from "../../../src/protocol/privacy/privacy.schema.ts";
import { RedactionCount, redactEvent } from "../../../src/protocol/privacy/redact-event.ts";

const PICTURE = "https://shop.example/a.png?session=hunter2";
const KEY = `#ph=${assetKey(PICTURE)}`;

function snapshot(tagName: string, attributes: object): RecordedEvent {
  return {
    type: EventType.FullSnapshot,
    data: {
      node: { type: 0, id: 1, childNodes: [{ type: 2, id: 2, tagName, attributes, childNodes: [] }] },
      initialOffset: { top: 0, left: 0 },
    },
    timestamp: 1,
  };
}

function filtered(tag: string, attributes: object, mode: RecorderPrivacy["mode"] = "inputs"): Record<string, string> {
  const event = snapshot(tag, attributes);
  filterEvent(event, { ...newRecorderPrivacy(), mode }, undefined, () => {});
  return (event.data as { node: { childNodes: { attributes: Record<string, string> }[] } }).node.childNodes[0]!
    .attributes;
}

describe("the key of a file", () => {
  test.each([
    ["img", "src", markAddress(PICTURE, "30x20"), `https://shop.example/a.png${KEY}&30x20`],
    ["use", "href", markAddress(PICTURE, "star"), `https://shop.example/a.png${KEY}&star`],
    ["link", "href", markAddress(PICTURE), `https://shop.example/a.png${KEY}`],
    ["img", "srcset", `${markAddress(PICTURE)} 2x`, `https://shop.example/a.png${KEY} 2x`],
    ["img", "src", `data:${KEY}&30x20`, `data:${KEY}&30x20`],
    ["img", "src", `blob:${KEY}`, `blob:${KEY}`],
    ["div", "style", `background:url("${markAddress(PICTURE)}")`, `background:url("https://shop.example/a.png${KEY}")`],
    [
      "style",
      "_cssText",
      `a{mask:url(${markAddress(PICTURE, "m")})}`,
      `a{mask:url("https://shop.example/a.png${KEY}&m")}`,
    ],
  ])("stays when the query of a %s's %s goes", (tag, name, value, left) => {
    expect(filtered(tag, { [name]: value })).toEqual({ [name]: left });
  });

  test("takes nothing with it that is neither a size nor a name, and stays on no link", () => {
    expect(filtered("img", { src: `${PICTURE}${KEY}&1234-5678` }).src).toBe(`https://shop.example/a.png${KEY}`);
    expect(filtered("a", { href: `${PICTURE}${KEY}` }).href).toBe("https://shop.example/a.png");
  });

  test("names no picture where texts are hidden, and no drawn one in a recording without content", () => {
    for (const mode of ["explicit", "content_free"] as const) {
      expect(filtered("img", { src: markAddress(PICTURE) }, mode)).toEqual({});
      expect(filtered("img", { src: `data:${KEY}`, srcset: markAddress(PICTURE) }, mode)).toEqual({});
    }
    expect(filtered("div", { style: `background:url(${markAddress(PICTURE)})` }, "content_free").style).not.toContain(
      "#ph",
    );
  });

  test("is no card, also when it is one's number", () => {
    const event = snapshot("img", { src: "https://shop.example/4111111111111111.png#ph=4111111111111111" });
    const count = new RedactionCount();
    redactEvent(event, count);
    expect(JSON.stringify(event)).toContain("#ph=4111111111111111");
    expect(count.list()).toEqual([{ kind: "card", place: "url", count: 1 }]);
  });
});
