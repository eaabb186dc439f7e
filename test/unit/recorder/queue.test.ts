import fc from "fast-check";
import { expect, test } from "vitest";
import type { Gap, Parcel, QueuedEvent } from "../../../src/recorder/parcel.ts";
import { createQueue, type Queue } from "../../../src/recorder/queue.ts";

/** Small bounds, so that every one of them is met. */
const BOUNDS = { queueBytes: 20_000, flushBytes: 1_000, parcelBytes: 4_000, parcelEvents: 12 };

function gapEvent(gap: Gap, at: number): QueuedEvent {
  const text = JSON.stringify({ gap, at });
  return { text, bytes: text.length, at, gap };
}

function event(n: number, bytes: number): QueuedEvent {
  return { text: `e${n}`, bytes, at: n };
}

function queueOf(): Queue {
  return createQueue({ ...BOUNDS, gapEvent });
}

/** A server that keeps the first copy of each number. */
interface Server {
  stored: Map<number, QueuedEvent[]>;
}

type Act =
  | { act: "push"; bytes: number }
  | { act: "close" }
  /** The oldest parcel is sent, and this is what comes of it. */
  | { act: "send"; outcome: "ok" | "silence" | "stored in silence" | "too large" | "given up" }
  /** The page is hidden: everything closed is sent at once, and every other one of them arrives. */
  | { act: "tail" };

const outcome = fc.constantFrom("ok", "ok", "silence", "stored in silence", "too large", "given up") as fc.Arbitrary<
  Extract<Act, { act: "send" }>["outcome"]
>;
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ act: fc.constant("push" as const), bytes: fc.integer({ min: 1, max: 5_000 }) }),
    },
    { weight: 4, arbitrary: fc.record({ act: fc.constant("push" as const), bytes: fc.integer({ min: 1, max: 200 }) }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant("close" as const) }) },
    { weight: 3, arbitrary: fc.record({ act: fc.constant("send" as const), outcome }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant("tail" as const) }) },
  ),
  { maxLength: 300 },
);

/** Delivers the way the sender does. */
function send(queue: Queue, parcel: Parcel, server: Server, how: Extract<Act, { act: "send" }>["outcome"]): void {
  const seq = queue.number(parcel);
  const known = server.stored.get(seq);
  // The server knows this number with other content: it answers 409.
  if (known && known !== parcel.events) {
    queue.displace(parcel);
    return;
  }
  if (how === "ok" || how === "stored in silence") server.stored.set(seq, parcel.events);
  if (how === "ok") queue.settle(parcel);
  // A gap is small and is never given up (verdict.ts).
  else if (parcel.gap) return;
  else if (how === "too large" && !known && !queue.split(parcel)) queue.lose(parcel, "too_large");
  else if (how === "given up") queue.lose(parcel, "error");
}

function run(list: Act[]): { pushed: number; queue: Queue; server: Server } {
  const queue = queueOf();
  const server: Server = { stored: new Map() };
  let pushed = 0;
  for (const step of list) {
    if (step.act === "push") queue.push(event(pushed++, step.bytes));
    else if (step.act === "close") queue.close();
    else if (step.act === "send" && queue.parcels[0]) send(queue, queue.parcels[0], server, step.outcome);
    else if (step.act === "tail") {
      queue.close();
      for (const [index, parcel] of [...queue.parcels].entries()) {
        queue.number(parcel);
        if (index % 2 === 0) send(queue, parcel, server, "ok");
      }
    }
    expect(queue.bytes()).toBeLessThanOrEqual(BOUNDS.queueBytes);
    for (const { bytes, events } of queue.parcels) {
      expect(events.length).toBeLessThanOrEqual(BOUNDS.parcelEvents);
      expect(bytes).toBeLessThanOrEqual(BOUNDS.parcelBytes);
    }
  }
  queue.close();
  for (let rounds = 0; queue.parcels[0]; rounds++) {
    send(queue, queue.parcels[0], server, "ok");
    queue.close();
    expect(rounds).toBeLessThan(10_000);
  }
  return { pushed, queue, server };
}

function storedEvents({ stored }: Server): QueuedEvent[] {
  return [...stored.keys()].toSorted((a, b) => a - b).flatMap((seq) => stored.get(seq)!);
}

test("events in = events stored + events counted in gaps; none twice, none out of order, no number missing", () => {
  fc.assert(
    fc.property(acts, (list) => {
      const { pushed, queue, server } = run(list);
      const events = storedEvents(server);
      const own = events.filter(({ gap }) => !gap).map(({ at }) => at);
      expect(own).toEqual([...new Set(own)].toSorted((a, b) => a - b));
      const lost = events.reduce((sum, { gap }) => sum + (gap?.events ?? 0), 0);
      // What was stored although no answer came is there, and a gap may say that it is not: never the other way round.
      expect(own.length + lost).toBeGreaterThanOrEqual(pushed);
      if (!list.some((step) => step.act === "send" && step.outcome === "stored in silence"))
        expect(own.length + lost).toBe(pushed);
      const seqs = [...server.stored.keys()].toSorted((a, b) => a - b);
      expect(seqs).toEqual(seqs.map((_, index) => index));
      expect(queue.bytes()).toBe(0);
      expect(queue.isEmpty()).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});

test("without faults every event is stored exactly once, and no gap is made", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 200 }), (sizes) => {
      const queue = queueOf();
      const server: Server = { stored: new Map() };
      for (const [n, bytes] of sizes.entries()) {
        queue.push(event(n, bytes));
        if (n % 3 === 0 && queue.parcels[0]) send(queue, queue.parcels[0], server, "ok");
        while (queue.parcels.length > 5) send(queue, queue.parcels[0]!, server, "ok");
      }
      queue.close();
      while (queue.parcels[0]) send(queue, queue.parcels[0], server, "ok");
      expect(storedEvents(server).map(({ text }) => text)).toEqual(sizes.map((_, n) => `e${n}`));
    }),
  );
});

test("a full queue takes nothing until it is half empty, and then says what it did not take", () => {
  const queue = queueOf();
  let n = 0;
  while (queue.push(event(n, 900)) !== "full") n++;
  expect(queue.push(event(n + 1, 1))).toBe("full");
  let reopened = false;
  while (!reopened) reopened = queue.settle(queue.parcels[0]!);
  expect(queue.bytes()).toBeLessThanOrEqual(BOUNDS.queueBytes / 2 + 200);
  expect(queue.push(event(n + 2, 900))).not.toBe("full");
  queue.close();
  const gaps = queue.parcels.flatMap(({ events }) => events).filter(({ gap }) => gap);
  expect(gaps).toMatchObject([{ at: n, gap: { reason: "queue_full", batches: 1, bytes: 901, events: 2 } }]);
});

test("an event that no batch can hold leaves a gap in its place", () => {
  const queue = queueOf();
  queue.push(event(0, 10));
  expect(queue.push(event(1, BOUNDS.parcelBytes))).toBe("too_large");
  queue.push(event(2, 10));
  queue.close();
  const [parcel] = queue.parcels;
  expect(parcel!.events.map(({ gap, text }) => gap?.reason ?? text)).toEqual(["e0", "too_large", "e2"]);
});

test("a split keeps the first half's number, and halves are not split again", () => {
  const queue = queueOf();
  for (let n = 0; n < 4; n++) queue.push(event(n, 100));
  queue.close();
  const [whole] = queue.parcels;
  queue.number(whole!);
  expect(queue.split(whole!)).toBe(true);
  expect(queue.parcels.map(({ seq, events }) => [seq, events.map(({ at }) => at)])).toEqual([
    [0, [0, 1]],
    [undefined, [2, 3]],
  ]);
  expect(queue.split(queue.parcels[0]!)).toBe(false);
});

test("one with a later number behind it is not split, also when that one has arrived", () => {
  const queue = queueOf();
  for (let n = 0; n < 2; n++) queue.push(event(n, 100));
  queue.close();
  queue.push(event(2, 100));
  queue.close();
  const [large, later] = queue.parcels;
  queue.number(large!);
  queue.number(later!);
  expect(queue.split(large!)).toBe(false);
  queue.settle(later!);
  expect(queue.split(large!)).toBe(false);
});

test("the large one among small ones is split off", () => {
  const queue = queueOf();
  for (const [n, bytes] of [10, 10, 900, 10, 10].entries()) queue.push(event(n, bytes));
  queue.close();
  queue.number(queue.parcels[0]!);
  queue.split(queue.parcels[0]!);
  expect(queue.parcels.map(({ events }) => events.map(({ at }) => at))).toEqual([
    [0, 1],
    [2, 3, 4],
  ]);
});
