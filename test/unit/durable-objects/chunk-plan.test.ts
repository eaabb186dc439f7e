import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptBack, planChunk, type PendingBatch } from "../../../src/durable-objects/chunk-plan.ts";
import { LIMITS } from "../../../src/protocol/limits.ts";

const batches = fc
  .array(
    fc.record({ inflatedBytes: fc.integer({ min: 1, max: 50 }), keyframe: fc.boolean(), after: fc.nat(100_000) }),
    {
      maxLength: 40,
    },
  )
  .map((all) => {
    let at = 0;
    return all.map(({ after, ...each }, i): PendingBatch => ({ arrival: i * 3 + 1, at: (at += after), ...each }));
  });

/** All chunks that are made of these, when nothing is kept back. */
function cut(pending: readonly PendingBatch[], max: number, split: number): PendingBatch[][] {
  const chunks: PendingBatch[][] = [];
  let rest = [...pending];
  for (let last = planChunk(rest, max, split); last !== null; last = planChunk(rest, max, split)) {
    const until = last;
    chunks.push(rest.filter(({ arrival }) => arrival <= until));
    rest = rest.filter(({ arrival }) => arrival > until);
  }
  expect(rest).toEqual([]);
  return chunks;
}

const bytesOf = (chunk: readonly PendingBatch[]) => chunk.reduce((sum, { inflatedBytes }) => sum + inflatedBytes, 0);
const bound = fc.integer({ min: 1, max: 100 });

describe("the plan of a chunk", () => {
  it("takes batches in order, at least one, never over the bound otherwise, and all of them in the end", () => {
    fc.assert(
      fc.property(batches, bound, bound, (pending, max, split) => {
        const chunks = cut(pending, max, split);
        expect(chunks.flat()).toEqual(pending);
        for (const chunk of chunks) if (chunk.length > 1) expect(bytesOf(chunk)).toBeLessThanOrEqual(max);
      }),
    );
  });

  it("ends a chunk that is large enough only where the next begins with a keyframe, unless no more fits", () => {
    fc.assert(
      fc.property(batches, bound, bound, (pending, max, split) => {
        const chunks = cut(pending, max, split);
        const early = chunks.slice(0, -1).filter((chunk, at) => {
          const next = chunks[at + 1]![0]!;
          return !next.keyframe && bytesOf(chunk) + next.inflatedBytes <= max;
        });
        // What could have been cut has been.
        const late = chunks.filter((chunk) =>
          chunk.some(({ keyframe }, nth) => nth > 0 && keyframe && bytesOf(chunk.slice(0, nth)) >= split),
        );
        expect({ early, late }).toEqual({ early: [], late: [] });
      }),
    );
  });
});

describe("what waits for the next cut", () => {
  const now = 10_000_000;
  const batch = (given: Partial<PendingBatch>): PendingBatch => ({
    arrival: 1,
    at: now,
    inflatedBytes: 1,
    keyframe: false,
    ...given,
  });

  it("begins with the last keyframe", () => {
    const pending = [
      batch({ keyframe: true }),
      batch({ arrival: 2, keyframe: true }),
      batch({ arrival: 3 }),
      batch({ arrival: 4, keyframe: true }),
      batch({ arrival: 5 }),
    ];
    expect(keptBack(pending, now)).toBe(4);
  });

  it.each<[string, PendingBatch[]]>([
    ["there is no keyframe", [batch({}), batch({ arrival: 2 })]],
    ["it would be everything", [batch({ keyframe: true }), batch({ arrival: 2 })]],
    [
      "it is as old as a batch may get",
      [batch({}), batch({ arrival: 2, keyframe: true, at: now - LIMITS.chunkMaxAgeMs })],
    ],
    ["it is much", [batch({}), batch({ arrival: 2, keyframe: true, inflatedBytes: LIMITS.chunkCutBytes })]],
    ["there is nothing", []],
  ])("is nothing when %s", (_, pending) => {
    expect(keptBack(pending, now)).toBe(null);
  });
});
