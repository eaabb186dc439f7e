import { SELF, env } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LIMITS, uuidv7, type ErrorBody } from "../../src/protocol/index.ts";
import type { ApplyProgress } from "../../src/protocol/privacy/apply.schema.ts";
import type { PrivacyRule } from "../../src/protocol/privacy/privacy.schema.ts";
import { storesOf } from "../../src/storage/index.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { BASE, signIn, signInAs } from "./accounts.ts";
import { START } from "./builders.ts";
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

const RULES: PrivacyRule[] = [privacyRule("#account .name", "mask"), privacyRule("input.phone", "block")];

describe("privacy settings that are applied to stored sessions", () => {
  it("take what they hide out of every chunk, row and object, and leave the rest", async () => {
    const { tenant, key } = await secretTenant();
    const visits = [await endedVisit(tenant, key), await endedVisit(tenant, key)];
    const other = await secretTenant();
    const elsewhere = await endedVisit(other.tenant, other.key);
    const otherBefore = await bytesLeft(other.tenant, elsewhere);
    for (const { session } of visits) {
      expect(await textOf(tenant, session)).toContain("canary-text");
      expect(await textOf(tenant, session)).toContain("canary-attribute");
      expect(await textOf(tenant, session)).toContain("canary-late");
    }
    await setPrivacy(tenant, { rules: RULES, urls: false, titles: false, ip: "none", location: "none" });
    await applyTo(tenant);
    const progress = await ringJob(tenant);
    expect(progress).toMatchObject({ state: "done", total: 2, done: 2, changed: 2, failed: 0, waiting: 0 });
    for (const visit of visits) {
      const text = await textOf(tenant, visit.session);
      expect(text).not.toContain("canary");
      expect(text).toContain("plain words");
      // Whatever was taken out is in no table and no object any more.
      expect(await bytesLeft(tenant, visit)).not.toContain("canary");
      expect(await objectNames(tenant, visit.session)).toEqual(["c/00000.1", "c/00001.1", "key"]);
    }
    expect(await bytesLeft(other.tenant, elsewhere)).toBe(otherBefore);
    expect(await objectNames(other.tenant, elsewhere.session)).toEqual(["c/00000", "c/00001", "key"]);
  });

  it("change nothing a second time", async () => {
    const { tenant, key } = await secretTenant();
    const { session } = await endedVisit(tenant, key);
    await setPrivacy(tenant, { rules: RULES });
    await applyTo(tenant);
    expect((await ringJob(tenant)).changed).toBe(1);
    const [names, text] = [await objectNames(tenant, session), await textOf(tenant, session)];
    await applyTo(tenant);
    expect(await ringJob(tenant)).toMatchObject({ state: "done", done: 1, changed: 0 });
    expect(await objectNames(tenant, session)).toEqual(names);
    expect(await textOf(tenant, session)).toBe(text);
    // Another rule makes another revision, of the chunk that it has something to do with.
    await setPrivacy(tenant, { rules: [...RULES, privacyRule("p", "mask")] });
    await applyTo(tenant);
    expect((await ringJob(tenant)).changed).toBe(1);
    expect(await objectNames(tenant, session)).toEqual(["c/00000.2", "c/00001.1", "key"]);
    expect(await textOf(tenant, session)).not.toContain("plain words");
  });

  it("reach sessions that their objects have forgotten", async () => {
    const { tenant, key } = await secretTenant();
    const visit = await endedVisit(tenant, key);
    vi.setSystemTime(Date.now() + LIMITS.ledgerKeepMs + 1);
    await inRecording(tenant, visit.session, async (instance) => {
      await instance.alarm();
      expect(instance.manifest()).toBeNull();
    });
    await setPrivacy(tenant, { rules: RULES, urls: false, titles: false, mode: "content_free" });
    await applyTo(tenant);
    expect(await ringJob(tenant)).toMatchObject({ done: 1, changed: 1 });
    expect(await bytesLeft(tenant, visit)).not.toContain("canary");
    // Whoever was asked only got no tables by it.
    await inRecording(tenant, visit.session, (_instance, state) =>
      expect(state.storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'state'").toArray()).toEqual([]),
    );
  });

  it("wait for a session that still runs", async () => {
    const { tenant, key } = await secretTenant();
    const visit = await endedVisit(tenant, key, { end: false });
    await setPrivacy(tenant, { rules: RULES });
    await applyTo(tenant);
    expect(await ringJob(tenant)).toMatchObject({ state: "running", total: 1, done: 0, waiting: 1 });
    expect(await textOf(tenant, visit.session)).toContain("canary-text");
    vi.setSystemTime(Date.now() + LIMITS.sessionIdleMs);
    await inRecording(tenant, visit.session, (instance) => instance.alarm());
    vi.setSystemTime(Date.now() + LIMITS.rewriteLiveMs);
    expect(await ringJob(tenant)).toMatchObject({ state: "done", total: 1, done: 1, changed: 1, waiting: 0 });
    expect(await textOf(tenant, visit.session)).not.toContain("canary-text");
  });

  it("let go of the files of sessions that are content-free from now on", async () => {
    const { tenant, key } = await secretTenant();
    const { session } = await endedVisit(tenant, key);
    await storesOf(env, "us")
      .index.prepare("INSERT INTO session_assets (tenant, session, key, uploaded, at) VALUES (?, ?, 'k', 0, ?)")
      .bind(tenant, session, START)
      .run();
    await setPrivacy(tenant, { mode: "content_free" });
    await applyTo(tenant);
    await ringJob(tenant);
    const row = await storesOf(env, "us")
      .index.prepare("SELECT COUNT(*) AS count FROM session_assets WHERE session = ?")
      .bind(session)
      .first();
    expect(row).toEqual({ count: 0 });
  });

  it("are in the activity log at the start and at the end, with what could not be applied", async () => {
    const { tenant, key } = await secretTenant();
    await endedVisit(tenant, key);
    await setPrivacy(tenant, { rules: [privacyRule("#account .name, p:first-child", "mask")] });
    await applyTo(tenant, { scope: "all" }, "somebody");
    await ringJob(tenant);
    const [started, ended] = await actionsOf(tenant);
    expect(started).toMatchObject({ action: "privacy_apply_started", actor: "somebody" });
    expect(started!.details).toMatchObject({ scope: "all", total: 1, unsupported: ["p:first-child"] });
    expect(ended).toMatchObject({ action: "privacy_apply_ended", actor: "system" });
    expect(ended!.details).toMatchObject({
      job: started!.details["job"],
      state: "done",
      done: 1,
      changed: 1,
      failed: 0,
      unsupported: ["p:first-child"],
    });
  });

  it("are applied to the sessions that were meant", async () => {
    const { tenant, key } = await secretTenant();
    const [first, second] = [await endedVisit(tenant, key), await endedVisit(tenant, key)];
    await setPrivacy(tenant, { rules: RULES });
    await applyTo(tenant, { scope: { sessions: [second.session, uuidv7()] } });
    expect(await ringJob(tenant)).toMatchObject({ total: 1, done: 1 });
    expect(await textOf(tenant, first.session)).toContain("canary-text");
    expect(await textOf(tenant, second.session)).not.toContain("canary-text");
    await applyTo(tenant, { scope: "all", to: START - 1 });
    expect(await ringJob(tenant)).toMatchObject({ total: 0, done: 0, state: "done" });
    await applyTo(tenant, { scope: { environment: "elsewhere" } });
    expect(await ringJob(tenant)).toMatchObject({ total: 0 });
    await applyTo(tenant, { scope: { environment: "production" } });
    expect(await ringJob(tenant)).toMatchObject({ total: 2, done: 2, changed: 1 });
  });

  it("give up a session that cannot be read, name it, and go on", async () => {
    const { tenant, key } = await secretTenant();
    const [broken, whole] = [await endedVisit(tenant, key), await endedVisit(tenant, key)];
    await env.BUCKET_US.delete(`t/${tenant}/s/${broken.session}/c/00000`);
    await setPrivacy(tenant, { rules: RULES });
    await applyTo(tenant);
    let progress = await ringJob(tenant);
    expect(progress).toMatchObject({ state: "running", done: 1, waiting: 1, failed: 0 });
    for (let rounds = 0; progress.state === "running" && rounds < LIMITS.rewriteTries; rounds++) {
      vi.setSystemTime(Date.now() + 600_000);
      progress = await ringJob(tenant);
    }
    expect(progress).toMatchObject({ state: "done", total: 2, done: 2, failed: 1, failures: [broken.session] });
    expect(await textOf(tenant, whole.session)).not.toContain("canary-text");
  });

  it("can be cancelled: no other session is begun", async () => {
    const { tenant, key } = await secretTenant();
    const { session } = await endedVisit(tenant, key);
    await setPrivacy(tenant, { rules: RULES });
    await applyTo(tenant);
    await inTenant(tenant, (instance) => expect(instance.cancelPrivacy()).toMatchObject({ state: "cancelling" }));
    expect(await ringJob(tenant)).toMatchObject({ state: "cancelled", done: 0 });
    await inTenant(tenant, (instance) => expect(instance.cancelPrivacy()).toBeNull());
    expect(await textOf(tenant, session)).toContain("canary-text");
    expect((await actionsOf(tenant)).map(({ details }) => details["state"])).toEqual([undefined, "cancelled"]);
  });

  it("leave a deleted session deleted", async () => {
    const { tenant, key } = await secretTenant();
    const { session } = await endedVisit(tenant, key);
    await setPrivacy(tenant, { rules: RULES });
    await applyTo(tenant);
    await ringJob(tenant);
    await inRecording(tenant, session, async (instance) => {
      expect(await instance.erase({ tenant, session, region: "us" })).toBe(true);
    });
    expect(await objectNames(tenant, session)).toEqual([]);
    await setPrivacy(tenant, { mode: "content_free" });
    await applyTo(tenant, { scope: { sessions: [session] } });
    expect(await ringJob(tenant)).toMatchObject({ state: "done", total: 0 });
    expect(await objectNames(tenant, session)).toEqual([]);
  });
});

describe("the routes", () => {
  const PATH = `${BASE}/api/settings/privacy/apply`;
  const call = (cookie: string, method: string, body?: unknown) =>
    SELF.fetch(PATH, {
      method,
      headers: { Cookie: cookie, Origin: BASE, "Content-Type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  it("start, show and stop a job, one at a time, for those who may", async () => {
    vi.useRealTimers();
    const owner = await signIn(DEMO.email, DEMO.password);
    const member = await signInAs("viewer");
    for (const method of ["GET", "DELETE"]) expect((await call(member, method)).status).toBe(403);
    expect((await call(member, "POST", { scope: "all" })).status).toBe(403);
    expect((await call("", "GET")).status).toBe(401);
    expect(await (await call(owner, "GET")).json()).toMatchObject({ state: "none", total: 0, startedAt: null });
    expect((await call(owner, "DELETE")).status).toBe(404);

    const started = await call(owner, "POST", { scope: "all" });
    expect(started.status).toBe(202);
    expect((await started.json()) as ApplyProgress).toMatchObject({ state: "running", request: { scope: "all" } });
    const second = await call(owner, "POST", { scope: "all" });
    expect(second.status).toBe(409);
    expect(((await second.json()) as ErrorBody).error.code).toBe("job_running");
    expect(((await (await call(owner, "GET")).json()) as ApplyProgress).state).toBe("running");
    expect(((await (await call(owner, "DELETE")).json()) as ApplyProgress).state).toBe("cancelling");
    expect(await ringJob(DEMO.tenant)).toMatchObject({ state: "cancelled" });
  });

  it.each([
    [{}, "scope"],
    [{ scope: "some" }, "scope"],
    [{ scope: { environment: "nowhere" } }, "nowhere"],
    [{ scope: { sessions: [] } }, "scope"],
    [{ scope: { sessions: ["x"] } }, "scope"],
    [{ scope: { sessions: Array.from({ length: 201 }, () => uuidv7()) } }, "scope"],
    [{ scope: "all", from: 2, to: 1 }, "before"],
    [{ scope: "all", since: 2 }, "since"],
  ])("refuse what cannot be meant: %#", async (body, word) => {
    vi.useRealTimers();
    const answer = await call(await signIn(DEMO.email, DEMO.password), "POST", body);
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as ErrorBody).error.message).toContain(word);
  });
});
