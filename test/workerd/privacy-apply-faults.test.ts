import { env, evictDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { recordingObject, tenantObject } from "../../src/durable-objects/index.ts";
import { LIMITS, MIB } from "../../src/protocol/index.ts";
import type { PrivacySettings } from "../../src/protocol/privacy/privacy.schema.ts";
import { storesOf } from "../../src/storage/index.ts";
import { START } from "./builders.ts";
import { failingStores, type FaultMoment } from "./faults.ts";
import {
  actionsOf,
  applyTo,
  bytesLeft,
  endedVisit,
  objectNames,
  privacyRule,
  ringJob,
  secretTenant,
  setPrivacy,
  textOf,
} from "./stored-sessions.ts";
import { inRecording, inTenant } from "./visits.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => vi.useRealTimers());

const PRIVACY: Partial<PrivacySettings> = {
  rules: [privacyRule("#account .name", "mask"), privacyRule("input.phone", "block")],
  urls: false,
  titles: false,
};

async function evict(tenant: string, session: string): Promise<void> {
  await evictDurableObject(recordingObject(env, "us", tenant, session));
  await evictDurableObject(tenantObject(env, "us", tenant));
}

/** The job rings until it is done, with all the time it needs. */
async function finish(tenant: string) {
  for (let rounds = 0; rounds < 10; rounds++) {
    const progress = await ringJob(tenant);
    if (progress.state !== "running") return progress;
    vi.setSystemTime(Date.now() + LIMITS.rewriteLiveMs);
  }
  throw new Error("the job is not done");
}

async function checkClean(tenant: string, session: string): Promise<void> {
  expect(await bytesLeft(tenant, { session })).not.toContain("canary");
  expect(await textOf(tenant, session)).toContain("plain words");
  // The old objects are gone, and none is left that nobody knows.
  expect(await objectNames(tenant, session)).toEqual(["c/00000.1", "c/00001.1", "key"]);
}

describe.each<FaultMoment>(["before", "after"])("a fault %s an operation of the rewrite", (moment) => {
  it.each(["throw", "crash"] as const)("leaves nothing of what was to be hidden after the retry (%s)", async (kind) => {
    let step = 0;
    for (; ; step++) {
      const { tenant, key } = await secretTenant();
      const { session } = await endedVisit(tenant, key);
      await setPrivacy(tenant, PRIVACY);
      await applyTo(tenant);
      const fault = failingStores(step, moment);
      await inRecording(tenant, session, (instance) => void (instance.stores = fault.stores));
      await ringJob(tenant);
      if (kind === "crash") await evict(tenant, session);
      expect(await finish(tenant)).toMatchObject({ state: "done", total: 1, done: 1, changed: 1, failed: 0 });
      await checkClean(tenant, session);
      if (!fault.struck()) break;
    }
    // Two for the rows, the chunks, the key, and four for each of two chunks.
    expect(step).toBeGreaterThanOrEqual(12);
  });

  it("and a deletion after it leave no object, whichever revision it was", async () => {
    for (let step = 0; ; step++) {
      const { tenant, key } = await secretTenant();
      const { session } = await endedVisit(tenant, key);
      await setPrivacy(tenant, PRIVACY);
      await applyTo(tenant);
      const fault = failingStores(step, moment);
      await inRecording(tenant, session, (instance) => void (instance.stores = fault.stores));
      await ringJob(tenant);
      await inRecording(tenant, session, async (instance) => {
        instance.stores = () => storesOf(env, "us");
        expect(await instance.erase({ tenant, session, region: "us" })).toBe(true);
      });
      expect(await objectNames(tenant, session)).toEqual([]);
      expect(await finish(tenant)).toMatchObject({ state: "done", done: 1, failed: 0 });
      expect(await objectNames(tenant, session)).toEqual([]);
      if (!fault.struck()) break;
    }
  });

  it("in the tenant's part loses no session and counts none twice", async () => {
    for (let step = 0; ; step++) {
      const { tenant, key } = await secretTenant();
      const sessions = [await endedVisit(tenant, key), await endedVisit(tenant, key)].map(({ session }) => session);
      await setPrivacy(tenant, PRIVACY);
      await applyTo(tenant);
      const fault = failingStores(step, moment);
      await inTenant(tenant, (instance) => void (instance.stores = fault.stores));
      await ringJob(tenant);
      await evictDurableObject(tenantObject(env, "us", tenant));
      expect(await finish(tenant)).toMatchObject({ total: 2, done: 2, changed: 2, failed: 0 });
      for (const session of sessions) await checkClean(tenant, session);
      expect((await actionsOf(tenant)).map(({ action }) => action)).toEqual([
        "privacy_apply_started",
        "privacy_apply_ended",
      ]);
      if (!fault.struck()) break;
    }
  });
});

describe("a session that is more than one call may do", () => {
  it.each([false, true])("is gone on with where it was left, the object lost in between: %s", async (lost) => {
    const { tenant, key } = await secretTenant();
    const { session } = await endedVisit(tenant, key);
    const { index } = storesOf(env, "us");
    await index
      .prepare("UPDATE chunks SET text_bytes = ? WHERE session = ?")
      .bind(40 * MIB, session)
      .run();
    await setPrivacy(tenant, PRIVACY);
    const settings = await inTenant(tenant, (instance) => instance.settings());
    if (!settings || settings === "unreadable") throw new Error("no settings");
    const task = { job: "job", tenant, session, region: "us" as const, privacy: settings.policy.privacy };
    const call = (from: number) => recordingObject(env, "us", tenant, session).rewrite({ ...task, from });
    expect(await call(0)).toEqual({ state: "more", next: 1, changed: true });
    expect(await objectNames(tenant, session)).toEqual(["c/00000.1", "c/00001", "key"]);
    if (lost) await evictDurableObject(recordingObject(env, "us", tenant, session));
    expect(await call(1)).toEqual({ state: "done", next: 0, changed: true });
    await checkClean(tenant, session);
  });

  it("is rewritten once when it is asked for twice at once", async () => {
    const { tenant, key } = await secretTenant();
    const { session } = await endedVisit(tenant, key);
    await setPrivacy(tenant, PRIVACY);
    const settings = await inTenant(tenant, (instance) => instance.settings());
    if (!settings || settings === "unreadable") throw new Error("no settings");
    const task = { tenant, session, region: "us" as const, privacy: settings.policy.privacy, from: 0 };
    const results = await Promise.all(
      ["a", "b", "c"].map((job) => recordingObject(env, "us", tenant, session).rewrite({ ...task, job })),
    );
    expect(results.map(({ state }) => state)).toEqual(["done", "done", "done"]);
    expect(results.map(({ changed }) => changed).toSorted()).toEqual([false, false, true]);
    await checkClean(tenant, session);
  });
});
