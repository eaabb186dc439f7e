import fc from "fast-check";
import { expect, it } from "vitest";
import { StreamOrder, lanes, mergeLanes, type ChunkLine } from "../../../src/protocol/index.ts";

interface Batch {
  page: string;
  seq: number;
  times: number[];
}

function lineOf({ page, seq, times }: Batch): ChunkLine {
  return {
    page,
    seq,
    at: 0,
    body: { v: 1, sent: 0, events: times.map((timestamp, i) => ({ type: 3, data: { seq, i }, timestamp })) },
  };
}

/** Documents whose clocks never run back, in batches that lie in any chunks. */
const session = fc
  .array(fc.array(fc.array(fc.nat(50), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((pages) =>
    pages.flatMap((batches, page) => {
      let clock = page * 7;
      return batches.map((steps, seq) => ({ page: `p${page}`, seq, times: steps.map((step) => (clock += step)) }));
    }),
  );

function earliest(chunks: Batch[][]): number {
  return Math.min(Infinity, ...chunks.flatMap((batches) => batches.flatMap(({ times }) => times)));
}

it("gives out the one stream of a session, however its batches lie in chunks", () => {
  fc.assert(
    fc.property(session, fc.array(fc.nat(5), { minLength: 24, maxLength: 24 }), (batches, places) => {
      const chunks: Batch[][] = Array.from({ length: 6 }, () => []);
      batches.forEach((batch, index) => chunks[places[index]!]!.push(batch));
      const order = new StreamOrder(Infinity);
      const out = chunks.flatMap((chunk, n) => {
        for (const batch of chunk) order.add(lineOf(batch));
        return order.release(earliest(chunks.slice(n + 1)));
      });
      const whole = mergeLanes(lanes(batches.map(lineOf)));
      expect(out.map(({ page, text }) => `${page} ${text}`)).toEqual(
        whole.map(({ page, event }) => `${page} ${JSON.stringify(event)}`),
      );
    }),
  );
});

it("holds back no more than what has to wait", () => {
  const order = new StreamOrder(Infinity);
  order.add(lineOf({ page: "p", seq: 0, times: [10, 20, 30] }));
  expect(order.release(20).map(({ i }) => i)).toEqual([0]);
  expect(order.release(Infinity).map(({ i }) => i)).toEqual([1, 2]);
});

it("gives everything out when it would hold too much, each with its number", () => {
  const order = new StreamOrder(10);
  order.add(lineOf({ page: "p", seq: 1, times: [100, 200] }));
  expect(order.release(0)).toMatchObject([
    { page: "p", seq: 1, i: 0 },
    { page: "p", seq: 1, i: 1 },
  ]);
});
