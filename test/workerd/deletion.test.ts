import { SELF, env, runInDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import { restoreCheck } from "../../scripts/restore-check.mjs";
import {
  recordingObject,
  tenantObject,
  type Recording,
  type SessionIdentity,
} from "../../src/durable-objects/index.ts";
import type { SessionList } from "../../src/protocol/api.schema.ts";
import type { DeletionList, FoundPerson, RestoreCheckResult } from "../../src/protocol/deletion.schema.ts";
import { DAY_MS, uuidv7, type ErrorBody } from "../../src/protocol/index.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { checkRestored } from "../../src/worker/restore-check.ts";
import { sweep } from "../../src/worker/sweep.ts";
import { BASE, signIn, signInAs } from "./accounts.ts";
import { activityOf } from "./activity.ts";
import { identityOf, makeBatch, makeEvents, objectOf } from "./builders.ts";

let cookie = "";
beforeAll(async () => {
  cookie = await signIn(DEMO.email, DEMO.password);
});

function call(method: string, path: string, body?: unknown, as = cookie): Promise<Response> {
  const headers = { Cookie: as, Origin: BASE, "Content-Type": "application/json" };
  return SELF.fetch(BASE + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
}

async function answer<T>(response: Promise<Response>, status: number): Promise<T> {
  const { status: actual } = await response;
  expect(actual).toBe(status);
  return (await response).json();
}

async function recorded(over: Partial<SessionIdentity> = {}, user?: string): Promise<SessionIdentity> {
  const identity = identityOf({ tenant: DEMO.tenant, startedAt: Date.now(), ...over });
  const claim = user === undefined ? {} : { claim: { user, proof: null } };
  await objectOf(identity).append(identity, { ...(await makeBatch(uuidv7(), 0, makeEvents(0))), ...claim });
  await runInDurableObject(objectOf(identity), async (instance: Recording, state) => {
    state.storage.sql.exec("UPDATE deadlines SET at = 1 WHERE name IN ('index', 'chunk')");
    await instance.alarm();
  });
  return identity;
}

/** Waits until nothing is being deleted any more. */
async function settled(): Promise<DeletionList["jobs"]> {
  for (;;) {
    const { jobs } = await answer<DeletionList>(call("GET", "/api/deletions"), 200);
    if (jobs.every(({ finishedAt }) => finishedAt !== null)) return jobs;
    await runInDurableObject(tenantObject(env, "us", DEMO.tenant), async (instance, state) => {
      state.storage.sql.exec("UPDATE deadlines SET at = 1 WHERE name IN ('delete', 'retention')");
      await instance.alarm!();
    });
  }
}

async function left(session: string): Promise<number> {
  const { objects } = await env.BUCKET_US.list({ prefix: `t/${DEMO.tenant}/s/${session}/` });
  const row = await env.INDEX_US.prepare(
    "SELECT (SELECT COUNT(*) FROM sessions WHERE id = ?1) + (SELECT COUNT(*) FROM chunks WHERE session = ?1) + (SELECT COUNT(*) FROM pages WHERE session = ?1) AS count",
  )
    .bind(session)
    .first<{ count: number }>();
  return objects.length + row!.count;
}

async function verdict(identity: SessionIdentity): Promise<string> {
  return (await objectOf(identity).append(identity, await makeBatch(uuidv7(), 0))).verdict;
}

async function actionsOf(session: string): Promise<string[]> {
  return (await activityOf(DEMO.tenant)).filter((entry) => entry.session === session).map(({ action }) => action);
}

describe("deleting", () => {
  it("takes sessions out of sight before it answers, and then all there is of them", async () => {
    const [one, two, other] = [await recorded(), await recorded(), await recorded()];
    const sessions = [one.session, two.session, uuidv7()];
    const result = await answer(call("POST", "/api/sessions/delete", { sessions }), 202);
    expect(result).toEqual({ total: 2, pinned: [] });
    const list: SessionList = await answer(call("GET", "/api/sessions?limit=200"), 200);
    const ids = new Set(list.sessions.map(({ id }) => id));
    expect([ids.has(one.session), ids.has(two.session), ids.has(other.session)]).toEqual([false, false, true]);
    for (const each of [one, two]) {
      expect((await call("GET", `/api/sessions/${each.session}/manifest`)).status).toBe(404);
      expect(await verdict(each)).toBe("deleted");
    }
    const [job] = await settled();
    expect(job).toMatchObject({ kind: "delete", total: 2, done: 2, by: `user:${DEMO.owner}`, name: "Demo Owner" });
    for (const each of [one, two]) {
      expect(await left(each.session)).toBe(0);
      expect(await verdict(each)).toBe("deleted");
      expect(await actionsOf(each.session)).toEqual(["deleted"]);
    }
    expect(await left(other.session)).toBeGreaterThan(0);
  });

  it("is for those who may, and says what is not there or pinned", async () => {
    const identity = await recorded();
    const path = `/api/sessions/${identity.session}`;
    expect((await call("DELETE", path, undefined, await signInAs("analyst"))).status).toBe(403);
    expect((await call("PUT", `${path}/pin`, { reason: "for the court" })).status).toBe(204);
    const pinned = await answer<ErrorBody>(call("DELETE", path), 409);
    expect(pinned.error.code).toBe("session_pinned");
    const some = await answer(call("POST", "/api/sessions/delete", { sessions: [identity.session] }), 202);
    expect(some).toEqual({ total: 0, pinned: [identity.session] });
    expect((await call("DELETE", `${path}/pin`)).status).toBe(204);
    expect((await call("DELETE", path)).status).toBe(202);
    for (const gone of [identity.session, uuidv7()])
      expect((await call("DELETE", `/api/sessions/${gone}`)).status).toBe(404);
    await settled();
    expect(await actionsOf(identity.session)).toEqual(["pinned", "unpinned", "deleted"]);
    for (const sessions of [[], ["x"], "all"])
      expect((await call("POST", "/api/sessions/delete", { sessions })).status).toBe(400);
  });
});

describe("erasing a person", () => {
  it("finds them in all their browsers, deletes all, and keeps a proof that names nobody", async () => {
    const user = `anna-${uuidv7()}`;
    const [laptop, phone] = [uuidv7(), uuidv7()];
    const mine = [
      await recorded({ visitor: laptop }, user),
      await recorded({ visitor: laptop }),
      await recorded({ visitor: phone }, user),
    ];
    const other = await recorded({ visitor: phone }, "bert");
    const found: FoundPerson = await answer(call("POST", "/api/people/find", { user }), 200);
    expect(found).toMatchObject({ user, sessions: 3, others: [] });
    expect(found.visitors.toSorted()).toEqual([laptop, phone].toSorted());
    // The phone was used by two: its GUID stands for the browser.
    const shared: FoundPerson = await answer(call("POST", "/api/people/find", { visitor: phone }), 200);
    expect(shared).toMatchObject({ user: null, visitors: [phone], others: ["bert", user].toSorted(), sessions: 2 });
    expect(await answer(call("POST", "/api/people/find", { visitor: laptop }), 200)).toMatchObject({ user });

    expect(await answer(call("POST", "/api/people/erase", { user }), 202)).toMatchObject({ sessions: 3 });
    expect((await settled())[0]).toMatchObject({ kind: "erase", done: 3 });
    for (const each of mine) expect([await left(each.session), await verdict(each)]).toEqual([0, "deleted"]);
    expect(await left(other.session)).toBeGreaterThan(0);
    expect(await answer(call("POST", "/api/people/find", { user }), 200)).toMatchObject({ visitors: [], sessions: 0 });
    const log = (await activityOf(DEMO.tenant)).filter(({ action }) => action.startsWith("erase"));
    expect(log.map(({ action }) => action)).toEqual(["erase_started", "erased"]);
    expect(log[1]!.details).toMatchObject({ sessions: 3 });
    expect(log[1]!.details["subjects"]).toHaveLength(3);
    for (const name of [user, laptop, phone]) expect(JSON.stringify(log)).not.toContain(name);
    for (const body of [{}, { user: "" }, { visitor: "x" }, { user, visitor: laptop }])
      expect((await call("POST", "/api/people/erase", body)).status).toBe(400);
  });
});

describe("retention", () => {
  it("ends sessions when they have expired, also by a shortened one, but for pinned ones; twice at once is once", async () => {
    const day = 40 * DAY_MS;
    const [old, pinned, fresh] = [await recorded(), await recorded(), await recorded()];
    const age = (identity: SessionIdentity, ms: number) =>
      env.INDEX_US.prepare("UPDATE sessions SET received_at = ?2, expires_at = ?2 + ?3 WHERE id = ?1")
        .bind(identity.session, Date.now() - ms, 365 * DAY_MS)
        .run();
    await age(old, day);
    await age(pinned, day);
    await call("PUT", `/api/sessions/${pinned.session}/pin`, { reason: "a bug to look at" });
    expect((await sweep(env, Date.now())).ended).toBe(0);
    const settings = await answer<{ version: number; policy: Record<string, unknown> }>(
      call("GET", "/api/settings"),
      200,
    );
    const policy = { ...settings.policy, retentionDays: 30 };
    expect((await call("PUT", "/api/settings", { version: settings.version, policy })).status).toBe(200);
    await runInDurableObject(tenantObject(env, "us", DEMO.tenant), async (instance, state) => {
      state.storage.sql.exec("UPDATE deadlines SET at = 1 WHERE name = 'retention'");
      await instance.alarm!();
    });
    const runs = await Promise.all([sweep(env, Date.now()), sweep(env, Date.now())]);
    expect(runs.map(({ failed }) => failed)).toEqual([0, 0]);
    const jobs = (await settled()).filter(({ kind }) => kind === "retention");
    expect(jobs.reduce((sum, { done }) => sum + done, 0)).toBe(1);
    expect([await left(old.session), await verdict(old)]).toEqual([0, "deleted"]);
    for (const kept of [pinned, fresh]) expect(await left(kept.session)).toBeGreaterThan(0);
    const ended = (await activityOf(DEMO.tenant)).filter(({ action }) => action === "retention_run");
    expect(ended.map(({ details, actor }) => [actor, details["sessions"]])).toEqual([["system", 1]]);
    // Unpinned it goes with the next run.
    await call("DELETE", `/api/sessions/${pinned.session}/pin`);
    expect((await sweep(env, Date.now())).ended).toBe(1);
    await settled();
    expect(await left(pinned.session)).toBe(0);
  });
});

describe("the check after a restore", () => {
  it("deletes again what a restored database has brought back, and forgets who was erased", async () => {
    const user = `carl-${uuidv7()}`;
    const visitor = uuidv7();
    const [erased, deleted, other] = [await recorded({ visitor }, user), await recorded(), await recorded()];
    const tables = ["sessions", "chunks", "pages", "identities"];
    const before = await Promise.all(
      tables.map(async (name) => (await env.INDEX_US.prepare(`SELECT * FROM ${name}`).all()).results),
    );
    await call("POST", "/api/people/erase", { user });
    await call("DELETE", `/api/sessions/${deleted.session}`);
    await settled();
    for (const each of [erased, deleted]) expect(await left(each.session)).toBe(0);
    // As D1 Time Travel would bring it back.
    for (const [i, name] of tables.entries())
      for (const row of before[i]!) {
        const columns = Object.keys(row);
        await env.INDEX_US.prepare(
          `INSERT OR IGNORE INTO ${name} (${columns.map((column) => `"${column}"`).join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
        )
          .bind(...Object.values(row))
          .run();
      }
    for (const each of [erased, deleted]) expect(await left(each.session)).toBeGreaterThan(0);
    const check = () =>
      restoreCheck(
        ({ region, after }): Promise<RestoreCheckResult> => checkRestored(env, region, after),
        () => undefined,
      );
    const result = await check();
    expect(result.sessions).toBeGreaterThanOrEqual(2);
    expect(result).toMatchObject({ failed: [] });
    expect(result.identities).toBeGreaterThanOrEqual(1);
    await settled();
    for (const each of [erased, deleted]) expect(await left(each.session)).toBe(0);
    expect(await left(other.session)).toBeGreaterThan(0);
    expect(await answer(call("POST", "/api/people/find", { user }), 200)).toMatchObject({ visitors: [], sessions: 0 });
    // Nothing is left to do.
    expect(await check()).toMatchObject({ sessions: 0, identities: 0, failed: [] });
    expect((await call("GET", `/api/sessions/${erased.session}`)).status).toBe(404);
    expect(await recordingObject(env, "us", DEMO.tenant, erased.session).manifest()).toBeNull();
  });
});
