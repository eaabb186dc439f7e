import { env, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { recordingObject, tenantObject } from "../../src/durable-objects/index.ts";
import { LIMITS, uuidv7, type ErrorBody } from "../../src/protocol/index.ts";
import { eraseSession, listSessions, mapAssets, readSessionAssets, storesOf } from "../../src/storage/index.ts";
import { activityOf } from "./activity.ts";
import { asker } from "./searching.ts";
import { START, makeEvents, makeTenant } from "./builders.ts";
import { failingStores, type FaultMoment } from "./faults.ts";
import {
  getConsent,
  inRecording,
  inTenant,
  postConsent,
  ringRecording,
  ringTenant,
  signatureOf,
  visit,
} from "./visits.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => vi.useRealTimers());

async function erasingTenant(identity: { signed: boolean } = { signed: false }) {
  const made = await makeTenant();
  const policy = {
    ...made.policy,
    consent: { ...made.policy.consent, erasure: true },
    identity: { ...made.policy.identity, ...identity },
  };
  await tenantObject(env, "us", made.tenant).configure(policy);
  return { ...made, policy };
}

const identify = (user: string) => [
  ...makeEvents(0),
  { type: 5, data: { tag: "playhead.identify", payload: { user } }, timestamp: START },
];

/** Everything that is left of a tenant's recordings outside of its own object, in R2 and D1. */
async function leftOf(tenant: string) {
  const { bucket, index } = storesOf(env, "us");
  const { objects } = await bucket.list({ prefix: `t/${tenant}/` });
  const count = async (table: string) => {
    const row = await index.prepare(`SELECT COUNT(*) AS count FROM ${table} WHERE tenant = ?`).bind(tenant).first();
    return row!["count"] as number;
  };
  return {
    objects: objects.length,
    sessions: await count("sessions"),
    pages: await count("pages"),
    chunks: await count("chunks"),
    identities: await count("identities"),
  };
}

const NOTHING = { objects: 0, sessions: 0, pages: 0, chunks: 0, identities: 0 };

/** Rows of each table of a session's object. */
async function rowsIn(tenant: string, session: string): Promise<Record<string, number>> {
  return inRecording(tenant, session, (_instance, state) => {
    const tables = state.storage.sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
      )
      .toArray();
    return Object.fromEntries(
      tables.map(({ name }) => [
        name,
        state.storage.sql.exec<{ count: number }>(`SELECT COUNT(*) AS count FROM ${name}`).one().count,
      ]),
    );
  });
}

async function expectDeleted(response: Response): Promise<void> {
  const { error } = (await response.json()) as ErrorBody;
  expect([response.status, error.code]).toEqual([410, "session_deleted"]);
}

describe("an erasure", () => {
  it("leaves nothing in R2, in D1 and in the objects, refuses late batches, and is in the activity log once", async () => {
    const { tenant, key } = await erasingTenant();
    const visitor = uuidv7();
    const [stored, running, begun] = [
      await visit(key, { visitor }),
      await visit(key, { visitor }),
      await visit(key, { visitor }),
    ];
    await stored.send(0, identify("anna"));
    await running.send(0);
    await ringRecording(tenant, stored.session, ["index", "chunk"]);
    await stored.send(1);
    await ringRecording(tenant, stored.session, ["chunk"]);
    await ringRecording(tenant, running.session, ["index"]);
    expect(await leftOf(tenant)).toEqual({ objects: 3, sessions: 2, pages: 2, chunks: 2, identities: 1 });

    const answer = await postConsent({ key, visitor, erase: true });
    expect(await answer.json()).toMatchObject({ choice: "no", allowed: false });
    await ringTenant(tenant);
    expect(await leftOf(tenant)).toEqual(NOTHING);
    for (const each of [stored, running, begun]) {
      expect(await rowsIn(tenant, each.session)).toMatchObject({ state: 0, pages: 0, batches: 0, chunks: 0, gate: 1 });
      await expectDeleted(await each.send(2));
      expect(await recordingObject(env, "us", tenant, each.session).manifest()).toBeNull();
    }
    expect(await leftOf(tenant)).toEqual(NOTHING);
    await ringTenant(tenant);
    const erased = (await activityOf(tenant)).filter(({ action }) => action === "erased_by_visitor");
    expect(erased).toMatchObject([{ actor: "system", details: { sessions: 3 } }]);
    // Nothing of the visitor in the tenant's own object but the no.
    const kept = await inTenant(tenant, (_instance, state) =>
      ["consents", "admitted", "visits", "erasures", "tellings"].map((table) =>
        JSON.stringify(state.storage.sql.exec(`SELECT * FROM ${table}`).toArray()),
      ),
    );
    expect(JSON.parse(kept[0]!)).toMatchObject([{ subject: `v:${visitor}`, choice: "no" }]);
    for (const text of kept.slice(1)) expect(text).not.toMatch(new RegExp(`${visitor}|anna`));
    expect(kept.slice(2)).toEqual(["[]", "[]", "[]"]);
  });

  it("lets go of the files that the session's pages used, and of nobody else's", async () => {
    const { tenant, key } = await erasingTenant();
    const [gone, kept] = [await visit(key), await visit(key)];
    const { index } = storesOf(env, "us");
    for (const { session } of [gone, kept]) {
      const files = ["a", "b"].map((digit) => ({ key: digit.repeat(16), sha256: digit.repeat(64), base: null }));
      await mapAssets(index, { tenant, session }, session === gone.session ? files : files.slice(0, 1), START);
    }
    for (const digit of ["a", "b"])
      await index
        .prepare("INSERT INTO assets (tenant, sha256, type, bytes, refs, at) VALUES (?, ?, 'image/png', 1, 0, ?)")
        .bind(tenant, digit.repeat(64), START)
        .run();
    await gone.send(0);
    await postConsent({ key, visitor: gone.visitor, erase: true });
    await ringTenant(tenant);
    expect(await readSessionAssets(index, { tenant, session: gone.session })).toEqual([]);
    expect(await readSessionAssets(index, { tenant, session: kept.session })).toHaveLength(1);
    const unused = await index
      .prepare("SELECT sha256 FROM assets WHERE tenant = ? AND unused_at IS NOT NULL ORDER BY sha256")
      .bind(tenant)
      .all();
    // Both may be unused now; the sweep looks again before it deletes.
    expect(unused.results).toHaveLength(2);
  });

  it("touches nobody else, and reaches the sessions of a user only with the site's signature", async () => {
    for (const signed of [false, true]) {
      const { tenant, key } = await erasingTenant({ signed });
      const signature = await signatureOf(tenant, "anna");
      const [mine, elsewhere, other] = [
        await visit(key, { user: "anna", signature }),
        await visit(key, { user: "anna", signature }),
        await visit(key),
      ];
      for (const each of [mine, elsewhere, other]) {
        await each.send(0, each === other ? makeEvents(0) : identify("anna"));
        await ringRecording(tenant, each.session, ["index", "chunk"]);
      }
      await postConsent({ key, visitor: mine.visitor, user: "anna", erase: true, ...(signed && { signature }) });
      await ringTenant(tenant);
      const { sessions } = await listSessions(storesOf(env, "us").index, [], asker(tenant), { limit: 9 });
      const left = signed ? [other.session] : [other.session, elsewhere.session];
      expect(new Set(sessions.map(({ id }) => id))).toEqual(new Set(left));
      expect((await other.send(1)).status).toBe(202);
    }
  });

  it("finds what only the index knows: the session's object has forgotten it, and so has the tenant's", async () => {
    const { tenant, key } = await erasingTenant();
    const old = await visit(key);
    await old.send(0);
    await ringRecording(tenant, old.session, ["index", "chunk"]);
    await inRecording(tenant, old.session, (_instance, state) => state.storage.deleteAll());
    await evictDurableObject(recordingObject(env, "us", tenant, old.session));
    await inTenant(tenant, (_instance, state) => void state.storage.sql.exec("DELETE FROM admitted"));
    await postConsent({ key, visitor: old.visitor, erase: true });
    await ringTenant(tenant);
    expect(await leftOf(tenant)).toEqual(NOTHING);
    await expectDeleted(await old.send(1));
    // The note that it was deleted goes once no token can bring a batch.
    await inRecording(tenant, old.session, async (instance) => {
      vi.setSystemTime(START + LIMITS.ledgerKeepMs);
      await instance.alarm();
    });
    expect(await rowsIn(tenant, old.session)).toEqual({});
  });

  it("is refused where it is not offered, and the no is taken all the same", async () => {
    const { tenant, key } = await makeTenant();
    const running = await visit(key);
    await running.send(0);
    const response = await postConsent({ key, visitor: running.visitor, erase: true });
    const { error } = (await response.json()) as ErrorBody;
    expect([response.status, error.code]).toEqual([403, "forbidden"]);
    expect(await getConsent({ key, visitor: running.visitor })).toMatchObject({ choice: "no" });
    expect((await running.send(1)).status).toBe(403);
    await ringTenant(tenant);
    expect(await rowsIn(tenant, running.session)).toMatchObject({ batches: 1 });
  });

  it("deletes the salt first: from then on nothing can be opened", async () => {
    const { tenant, key } = await erasingTenant();
    const stored = await visit(key);
    await stored.send(0);
    await ringRecording(tenant, stored.session, ["index", "chunk"]);
    // The second operation, on the chunk numbers, fails.
    const fault = failingStores(1, "before");
    await expect(eraseSession(fault.stores(), tenant, stored.session, [])).rejects.toThrow("before");
    const { objects } = await env.BUCKET_US.list({ prefix: `t/${tenant}/` });
    expect(objects.map((object) => object.key.split("/").at(-2))).toEqual(["c"]);
  });
});

describe.each<FaultMoment>(["before", "after"])("a fault %s an operation of an erasure", (moment) => {
  it.each(["throw", "crash"] as const)("leaves nothing after the retry (%s), at every step", async (kind) => {
    for (let step = 0; ; step++) {
      const { tenant, key } = await erasingTenant();
      const stored = await visit(key);
      await stored.send(0);
      await ringRecording(tenant, stored.session, ["index", "chunk"]);
      await stored.send(1);
      const fault = failingStores(step, moment);
      await inRecording(tenant, stored.session, (instance) => void (instance.stores = fault.stores));
      await postConsent({ key, visitor: stored.visitor, erase: true });
      await inTenant(tenant, (instance) => instance.alarm());
      await expectDeleted(await stored.send(2));
      if (!fault.struck()) {
        // The salt, the chunks' numbers, the chunks, the uses of files, the rows.
        expect(step).toBe(5);
        break;
      }
      if (kind === "crash") {
        await evictDurableObject(recordingObject(env, "us", tenant, stored.session));
        await evictDurableObject(tenantObject(env, "us", tenant) as never);
      }
      vi.setSystemTime(Date.now() + 60_000);
      await ringTenant(tenant);
      await ringTenant(tenant);
      expect(await leftOf(tenant)).toEqual(NOTHING);
      expect(await rowsIn(tenant, stored.session)).toMatchObject({ state: 0, batches: 0, gate: 1 });
      await expectDeleted(await stored.send(2));
      expect(
        await runInDurableObject(recordingObject(env, "us", tenant, stored.session), (_instance, state) =>
          state.storage.getAlarm(),
        ),
      ).toBeGreaterThan(Date.now());
    }
  });
});
