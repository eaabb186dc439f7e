import { env, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tenantObject } from "../../src/durable-objects/index.ts";
import { LIMITS, uuidv7, type ErrorBody } from "../../src/protocol/index.ts";
import type { Environment, Policy } from "../../src/protocol/policy.schema.ts";
import type { Condition } from "../../src/protocol/segment.schema.ts";
import type { StartRequest, StartResponse } from "../../src/protocol/start.schema.ts";
import {
  ORIGIN,
  START,
  batchUrl,
  makeEvents,
  makeTenant,
  postBatch,
  postStart,
  startBody,
  wireText,
} from "./builders.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => vi.useRealTimers());

function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

const rule = (...conditions: Condition["conditions"]): Condition => ({ match: "any", conditions });
const PAY = { id: "pay", name: "Pay", rule: rule({ field: "url", operator: "contains", values: ["/pay"] }) };
const BOUGHT = { id: "bought", name: "Bought", rule: rule({ field: "event", operator: "is", values: ["bought"] }) };
const SEGMENTS: Policy["segments"] = [PAY, BOUGHT];

/** A tenant, and a visit of it that asks again and again. */
async function visit(over: Partial<Environment> = {}, policy: Partial<Policy> = {}) {
  const made = await makeTenant(over, {}, { segments: SEGMENTS, ...policy });
  const body = startBody(made.key, { session: uuidv7(START) });
  const ask = async (more: Partial<StartRequest> = {}, headers: Record<string, string> = {}) =>
    (await (await postStart({ ...body, ...more }, headers)).json()) as StartResponse;
  const object = () => tenantObject(env, "us", made.tenant);
  const change = (next: Partial<Policy>) => object().configure({ ...made.policy, ...next });
  return { ...made, body, ask, object, change };
}

function tokenOf(answer: StartResponse): string {
  if (answer.level === "off") throw new Error(`not let in: ${answer.reason}`);
  return answer.token;
}

describe("a visit that is watched", () => {
  it("stops in an excluded segment and goes on after it, as the same session and counted once", async () => {
    const { ask, object } = await visit({ excludedSegments: ["pay"] });
    const first = await ask();
    expect(first).toMatchObject({ level: "playback", watch: { url: true } });
    for (let i = 0; i < 2; i++) {
      const off = await ask({ url: `${ORIGIN}/pay` });
      expect(off).toMatchObject({ level: "off", reason: "excluded_segment", watch: { url: true } });
      expect(off.recorder).toMatch(/^\/r\/recorder-/);
    }
    const again = await ask();
    expect(again).toMatchObject({ level: "playback", startedAt: (first as { startedAt: number }).startedAt });
    expect(await object().usage()).toMatchObject({ count: 1 });
  });

  it("is let in when a tracked event puts it into a chosen segment, with what was kept before", async () => {
    const { ask } = await visit({ segments: ["bought"], buffer: true });
    expect(await ask()).toMatchObject({ reason: "no_segment", watch: { events: true, buffer: true } });
    pass(30_000);
    expect(await ask({ events: ["bought"], buffered: 20_000 })).toMatchObject({
      level: "playback",
      startedAt: START + 10_000,
    });
  });

  it("begins earlier by no more than what a page may keep, and only when it is first let in", async () => {
    const { ask } = await visit();
    const bound = LIMITS.bufferMs + LIMITS.bufferSlackMs;
    expect(await ask({ buffered: 1e12 })).toMatchObject({ startedAt: START - bound });
    pass(5_000);
    expect(await ask({ buffered: 1_000 })).toMatchObject({ startedAt: START - bound });
  });

  it("is too short until it has lasted, by the visitor's clock or by the session's id", async () => {
    const { ask, object } = await visit({ minDurationSeconds: 10 });
    expect(await ask()).toMatchObject({ reason: "too_short", watch: { after: 10_000, buffer: true } });
    expect(await ask({ lasted: 4_000 })).toMatchObject({ reason: "too_short", watch: { after: 6_000 } });
    expect(await object().usage()).toMatchObject({ count: 0 });
    pass(10_000);
    expect(await ask()).toMatchObject({ level: "playback" });
    expect(await ask({ lasted: 0 })).toMatchObject({ level: "playback" });
    expect(await object().usage()).toMatchObject({ count: 1 });
  });
});

describe("a level", () => {
  it("is lowered for a browser that cannot play back, and counted when another page of the visit can", async () => {
    const { ask, object } = await visit();
    expect(await ask({ unsupported: true })).toMatchObject({ level: "dxa", reason: "unsupported_browser" });
    expect(await object().usage()).toMatchObject({ count: 0 });
    for (let i = 0; i < 2; i++) expect(await ask()).toMatchObject({ level: "playback" });
    expect(await object().usage()).toMatchObject({ count: 1 });
  });

  it("below playback leaves nothing behind for ever either", async () => {
    const { ask, object } = await visit({ level: "engagement" });
    const sessions = () =>
      runInDurableObject(object(), (_instance, { storage }) =>
        storage.sql
          .exec("SELECT session FROM admitted")
          .toArray()
          .map(({ session }) => session),
      );
    const old = uuidv7(START + 1);
    await ask({ session: old });
    expect(await sessions()).toEqual([old]);
    pass(3 * LIMITS.sessionMaxMs);
    const later = Array.from({ length: 128 }, (_, i) => uuidv7(Date.now() + i));
    for (const session of later) await ask({ session });
    expect((await sessions()).toSorted()).toEqual(later.toSorted());
  });

  it("below playback needs no quota", async () => {
    const { ask, change, policy } = await visit({ level: "dxa" });
    await change({ quota: { ...policy.quota, sessions: 0 } });
    expect(await ask()).toMatchObject({ level: "dxa", reason: "recorded" });
  });

  it("is cut to what the platform's owner allows", async () => {
    const { ask, object } = await visit();
    const locked = await object().lockLevel({ user: "platform", maskedIp: null }, "engagement");
    expect(locked).toMatchObject({ kind: "done", settings: { policy: { environments: [{ level: "playback" }] } } });
    expect(await ask()).toMatchObject({ level: "engagement" });
    await object().lockLevel({ user: "platform", maskedIp: null }, "off");
    expect(await ask()).toMatchObject({ level: "off", reason: "environment_off" });
  });
});

describe("the edge's copy of the settings", () => {
  const refusals: [string, (policy: Policy) => Partial<Policy>][] = [
    ["tenant_off", () => ({ recording: false })],
    ["consent_missing", ({ consent }) => ({ consent: { ...consent, unset: "refuse" } })],
    ["excluded_domain", ({ exclusions }) => ({ exclusions: { ...exclusions, domains: ["localhost"] } })],
    ["no_segment", ({ environments: [first] }) => ({ environments: [{ ...first!, segments: [] }] })],
    ["environment_off", () => ({ maxLevel: "off" })],
    ["too_short", ({ environments: [first] }) => ({ environments: [{ ...first!, minDurationSeconds: 9 }] })],
  ];

  it.each(refusals)("never lets in whom the Tenant object refuses by now: %s", async (reason, over) => {
    const { ask, change, policy, object } = await visit();
    expect(await ask()).toMatchObject({ level: "playback" });
    await change(over(policy));
    // The copy still says yes; the object is asked, and what it says holds.
    expect(await ask({ session: uuidv7(START + 1) })).toMatchObject({ level: "off", reason });
    expect(await object().usage()).toMatchObject({ count: 1 });
  });
});

describe("Global Privacy Control", () => {
  it("counts unless the tenant says otherwise", async () => {
    const { ask, change, policy } = await visit();
    const signal = { "Sec-GPC": "1" };
    expect(await ask({}, signal)).toEqual({ level: "off", reason: "gpc", serverTime: Date.now() });
    expect(await ask({}, { "Sec-GPC": "0" })).toMatchObject({ level: "playback" });
    await change({ consent: { ...policy.consent, gpc: false } });
    expect(await ask({}, signal)).toMatchObject({ level: "playback" });
  });
});

describe("a batch", () => {
  async function running() {
    const made = await visit();
    const token = tokenOf(await made.ask());
    const page = uuidv7();
    const send = (seq: number, by = token) =>
      postBatch(batchUrl(made.body.session, page, seq, by), wireText(makeEvents(seq)), { Origin: ORIGIN });
    return { ...made, send };
  }

  it("is answered with `ask` once the settings are newer than the token, until its page has asked", async () => {
    const { send, change, ask } = await running();
    expect(await (await send(0)).json()).not.toHaveProperty("ask");
    await change({ retentionDays: 30 });
    pass(LIMITS.policyCacheMs);
    for (const seq of [1, 1, 2]) {
      const response = await send(seq);
      expect([response.status, await response.json()]).toMatchObject([202, { ask: true }]);
    }
    const token = tokenOf(await ask());
    expect(await (await send(3, token)).json()).not.toHaveProperty("ask");
  });

  it("is refused when the tenant's switch is off", async () => {
    const { send, change } = await running();
    await change({ recording: false });
    pass(LIMITS.policyCacheMs);
    const response = await send(0);
    const { error } = (await response.json()) as ErrorBody;
    expect([response.status, error.code]).toEqual([403, "excluded"]);
    expect(error.message).toContain("tenant_off");
  });

  it("is to be tried again while the settings cannot be read", async () => {
    const { send, object } = await running();
    await runInDurableObject(object(), (_instance, { storage }) => {
      storage.sql.exec("UPDATE policy SET json = json_remove(json, '$.exclusions')");
    });
    await evictDurableObject(object());
    pass(LIMITS.policyCacheMs);
    const fault = await send(0);
    expect([fault.status, ((await fault.json()) as ErrorBody).error.code]).toEqual([503, "settings_unreadable"]);
    expect(fault.headers.get("Retry-After")).toBeTruthy();
  });
});

describe("a revoked key", () => {
  it("that is still asked with is counted, at the object and at the edge", async () => {
    const { key, object, ask } = await visit();
    const added = await object().addKey({ user: "u", maskedIp: null }, "production");
    if (added.kind !== "done") throw new Error(added.kind);
    await object().revokeKey({ user: "u", maskedIp: null }, "production", key);
    for (let i = 0; i < 3; i++) expect(await ask()).toMatchObject({ error: { code: "invalid_key" } });
    expect((await object().refusals(1))[0]!.reasons).toEqual({ revoked_key: 1 });
    const second = added.settings.policy.environments[0]!.keys[1]!.key;
    expect(await ask({ key: second })).toMatchObject({ level: "playback" });
    expect((await object().refusals(1))[0]!.reasons).toEqual({ revoked_key: 3 });
  });
});

describe("the visits that rules are tried on", () => {
  it("are those that got as far as the segments, each once as it first asked, without who they were", async () => {
    const made = await visit({ segments: ["bought"] });
    const { object, key, ask } = made;
    await ask({ user: "u1" });
    await ask({ url: `${ORIGIN}/pay`, events: ["bought"], attributes: { plan: "secret" } });
    await ask({ session: uuidv7(START + 1) }, { "Sec-GPC": "1" });
    for (let i = 2; i < 6; i++) await postStart(startBody(key, { session: uuidv7(START + i), url: `${ORIGIN}/pay` }));
    expect(await object().preview(PAY.rule)).toEqual({ visits: 5, matching: 4, unknown: 0, since: START });
    expect(await object().preview(BOUGHT.rule)).toMatchObject({ visits: 5, matching: 0, unknown: 5 });
    const known = rule({ field: "user", operator: "is", values: ["U1"] });
    expect(await object().preview(known)).toMatchObject({ visits: 5, matching: 1, unknown: 0 });
    const all = rule({ field: "percentage", operator: "below", values: ["100"] });
    expect(await object().preview(all)).toMatchObject({ matching: 5 });
    await runInDurableObject(object(), (_instance, { storage }) => {
      const rows = storage.sql.exec("SELECT * FROM visits").toArray();
      expect(Object.keys(rows[0]!).toSorted()).toEqual(
        ["at", "browser", "country", "device", "environment", "os", "share", "url", "user"].toSorted(),
      );
      const text = JSON.stringify(rows);
      for (const secret of [made.body.visitor, made.body.session, "secret", "bought"])
        expect(text).not.toContain(secret);
    });
  });

  it("are the last ones, and older ones are forgotten", async () => {
    const { object, ask } = await visit();
    await ask();
    const kept = await runInDurableObject(object(), (_instance, { storage }) => {
      for (let i = 1; i <= LIMITS.recentVisits + 100; i++)
        storage.sql.exec("INSERT INTO visits (at, environment, share) VALUES (?, 'production', 1)", START + i);
      return storage.sql.exec("SELECT 1 FROM visits").toArray().length;
    });
    expect(kept).toBe(LIMITS.recentVisits + 101);
    expect(await object().preview(PAY.rule)).toMatchObject({ visits: LIMITS.recentVisits, since: START + 101 });
    for (let i = 0; i < 32; i++) await ask({ session: uuidv7(START + 1_000 + i) });
    await runInDurableObject(object(), (_instance, { storage }) => {
      const [row] = storage.sql.exec<{ n: number }>("SELECT COUNT(*) AS n FROM visits").toArray();
      expect(row!.n).toBeLessThan(LIMITS.recentVisits + 32);
    });
  });
});
