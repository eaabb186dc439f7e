import { describe, expect, test } from "vitest";
import { createBatchReader } from "../../../src/admin/player/reader.ts";
import { createRecording } from "../../../src/admin/player/recording.ts";
import { readSignal } from "../../../src/admin/player/signals.ts";
import type { RecordedEvent } from "../../../src/protocol/events.ts";

const START = 1_000_000;
function custom(at: number, tag: string, payload: unknown): RecordedEvent {
  return { type: 5, timestamp: START + at, data: { tag, payload } };
}
function batch(page: string, seq: number, events: RecordedEvent[]) {
  return createBatchReader()({ page, seq, at: START, body: { v: 1 as const, sent: START, events } });
}

describe("what the panes list", () => {
  test("a request begins before the event that tells of its end", () => {
    const payload = {
      method: "POST",
      url: "https://x.example/api",
      kind: "fetch",
      status: 503,
      ms: 400,
      wait: 300,
      bytes: 9,
    };
    expect(readSignal("a", custom(1_000, "playhead.request", payload))).toMatchObject({
      at: START + 600,
      page: "a",
      by: "fetch",
      failed: true,
      requestHeaders: null,
    });
  });

  test("has a shape whatever the payload is", () => {
    const tags = ["console", "request", "error", "task", "identify", "level"];
    for (const payload of [null, 7, [], { level: {}, ms: -1, requestHeaders: { a: 1 }, traits: [] }])
      for (const tag of tags) {
        const signal = readSignal("a", custom(0, `playhead.${tag}`, payload));
        expect(signal).not.toBeNull();
        expect(Number.isFinite(signal!.at)).toBe(true);
      }
    expect(readSignal("a", custom(0, "playhead.vital", { value: "x" }))).toBeNull();
    expect(readSignal("a", { type: 3, timestamp: 1, data: { source: 0 } })).toBeNull();
  });

  test("comes with the overview, in order of time, and what went wrong is in the list of events too", () => {
    const recording = createRecording(START);
    recording.add([
      batch("a", 1, [custom(900, "playhead.console", { level: "error", message: "Broken", stack: "at a.js:1" })]),
      batch("a", 0, [
        custom(500, "playhead.console", { level: "log", message: "Fine" }),
        custom(800, "playhead.request", { method: "GET", url: "https://x.example/a?b=1", status: 404, ms: 700 }),
        custom(850, "playhead.task", { ms: 90 }),
        custom(860, "playhead.reaction", { clicks: [0], changed: 7 }),
      ]),
    ]);
    const { signals, items } = recording.overview(1_000, true);
    expect(signals.map(({ kind, at }) => [kind, at - START])).toEqual([
      ["request", 100],
      ["console", 500],
      ["task", 850],
      ["console", 900],
    ]);
    expect(items.map(({ kind, text, detail }) => [kind, text, detail])).toEqual([
      ["request", "GET /a?b=1", "answered 404"],
      ["console", "Broken", "error"],
    ]);
  });
});

test("what did not arrive is a gap from what came before it to what came after", () => {
  const recording = createRecording(START);
  recording.add([
    batch("a", 0, [custom(100, "playhead.track", { name: "one" })]),
    batch("a", 2, [
      custom(5_000, "playhead.track", { name: "two" }),
      custom(6_000, "playhead.gap", { reason: "error" }),
    ]),
  ]);
  expect(recording.overview(6_000, true).gaps).toEqual([
    { from: 100, to: 5_000 },
    { from: 6_000, to: 6_000 },
  ]);
});

test("a document without its first batch has a gap from what was known last, or from the beginning", () => {
  const lone = createRecording(START);
  lone.add([batch("a", 1, [custom(3_000, "playhead.track", { name: "one" })])]);
  expect(lone.overview(4_000, true).gaps).toEqual([{ from: 0, to: 3_000 }]);
  const second = createRecording(START);
  second.add([
    batch("a", 0, [custom(100, "playhead.track", { name: "one" })]),
    batch("b", 2, [custom(4_000, "playhead.track", { name: "two" })]),
  ]);
  const [gap] = second.overview(5_000, true).gaps;
  expect(gap).toEqual({ from: 100, to: 4_000 });
});

test("a document without its first batch is missing until its first picture, whatever was told afterwards of the time before", () => {
  const recording = createRecording(START);
  recording.add([
    batch("a", 1, [
      custom(-400, "playhead.vital", { name: "FCP", value: 100 }),
      custom(900, "playhead.track", { name: "one" }),
    ]),
    batch("a", 2, [
      { type: 4, data: { href: "https://shop.example/", width: 100, height: 100 }, timestamp: START + 2_000 },
      {
        type: 2,
        data: { node: { type: 0, childNodes: [], id: 1 }, initialOffset: { left: 0, top: 0 } },
        timestamp: START + 2_000,
      },
    ]),
  ]);
  expect(recording.overview(4_000, true).gaps).toEqual([{ from: 0, to: 2_000 }]);
});

test("one tab can be shown alone; what the visitor looked at stays known", () => {
  const recording = createRecording(START);
  recording.expect("a", START);
  recording.expect("b", START + 500);
  expect(recording.overview(1_000, true).spans).toEqual([
    { page: "a", from: 0, to: 500 },
    { page: "b", from: 500, to: 1_000 },
  ]);
  const { spans, looked } = recording.overview(1_000, true, new Set(["a"]));
  expect(spans).toEqual([{ page: "a", from: 0, to: 1_000 }]);
  expect(looked).toHaveLength(2);
});
