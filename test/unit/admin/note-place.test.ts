import { describe, expect, test } from "vitest";
import { boxBegin, placeNow } from "../../../src/admin/player/notes/note-place.ts";

/** An element as far as its box counts. */
function element(ownerDocument: object, left: number, top: number, over: object = {}): Element {
  const box = { left, top, width: 10, height: 10 };
  return {
    nodeType: 1,
    isConnected: true,
    ownerDocument,
    clientLeft: 2,
    clientTop: 2,
    getBoundingClientRect: () => box,
    ...over,
  } as unknown as Element;
}

const outer = {} as Document;
const picture = (node: Element | null) => ({ node: () => node, document: () => outer });
const PLACE = { page: "p", x: 50, y: 60, node: 7, dx: 3, dy: 4 };

describe("the pin of a note", () => {
  test("goes where its element is now", () => {
    expect(placeNow(PLACE, picture(element(outer, 100, 200)))).toEqual({ x: 103, y: 204 });
  });

  test("goes with an element inside of a frame", () => {
    const inner = { defaultView: { frameElement: element(outer, 100, 200) } };
    expect(boxBegin(element(inner, 5, 6), outer)).toEqual({ x: 107, y: 208 });
  });

  test.each([
    ["is gone", PLACE, null],
    ["was taken out", PLACE, element(outer, 1, 1, { isConnected: false })],
    [
      "has no box",
      PLACE,
      element(outer, 0, 0, { getBoundingClientRect: () => ({ left: 0, top: 0, width: 0, height: 0 }) }),
    ],
    ["is not said", { ...PLACE, node: null }, element(outer, 1, 1)],
    ["was noted without a place in it", { page: "p", x: 50, y: 60, node: 7 }, element(outer, 1, 1)],
  ])("stays where it is when the element %s", (_why, place, node) => {
    expect(placeNow(place, picture(node))).toEqual({ x: 50, y: 60 });
  });
});
