import { describe, expect, test } from "vitest";
import type { BatchEvents, ChunkReader } from "../../../src/admin/player/chunk-reader.ts";
import { createHoldings } from "../../../src/admin/player/holdings.ts";
import { createBatchReader, lazyBody, withoutEvents } from "../../../src/admin/player/reader.ts";
import { createRecording } from "../../../src/admin/player/recording.ts";
import { parseChunkLines } from "../../../src/protocol/chunk-lines.ts";

const click = (at: number) => ({ type: 3, data: { source: 2, type: 2, id: 1, x: at, y: 0 }, timestamp: at });
const TEXT = ["a", "b"]
  .map((page, seq) => JSON.stringify({ page, seq: 0, at: 0, body: { v: 1, sent: 0, events: [click(seq + 1)] } }))
  .join("\n");

/** A reader that keeps what it read, and hands it back a document at a time when it is told to. */
function keepingReader() {
  const read = createBatchReader();
  const kept = new Map<number, BatchEvents[]>();
  const steps: (() => void)[] = [];
  const reader: ChunkReader = {
    async read(text, whole, chunk) {
      const batches = parseChunkLines(text).map(read);
      if (chunk)
        kept.set(
          chunk.n,
          batches.map(({ page, seq, body }) => ({ page, seq, body: lazyBody(JSON.stringify(body.events), 0) })),
        );
      return whole ? batches : batches.map(withoutEvents);
    },
    async recall(n, first, take) {
      const batches = kept.get(n);
      if (!batches) return false;
      for (const batch of batches.toSorted((a, b) => Number(b.page === first) - Number(a.page === first))) {
        await new Promise<void>((resolve) => steps.push(resolve));
        take([batch], batch.page);
      }
      return true;
    },
    stop() {},
  };
  const step = async () => {
    while (steps.length === 0) await Promise.resolve();
    steps.shift()!();
  };
  return { reader, kept, step };
}

function setUp() {
  const recording = createRecording(0);
  const made = keepingReader();
  return { recording, ...made, holdings: createHoldings(recording, made.reader) };
}

describe("the events that are in memory", () => {
  test("of a chunk that was read for the panes are lacking only once they are wanted", async () => {
    const { holdings, recording } = setUp();
    await holdings.read(0, TEXT, false);
    expect([holdings.isRead(0), holdings.has(0), holdings.lacks(0)]).toEqual([true, false, false]);
    expect(recording.track("a")).toBeNull();
    expect(recording.overview(10, true).pulses.length).toBeGreaterThan(0);
    holdings.keep(new Set([0]));
    expect(holdings.lacks(0)).toBe(true);
  });

  test("come back without another look at the text, the document that is wanted before the others", async () => {
    const { holdings, recording, step } = setUp();
    await holdings.read(0, TEXT, false);
    holdings.keep(new Set([0]));
    let came: () => void = () => {};
    const first = new Promise<void>((resolve) => (came = resolve));
    const all = holdings.recall(0, "b", () => came());
    await step();
    await first;
    expect([holdings.has(0, "b"), holdings.has(0, "a"), holdings.has(0)]).toEqual([true, false, false]);
    expect(recording.track("b")?.events.map(({ timestamp }) => timestamp)).toEqual([2]);
    await step();
    expect(await all).toBe(true);
    expect([holdings.has(0, "a"), holdings.has(0), holdings.lacks(0)]).toEqual([true, true, false]);
    expect(recording.track("a")?.events.map(({ timestamp }) => timestamp)).toEqual([1]);
  });

  test("go when they are wanted no longer, on their way too", async () => {
    const { holdings, recording, step } = setUp();
    holdings.keep(new Set([0]));
    await holdings.read(0, TEXT, true);
    expect(holdings.has(0)).toBe(true);
    holdings.keep(new Set());
    expect([holdings.has(0), recording.track("a")]).toEqual([false, null]);
    holdings.keep(new Set([0]));
    const all = holdings.recall(0, "a", () => {});
    await step();
    holdings.keep(new Set());
    await step();
    await all;
    expect([holdings.has(0), holdings.has(0, "a"), recording.track("a"), recording.track("b")]).toEqual([
      false,
      false,
      null,
      null,
    ]);
  });

  test("that are kept nowhere are to be read again", async () => {
    const { holdings, kept } = setUp();
    expect(await holdings.recall(0, null, () => {})).toBe(false);
    await holdings.read(0, TEXT, false);
    kept.clear();
    holdings.keep(new Set([0]));
    expect(await holdings.recall(0, null, () => {})).toBe(false);
    expect(holdings.lacks(0)).toBe(true);
    await holdings.read(0, TEXT, true);
    expect(holdings.lacks(0)).toBe(false);
  });
});
