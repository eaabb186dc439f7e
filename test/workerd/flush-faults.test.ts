import { abortAllDurableObjects, env, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { Recording, SessionIdentity } from "../../src/durable-objects/index.ts";
import { lanes, uuidv7 } from "../../src/protocol/index.ts";
import { failingStores, type FaultMoment } from "./faults.ts";
import { identityOf, makeBatch, objectOf, readStored } from "./builders.ts";

const PAGE = uuidv7(1);

async function ring(identity: SessionIdentity, prepare: (instance: Recording) => void = () => {}): Promise<void> {
  await runInDurableObject(objectOf(identity), async (instance: Recording, state) => {
    prepare(instance);
    state.storage.sql.exec("UPDATE deadlines SET at = 0 WHERE name IN ('chunk', 'index')");
    await instance.alarm();
  });
}

async function inObject<T>(identity: SessionIdentity, sql: string): Promise<T[]> {
  return runInDurableObject(objectOf(identity), (_instance, state) => state.storage.sql.exec(sql).toArray() as T[]);
}

async function objectsOf({ tenant, session }: SessionIdentity): Promise<string[]> {
  const { objects } = await env.BUCKET_US.list({ prefix: `t/${tenant}/s/${session}/` });
  return objects.map((object) => object.key.split("/").slice(4).join("/"));
}

async function checkWhole(identity: SessionIdentity, batches: number): Promise<void> {
  const stored = await readStored(identity);
  const [lane] = lanes(stored);
  expect(lane!.missing).toEqual([]);
  expect(new Set(stored.map((line) => line.seq)).size).toBe(batches);
  // Nothing twice, and nothing in R2 that D1 does not know.
  expect(stored).toHaveLength(batches);
  const { results } = await env.INDEX_US.prepare("SELECT n FROM chunks WHERE session = ? ORDER BY n")
    .bind(identity.session)
    .all<{ n: number }>();
  expect(await objectsOf(identity)).toEqual(
    [...results.map(({ n }) => `c/${String(n).padStart(5, "0")}`), "key"].toSorted(),
  );
  expect(await inObject(identity, "SELECT id FROM batches WHERE body IS NOT NULL")).toEqual([]);
}

describe.each<FaultMoment>(["before", "after"])("a fault %s an operation of the flush", (moment) => {
  it.each(["throw", "crash"] as const)(
    "loses nothing and leaves no orphan after the retry (%s), at every step",
    async (kind) => {
      let step = 0;
      for (; ; step++) {
        const identity = identityOf();
        const fault = failingStores(step, moment);
        for (const seq of [0, 1]) await objectOf(identity).append(identity, await makeBatch(PAGE, seq));
        await ring(identity, (instance) => (instance.stores = fault.stores));
        if (!fault.struck()) {
          await checkWhole(identity, 2);
          break;
        }
        if (kind === "crash") await evictDurableObject(objectOf(identity));
        // A batch that comes between the fault and the retry must not change what the planned chunk holds.
        await objectOf(identity).append(identity, await makeBatch(PAGE, 2));
        await ring(identity);
        await ring(identity);
        await checkWhole(identity, 3);
      }
      // get, put and get of the salt; put of the chunk; the two projections.
      expect(step).toBeGreaterThanOrEqual(6);
    },
  );
});

describe("durability", () => {
  it("an acknowledged batch survives the loss of everything that is in memory", async () => {
    const identity = identityOf();
    await objectOf(identity).append(identity, await makeBatch(PAGE, 0));
    await abortAllDurableObjects();
    expect(await inObject(identity, "SELECT id FROM batches WHERE body IS NOT NULL")).toHaveLength(1);
    expect((await objectOf(identity).append(identity, await makeBatch(PAGE, 0))).verdict).toBe("duplicate");
    await ring(identity);
    await checkWhole(identity, 1);
  });

  it("a lost alarm is set again by the next batch, a repeated one too", async () => {
    for (const seq of [0, 1]) {
      const identity = identityOf();
      await objectOf(identity).append(identity, await makeBatch(PAGE, 0));
      await runInDurableObject(objectOf(identity), (_instance, state) => state.storage.deleteAlarm());
      await evictDurableObject(objectOf(identity));
      await objectOf(identity).append(identity, await makeBatch(PAGE, seq));
      expect(
        await runInDurableObject(objectOf(identity), (_instance, state) => state.storage.getAlarm()),
      ).not.toBeNull();
    }
  });

  it("a failed deadline is armed again with growing patience and never dropped", async () => {
    const identity = identityOf();
    await objectOf(identity).append(identity, await makeBatch(PAGE, 0));
    for (let tries = 1; tries <= 9; tries++) {
      await ring(identity, (instance) => (instance.stores = failingStores("all", "before").stores));
      const [deadline] = await inObject<{ at: number; tries: number }>(
        identity,
        "SELECT at, tries FROM deadlines WHERE name = 'chunk'",
      );
      expect(deadline).toMatchObject({ tries });
      expect(deadline!.at).toBeGreaterThan(Date.now());
      expect(
        await runInDurableObject(objectOf(identity), (_instance, state) => state.storage.getAlarm()),
      ).not.toBeNull();
    }
    await ring(identity, (instance) => (instance.stores = failingStores(-1, "before").stores));
    await checkWhole(identity, 1);
  });
});
