import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keptChunks } from "../../../src/admin/player/chunk-memory.ts";
import type { PlannedChunk } from "../../../src/admin/player/chunk-plan.ts";
import type { ChunkLine } from "../../../src/protocol/chunk-lines.ts";
import { createBatchReader, withoutEvents } from "../../../src/admin/player/reader.ts";
import { createRecording } from "../../../src/admin/player/recording.ts";

const MIB = 1024 * 1024;
/** A session of so many chunks of five minutes, each of this size. */
const chunksOf = (count: number, textBytes: number): PlannedChunk[] =>
  Array.from({ length: count }, (_, n) => ({ n, from: n * 300, to: n * 300 + 299, textBytes, keyframes: [] }));

describe("the chunks whose events are kept", () => {
  test("are the needed ones, the next ones and the last before, by their size", () => {
    expect([...keptChunks(chunksOf(36, MIB), [20], 20 * 300 + 7)].toSorted((a, b) => a - b)).toEqual([
      18, 19, 20, 21, 22, 23, 24,
    ]);
    expect([...keptChunks(chunksOf(36, 20 * MIB), [20], 20 * 300 + 7)].toSorted((a, b) => a - b)).toEqual([19, 20, 21]);
  });

  test("take no more room in a long session than in a short one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 24 * MIB }), { minLength: 1, maxLength: 300 }),
        fc.nat(299),
        (sizes, at) => {
          const chunks = chunksOf(sizes.length, 0).map((chunk, n) => ({ ...chunk, textBytes: sizes[n]! }));
          const here = at % sizes.length;
          const kept = keptChunks(chunks, [here], here * 300);
          expect(kept.has(here)).toBe(true);
          if (here + 1 < sizes.length) expect(kept.has(here + 1)).toBe(true);
          const bytes = [...kept].reduce((sum, n) => sum + sizes[n]!, 0);
          expect(bytes).toBeLessThanOrEqual(3 * Math.max(...sizes) + 6 * MIB);
        },
      ),
    );
  });
});

const PAGE = "0190c1a2-0000-7000-8000-000000000001";
const line = (seq: number): ChunkLine => ({
  page: PAGE,
  seq,
  at: seq,
  body: {
    v: 1,
    sent: seq,
    events: [
      ...(seq % 4 === 0
        ? [
            { type: 4, data: { href: "https://shop.example/", width: 800, height: 600 }, timestamp: seq * 1_000 },
            {
              type: 2,
              data: { node: { type: 0, id: 1, childNodes: [] }, initialOffset: { top: 0, left: 0 } },
              timestamp: seq * 1_000,
            },
          ]
        : []),
      {
        type: 3,
        data: { source: 2, type: 2, id: 1, x: seq, y: 0 },
        timestamp: seq * 1_000 + 500,
      },
    ],
  },
});

test("what was forgotten and read again is the recording as it was, whatever was forgotten and in whatever order it comes", () => {
  const seqs = Array.from({ length: 12 }, (_, seq) => seq);
  const read = createBatchReader();
  const batches = seqs.map((seq) => read(line(seq)));
  const whole = createRecording(0);
  whole.add(batches);
  const shape = (recording: typeof whole) => {
    const track = recording.track(PAGE);
    const { pulses, ...overview } = recording.overview(12_000, true);
    // They come in no order.
    return { at: track?.at, keyframes: track?.keyframes, overview, pulses: pulses.map(String).toSorted() };
  };
  fc.assert(
    fc.property(
      fc.subarray(seqs),
      fc.shuffledSubarray(seqs, { minLength: 12 }),
      fc.subarray(seqs),
      (first, order, forgotten) => {
        const recording = createRecording(0);
        recording.add(batches.filter(({ seq }) => !first.includes(seq)).map(withoutEvents));
        recording.add(batches.filter(({ seq }) => first.includes(seq)));
        recording.forget(forgotten.map((seq) => ({ page: PAGE, seq })));
        // What the panes and the line of time are made of never goes.
        expect(recording.overview(12_000, true).items).toEqual(whole.overview(12_000, true).items);
        const kept = first.filter((seq) => !forgotten.includes(seq));
        expect(recording.track(PAGE)?.at.length ?? 0).toBe(kept.reduce((sum, seq) => sum + (seq % 4 === 0 ? 3 : 1), 0));
        for (const seq of order) recording.add([read(line(seq))]);
        expect(shape(recording)).toEqual(shape(whole));
      },
    ),
    { numRuns: 50 },
  );
});

test("what follows from a recording is worked out again only when something is new", () => {
  const read = createBatchReader();
  const recording = createRecording(0);
  recording.add([read(line(0)), read(line(1))]);
  const lane = () => new Set([PAGE]);
  const before = recording.overview(12_000, false, lane());
  recording.forget([{ page: PAGE, seq: 0 }]);
  recording.add([read(line(0))]);
  expect(recording.overview(12_000, false, lane())).toBe(before);
  expect(recording.overview(12_000, true, lane())).not.toBe(before);
  recording.add([read(line(3))]);
  const after = recording.overview(12_000, true, lane());
  expect(after.missing).toBe(1);
  expect(after.items.length).toBeGreaterThan(before.items.length);
  expect(recording.overview(12_000, true, new Set())).not.toBe(after);
});
