import { describe, expect, test } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { createBatchReader } from "../../../src/admin/player/reader.ts";
import { createRecording } from "../../../src/admin/player/recording.ts";

const START = 1_000_000;
const BUTTON = {
  type: 2,
  id: 5,
  tagName: "button",
  attributes: {},
  childNodes: [
    { type: 2, id: 6, tagName: "svg", isSVG: true, attributes: {}, childNodes: [] },
    { type: 3, id: 7, textContent: "Add to cart" },
  ],
};
const LABEL = {
  type: 2,
  id: 8,
  tagName: "label",
  attributes: {},
  childNodes: [
    { type: 3, id: 9, textContent: " Your  e-mail " },
    { type: 2, id: 10, tagName: "input", attributes: { name: "mail" }, childNodes: [] },
  ],
};
function keyframe(at: number): RecordedEvent {
  const body = { type: 2, id: 4, tagName: "body", attributes: {}, childNodes: [BUTTON, LABEL] };
  return { type: 2, timestamp: START + at, data: { node: { type: 0, id: 1, childNodes: [body] } } };
}
function incremental(at: number, data: object): RecordedEvent {
  return { type: 3, timestamp: START + at, data };
}
function custom(at: number, tag: string, payload: object): RecordedEvent {
  return { type: 5, timestamp: START + at, data: { tag, payload } };
}
function line(page: string, seq: number, events: unknown[]) {
  return { page, seq, at: START, body: { v: 1 as const, sent: START, events: events as RecordedEvent[] } };
}
function digest(...events: unknown[]) {
  return createBatchReader()(line("a", 0, events)).digest;
}

describe("the list of events", () => {
  test("names what was clicked as a person would", () => {
    const click = (at: number, id: number) => incremental(at, { source: 2, type: 2, id, x: 1, y: 1 });
    const { items } = digest(keyframe(0), click(10, 6), click(20, 5), click(30, 10), click(40, 99));
    expect(items.map(({ text, detail }) => [text, detail])).toEqual([
      ["Add to cart", "button"],
      ["Add to cart", "button"],
      ["Your e-mail", "input"],
      ["Click", ""],
    ]);
  });

  test("typing into one field is one line; what a script writes is none", () => {
    const input = (at: number, more = {}) =>
      incremental(at, { source: 5, id: 10, text: "x", isChecked: false, ...more });
    const { items, acts } = digest(
      keyframe(0),
      input(10),
      input(100),
      input(9_000),
      input(20_000, { userTriggered: false }),
    );
    expect(items.map(({ kind, timestamp }) => [kind, timestamp - START])).toEqual([
      ["input", 10],
      ["input", 9_000],
    ]);
    expect(acts).not.toContain(START + 20_000);
  });

  test("our own events, in words", () => {
    const { items } = digest(
      custom(0, "playhead.page", { title: "Shop", url: "https://shop.example/" }),
      custom(1, "playhead.navigation", { title: "Cart", url: "https://shop.example/cart", how: "push" }),
      custom(2, "playhead.navigation", { title: "(1) Cart", how: "title" }),
      custom(3, "playhead.visibility", { visible: true, focused: true }),
      custom(4, "playhead.visibility", { visible: false, focused: false }),
      custom(5, "playhead.identify", { user: "ada", traits: { plan: "pro" } }),
      custom(6, "playhead.track", { name: "bought", properties: { price: 5 } }),
      custom(7, "playhead.gap", { reason: "queue_full", batches: 1, bytes: 1 }),
      custom(8, "anything", { a: 1 }),
    );
    expect(items.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      "page: Shop",
      "navigation: Cart",
      "tab: Left the tab",
      "identify: ada",
      "custom: bought",
      "gap: Part of the recording is missing",
      "custom: anything",
    ]);
  });
});

test("malformed events are counted, useless ones are not", () => {
  const bad = [incremental(1, { source: 15, id: 1 }), null, { type: 3 }];
  const useless = [
    { type: 0, timestamp: START, data: {} },
    { type: 1, timestamp: START, data: {} },
    incremental(2, { source: 9, id: 1 }),
  ];
  const read = createBatchReader()(line("a", 0, [keyframe(0), ...bad, ...useless]));
  expect(read.digest.malformed).toBe(3);
  expect(read.body.events).toHaveLength(1);
});

describe("a recording", () => {
  test("takes each batch once, in any order, and tells what is missing", () => {
    const read = createBatchReader();
    const recording = createRecording(START);
    const late = read(line("a", 2, [incremental(300, { source: 3, id: 1, x: 0, y: 2 })]));
    const first = read(line("a", 0, [keyframe(100)]));
    recording.add([late]);
    recording.add([first, first, late]);
    expect(recording.track("a")?.at).toEqual([100, 300]);
    expect(recording.overview(300, false)).toMatchObject({ missing: 0 });
    expect(recording.overview(300, true).items).toMatchObject([
      { timestamp: START + 300, kind: "gap", detail: "1 batch did not arrive" },
    ]);
    expect(recording.overview(300, true)).toMatchObject({ missing: 1, spans: [{ page: "a", from: 0, to: 300 }] });
    expect(recording.end()).toBe(300);
    expect(recording.track("b")).toBeNull();
  });

  test("knows from the list of keyframes which documents there are before it has read them", () => {
    const recording = createRecording(START);
    recording.expect("a", START + 100);
    recording.expect("b", START + 500);
    recording.expect("b", START + 900);
    expect(recording.overview(1_000, true).spans).toEqual([
      { page: "a", from: 0, to: 500 },
      { page: "b", from: 500, to: 1_000 },
    ]);
  });
});
