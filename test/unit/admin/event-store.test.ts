import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEventStore, type EventText } from "../../../src/admin/player/event-store.ts";

const batch = fc.record({
  page: fc.constantFrom("a", "b", "c"),
  text: fc
    .array(fc.record({ type: fc.nat(5), data: fc.string({ maxLength: 4_000 }) }))
    .map((events) => JSON.stringify(events)),
});
/** What a store gives back of a chunk: batches in the order they came, and their documents. */
async function recalled(store: ReturnType<typeof createEventStore>, n: number, first: string | null) {
  const batches: EventText[] = [];
  const pages: string[] = [];
  const found = await store.recall(n, first, (part, page) => {
    batches.push(...part);
    pages.push(page);
  });
  return { found, batches, pages };
}
const bySeq = (batches: readonly EventText[]) => batches.toSorted((a, b) => a.seq - b.seq);

describe("events that were put away", () => {
  test("come back as they were, the document that is wanted first, each document whole", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 30 }), fc.constantFrom("a", "b", "c"), async (made, first) => {
        const batches = made.map((each, seq) => ({ ...each, seq }));
        const store = createEventStore();
        store.keep(7, batches);
        await store.pack(7);
        const back = await recalled(store, 7, first);
        expect(back.found).toBe(true);
        expect(bySeq(back.batches)).toEqual(batches);
        expect(new Set(back.pages).size).toBe(back.pages.length);
        if (batches.some(({ page }) => page === first)) expect(back.pages[0]).toBe(first);
      }),
      { numRuns: 30 },
    );
  });

  test("are there at once, before they are packed", async () => {
    const store = createEventStore();
    const batches = [{ page: "a", seq: 0, text: JSON.stringify(["x".repeat(100_000)]) }];
    store.keep(1, batches);
    expect((await recalled(store, 1, null)).batches).toEqual(batches);
    await store.pack(1);
    expect((await recalled(store, 1, null)).batches).toEqual(batches);
  });

  test("take no more than their room: what was used least recently goes", async () => {
    const noise = (n: number) =>
      JSON.stringify(Array.from({ length: 600 }, (_, at) => ((at + 1) * (n + 3) * 2_654_435_761) % 4_294_967_296));
    const store = createEventStore(12_000);
    const add = async (n: number) => {
      store.keep(n, [{ page: "a", seq: n, text: noise(n) }]);
      await store.pack(n);
    };
    for (const n of [0, 1, 2]) await add(n);
    expect((await recalled(store, 0, null)).found).toBe(true);
    for (const n of [3, 4]) await add(n);
    const found = await Promise.all([0, 1, 2, 3, 4].map(async (n) => (await recalled(store, n, null)).found));
    expect(found[4]).toBe(true);
    expect(found[1]).toBe(false);
    expect(found.filter(Boolean).length).toBeLessThan(5);
  });

  test("of a chunk that was never read are not found", async () => {
    expect(await recalled(createEventStore(), 3, null)).toEqual({ found: false, batches: [], pages: [] });
  });
});
