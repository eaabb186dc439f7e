import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lanes, mergeLanes, uuidv7, type ChunkLine } from "../../src/protocol/index.ts";
import type { Recording, SessionIdentity } from "../../src/durable-objects/index.ts";
import { identityOf, makeBatch, objectOf, readStored } from "./builders.ts";

const PAGES = [uuidv7(1), uuidv7(2)];
const SEQS = [0, 1, 2, 3];
const ALL = PAGES.flatMap((page) => SEQS.map((seq) => ({ page, seq })));

/** The whole stream as text; two streams are the same when these are. */
function streamText(lines: ChunkLine[]): string {
  return mergeLanes(lanes(lines))
    .map((item) => JSON.stringify(item))
    .join("\n");
}

async function cutNow(identity: SessionIdentity): Promise<void> {
  await runInDurableObject(objectOf(identity), async (instance: Recording, state) => {
    state.storage.sql.exec("UPDATE deadlines SET at = 0 WHERE name = 'chunk'");
    await state.storage.setAlarm(Date.now() + 60_000);
    await instance.alarm();
  });
}

async function record(order: { page: string; seq: number }[], cutAfter: number[]): Promise<string> {
  const identity = identityOf();
  const stub = objectOf(identity);
  for (const [i, { page, seq }] of order.entries()) {
    const { verdict } = await stub.append(identity, await makeBatch(page, seq));
    expect(["store", "duplicate"]).toContain(verdict);
    if (cutAfter.includes(i)) await cutNow(identity);
  }
  await objectOf(identity).cutNow();
  return streamText(await readStored(identity));
}

describe("the stream of a session", () => {
  it("is byte-identical for any order, any duplication and any cutting of the same batches", async () => {
    const expected = await record(ALL, []);
    expect(expected.split("\n")).toHaveLength(2 * (8 + 3 * 5));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...ALL, ...ALL, ...ALL], { minLength: 24, maxLength: 24 }),
        fc.array(fc.nat({ max: 23 }), { maxLength: 4 }),
        async (order, cutAfter) => {
          expect(await record(order, cutAfter)).toBe(expected);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("keeps a batch that comes after its neighbours were stored, in a later chunk", async () => {
    const identity = identityOf();
    const stub = objectOf(identity);
    await stub.append(identity, await makeBatch(PAGES[0]!, 0));
    await stub.append(identity, await makeBatch(PAGES[0]!, 2));
    await cutNow(identity);
    await stub.append(identity, await makeBatch(PAGES[0]!, 1));
    await cutNow(identity);
    const [lane] = lanes(await readStored(identity));
    expect(lane!.missing).toEqual([]);
    expect(lane!.events).toHaveLength(8 + 5 + 5);
  });

  it("is cut where a keyframe begins; what follows that waits, and is then a chunk that begins with it", async () => {
    const identity = identityOf();
    const stub = objectOf(identity);
    const [first, second] = PAGES as [string, string];
    for (const [page, seq] of [
      [first, 0],
      [first, 1],
      [second, 0],
      [first, 2],
      [second, 1],
    ] as const)
      await stub.append(identity, await makeBatch(page, seq));
    const chunks = async () => (await stub.manifest())!.chunks;
    await cutNow(identity);
    expect((await chunks()).map(({ batches, keyframes }) => [batches, keyframes.map(({ page }) => page)])).toEqual([
      [2, [first]],
    ]);
    await stub.cutNow();
    expect((await chunks()).map(({ batches, keyframes }) => [batches, keyframes.map(({ page }) => page)])).toEqual([
      [2, [first]],
      [3, [second]],
    ]);
    expect(lanes(await readStored(identity)).map(({ missing }) => missing)).toEqual([[], []]);
  });

  it("refuses other content under a number that is taken, and says which repeats are harmless", async () => {
    const identity = identityOf();
    const stub = objectOf(identity);
    const batch = await makeBatch(PAGES[0]!, 0);
    expect((await stub.append(identity, batch)).verdict).toBe("store");
    expect((await stub.append(identity, batch)).verdict).toBe("duplicate");
    expect((await stub.append(identity, { ...batch, sha256: "0".repeat(64) })).verdict).toBe("conflict");
    await cutNow(identity);
    expect((await stub.append(identity, batch)).verdict).toBe("duplicate");
  });

  it("asks for a keyframe when a document has none", async () => {
    const identity = identityOf();
    const stub = objectOf(identity);
    expect((await stub.append(identity, await makeBatch(PAGES[0]!, 1))).wantKeyframe).toBe(true);
    expect((await stub.append(identity, await makeBatch(PAGES[0]!, 0))).wantKeyframe).toBe(false);
    expect((await stub.append(identity, await makeBatch(PAGES[0]!, 2))).wantKeyframe).toBe(false);
  });

  it("cuts on its own alarm", async () => {
    const identity = identityOf();
    const stub = objectOf(identity);
    await stub.append(identity, await makeBatch(PAGES[0]!, 0));
    await runInDurableObject(stub, (_instance, state) => {
      state.storage.sql.exec("UPDATE deadlines SET at = 0");
      state.storage.sql.exec("UPDATE batches SET at = 0");
    });
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    expect(await readStored(identity)).toHaveLength(1);
  });
});
