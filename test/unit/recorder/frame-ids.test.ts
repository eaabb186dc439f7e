import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCounter, createFrameIds } from "../../../src/recorder/frames/ids.ts";

type Loose = Record<string, any>;
const FRAME = 9;

function begin(nodesMax = 1_000) {
  return createFrameIds(createCounter(), nodesMax);
}

const snapshot = () => ({
  type: 2,
  data: {
    node: {
      type: 0,
      id: 1,
      childNodes: [
        {
          type: 2,
          id: 2,
          tagName: "html",
          attributes: { id: "top", start: 3 },
          childNodes: [{ type: 3, id: 3, textContent: "a" }],
        },
      ],
    },
    initialOffset: { left: 0, top: 40 },
  },
});

describe("what the page in a frame says", () => {
  test("a full snapshot becomes the document of the frame, and its scroll", () => {
    const [mutation, scroll] = begin().convert(snapshot(), FRAME) as [Loose, Loose];
    const { node, ...add } = mutation["adds"][0];
    expect(add).toEqual({ parentId: FRAME, nextId: null });
    expect(mutation).toMatchObject({ source: 0, isAttachIframe: true });
    const html = node.childNodes[0];
    expect(node.id).toBeGreaterThan(2 ** 31);
    expect(node.rootId).toBeUndefined();
    expect([html.rootId, html.childNodes[0].rootId]).toEqual([node.id, node.id]);
    // What an element says of itself is not an id of rrweb's.
    expect(html.attributes).toEqual({ id: "top", start: 3 });
    expect(scroll).toEqual({ source: 3, id: node.id, x: 0, y: 40 });
  });

  test("later changes name the same nodes by the same ids", () => {
    const ids = begin();
    const [{ adds }] = ids.convert(snapshot(), FRAME) as [Loose];
    const text = adds[0].node.childNodes[0].childNodes[0].id;
    const change = {
      type: 3,
      data: { source: 0, adds: [], removes: [], attributes: [], texts: [{ id: 3, value: "b" }] },
    };
    expect(ids.convert(change, FRAME)).toMatchObject([{ texts: [{ id: text, value: "b" }] }]);
    const again = ids.convert(snapshot(), FRAME) as [Loose];
    expect(again[0]["adds"][0].node.id).toBe(adds[0].node.id);
  });

  test("sheets are counted apart from nodes", () => {
    const ids = begin();
    const [nodes] = ids.convert({ type: 3, data: { source: 3, id: 5, x: 0, y: 0 } }, FRAME) as [Loose];
    const [sheets] = ids.convert(
      { type: 3, data: { source: 15, id: 5, styleIds: [5], styles: [{ styleId: 5, rules: [] }] } },
      FRAME,
    ) as [Loose];
    expect(sheets["id"]).toBe(nodes["id"]);
    expect(sheets["styleIds"]).toEqual([sheets["styles"][0].styleId]);
    expect(sheets["styleIds"][0]).not.toBe(nodes["id"]);
  });

  test.each([
    ["the size of its window", { type: 3, data: { source: 4, width: 1, height: 1 } }],
    ["a font", { type: 3, data: { source: 10, family: "x", fontSource: "url(x)" } }],
    ["an event of ours", { type: 5, data: { tag: "playhead.identify", payload: { user: "somebody" } } }],
    ["a page's address", { type: 4, data: { href: "https://evil.example", width: 1, height: 1 } }],
  ])("%s says nothing of the page around", (_, event) => {
    expect(begin().convert(event, FRAME)).toEqual([]);
  });

  test("too many nodes, too deep trees and what no recorder says are refused", () => {
    const deep: Loose = { type: 2, id: 1, childNodes: [] };
    let at = deep;
    for (let level = 0; level < 5_000; level++) at = at["childNodes"][0] = { type: 2, id: 1, childNodes: [] };
    expect(() => begin().convert({ type: 2, data: { node: deep } }, FRAME)).toThrow();
    expect(() => begin(2).convert(snapshot(), FRAME)).toThrow();
    expect(() => begin().convert({ type: 3, data: { source: 0 } }, FRAME)).toThrow();
    expect(() => begin().convert({ type: 2, data: null }, FRAME)).toThrow();
  });

  test("no id of the page around can be named, whatever it says", () => {
    const id = fc.integer({ min: 1, max: 50 });
    const event = fc.oneof(
      fc.record({
        type: fc.constant(3),
        data: fc.record({ source: fc.constantFrom(2, 3, 5, 7), id, text: fc.string() }),
      }),
      fc.record({
        type: fc.constant(3),
        data: fc.record({
          source: fc.constant(0),
          adds: fc.array(
            fc.record({ parentId: id, nextId: fc.option(id), node: fc.record({ type: fc.constant(3), id }) }),
          ),
          removes: fc.array(fc.record({ parentId: id, id })),
          texts: fc.array(fc.record({ id, value: fc.string() })),
          attributes: fc.array(fc.record({ id, attributes: fc.dictionary(fc.string(), fc.string()) })),
        }),
      }),
    );
    const check = fc.check(
      fc.property(fc.array(event), (events) => {
        const ids = begin();
        const text = JSON.stringify(events.flatMap((each) => ids.convert(structuredClone(each), FRAME)));
        return [...text.matchAll(/"(?:id|parentId|nextId)":(\d+)/g)].every(([, number]) => Number(number) > 2 ** 31);
      }),
    );
    expect(check.counterexample).toBeNull();
  });
});
