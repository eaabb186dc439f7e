import { SELF, env } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tenantObject } from "../../src/durable-objects/index.ts";
import { LIMITS, newPublishableKey, uuidv7, type ErrorBody } from "../../src/protocol/index.ts";
import type { ConsentResponse } from "../../src/protocol/consent.schema.ts";
import type { Policy } from "../../src/protocol/policy.schema.ts";
import { activityOf } from "./activity.ts";
import { ORIGIN, START, makeTenant, startBody } from "./builders.ts";
import {
  ask,
  getConsent,
  inRecording,
  inTenant,
  postConsent,
  ringTenant,
  signatureOf,
  visit,
  type Visit,
} from "./visits.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => vi.useRealTimers());

type Made = Awaited<ReturnType<typeof makeTenant>>;

/** A tenant with another consent or identity than the builder's. */
async function tenantWith(over: {
  consent?: Partial<Policy["consent"]>;
  identity?: Partial<Policy["identity"]>;
  recording?: boolean;
}): Promise<Made> {
  const made = await makeTenant();
  const { consent, identity, recording = true } = over;
  const policy: Policy = {
    ...made.policy,
    recording,
    consent: { ...made.policy.consent, purpose: "To find faults.", ...consent },
    identity: { ...made.policy.identity, ...identity },
  };
  await tenantObject(env, "us", made.tenant).configure(policy);
  return { ...made, policy };
}

async function refusalOf(response: Response): Promise<[number, string]> {
  const { error } = (await response.json()) as ErrorBody;
  expect(error.message.length).toBeGreaterThan(10);
  expect(response.headers.get("Access-Control-Allow-Origin")).toBe("*");
  return [response.status, error.code];
}

async function rows({ tenant }: Made): Promise<{ subject: string; choice: string }[]> {
  return inTenant(tenant, (_instance, state) =>
    state.storage.sql
      .exec<{ subject: string; choice: string }>("SELECT subject, choice FROM consents ORDER BY id")
      .toArray(),
  );
}

async function expectRefused(target: Visit, seq: number): Promise<void> {
  const response = await target.send(seq);
  const { error } = (await response.json()) as ErrorBody;
  expect([response.status, error.code]).toEqual([403, "excluded"]);
  expect(error.message).toContain("consent_refused");
}

describe("the switch of a visitor", () => {
  it("shows the text, the default and what was chosen", async () => {
    const { key } = await tenantWith({ consent: { unset: "refuse", noticeUrl: "https://shop.example/privacy" } });
    const visitor = uuidv7();
    expect(await getConsent({ key, visitor })).toEqual({
      shown: true,
      choice: null,
      allowed: false,
      because: "unset",
      at: null,
      chosenVersion: null,
      version: 1,
      purpose: "To find faults.",
      noticeUrl: "https://shop.example/privacy",
      erasure: false,
    });
    const answer = await postConsent({ key, visitor, choice: "yes" });
    expect(answer.status).toBe(200);
    const chosen = { choice: "yes", allowed: true, because: "choice", at: START, chosenVersion: 1 };
    expect(await answer.json()).toMatchObject(chosen);
    expect(await getConsent({ key, visitor })).toMatchObject(chosen);
    expect(await getConsent({ key, visitor: uuidv7() })).toMatchObject({ choice: null });
  });

  it("counts Global Privacy Control as a no until there is a yes", async () => {
    const { key } = await tenantWith({});
    const visitor = uuidv7();
    const gpc = { "Sec-GPC": "1" };
    expect(await getConsent({ key, visitor }, gpc)).toMatchObject({ allowed: false, because: "gpc" });
    expect(await ask(startBody(key, { visitor }), gpc)).toMatchObject({ level: "off", reason: "gpc" });
    await postConsent({ key, visitor, choice: "yes" });
    expect(await getConsent({ key, visitor }, gpc)).toMatchObject({ allowed: true, because: "choice" });
    expect(await ask(startBody(key, { visitor }), gpc)).toMatchObject({ level: "playback" });
  });

  it("is hidden, and cannot be turned, when the tenant records nobody", async () => {
    const made = await tenantWith({ recording: false });
    const visitor = uuidv7();
    expect(await getConsent({ key: made.key, visitor })).toEqual({ shown: false });
    for (const change of [{ choice: "yes" as const }, { choice: "no" as const }, { erase: true as const }])
      expect(await refusalOf(await postConsent({ key: made.key, visitor, ...change }))).toEqual([403, "forbidden"]);
    expect(await rows(made)).toEqual([]);
  });

  it("takes a yes for the present text only, and a no always", async () => {
    const made = await tenantWith({ consent: { version: 3, unset: "refuse" } });
    const { key } = made;
    const visitor = uuidv7();
    for (const version of [2, 4])
      expect(await refusalOf(await postConsent({ key, visitor, choice: "yes", version }))).toEqual([
        409,
        "consent_outdated",
      ]);
    expect(await rows(made)).toEqual([]);
    expect((await postConsent({ key, visitor, choice: "no", version: 2 })).status).toBe(200);
    expect((await postConsent({ key, visitor, choice: "yes", version: 3 })).status).toBe(200);
    await tenantObject(env, "us", made.tenant).configure({
      ...made.policy,
      consent: { ...made.policy.consent, version: 4 },
    });
    expect(await getConsent({ key, visitor })).toMatchObject({ allowed: false, because: "outdated", chosenVersion: 3 });
    expect(await ask(startBody(key, { visitor }))).toMatchObject({ level: "off", reason: "consent_missing" });
  });

  it("is asked of nobody's key, a revoked one, or another site in vain, and makes no tables", async () => {
    const made = await tenantWith({});
    const nobody = uuidv7();
    const unknown = newPublishableKey("us", nobody);
    expect(await refusalOf(await postConsent({ key: unknown }))).toEqual([401, "invalid_key"]);
    expect(await refusalOf(await postConsent({ key: "ph_us_nothing" }))).toEqual([401, "invalid_key"]);
    const tables = await inTenant(nobody, (_instance, state) =>
      state.storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'").toArray(),
    );
    expect(tables).toEqual([]);
    expect(await refusalOf(await postConsent({ key: made.key }, { Origin: "https://evil.example" }))).toEqual([
      403,
      "origin_not_allowed",
    ]);
    const [environment] = made.policy.environments;
    const revoked = environment!.keys.map((key) => ({ ...key, revokedAt: START }));
    await tenantObject(env, "us", made.tenant).configure({
      ...made.policy,
      environments: [{ ...environment!, keys: revoked }],
    });
    expect(await refusalOf(await postConsent({ key: made.key }))).toEqual([401, "invalid_key"]);
    expect(await rows(made)).toEqual([]);
  });

  it("answers nonsense with what is wrong with it", async () => {
    const { key } = await tenantWith({});
    const post = (body: string) =>
      SELF.fetch("http://playhead.test/v1/consent", { method: "POST", headers: { Origin: ORIGIN }, body });
    expect(await refusalOf(await post("{"))).toEqual([400, "bad_json"]);
    expect(await refusalOf(await post("x".repeat(LIMITS.startBodyBytes + 1)))).toEqual([413, "body_too_large"]);
    expect(await refusalOf(await post("{}"))).toEqual([400, "bad_request"]);
    for (const change of [{ visitor: "me" }, { version: 0 }, { choice: "maybe" as "yes" }, { user: "" }])
      expect(await refusalOf(await postConsent({ key, ...change }))).toEqual([400, "bad_request"]);
    expect(await refusalOf(await SELF.fetch("http://playhead.test/v1/consent"))).toEqual([400, "bad_request"]);
  });

  it("keeps one row of what is repeated, and few of who cannot decide", async () => {
    const made = await tenantWith({});
    const visitor = uuidv7();
    for (let i = 0; i < 5; i++) await postConsent({ key: made.key, visitor, choice: "yes" });
    expect(await rows(made)).toEqual([{ subject: `v:${visitor}`, choice: "yes" }]);
    for (let i = 0; i < 30; i++) await postConsent({ key: made.key, visitor, choice: i % 2 ? "yes" : "no" });
    expect(await rows(made)).toHaveLength(LIMITS.consentRows);
    expect(await getConsent({ key: made.key, visitor })).toMatchObject({ choice: "yes" });
  });
});

describe("a no", () => {
  it("refuses the next batch of the user's session on another device at once, and stores nothing of it; a yes there lets it go on", async () => {
    const made = await tenantWith({});
    const phone = await visit(made.key, { user: "anna" });
    const laptop = await visit(made.key, { user: "anna" });
    const other = await visit(made.key, { user: "ben" });
    for (const each of [phone, laptop, other]) expect((await each.send(0)).status).toBe(202);
    const answer = await postConsent({ key: made.key, visitor: phone.visitor, user: "anna" });
    expect(await answer.json()).toMatchObject({ choice: "no", allowed: false });
    for (const each of [phone, laptop]) await expectRefused(each, 1);
    expect((await other.send(1)).status).toBe(202);
    const held = await inRecording(made.tenant, laptop.session, (instance) => instance.manifest());
    expect(held!.session).toMatchObject({ events: 8 });
    expect(await laptop.again({ user: "anna" })).toMatchObject({ level: "off", reason: "consent_refused" });

    await postConsent({ key: made.key, visitor: laptop.visitor, choice: "yes" });
    expect((await laptop.send(1)).status).toBe(202);
    await expectRefused(phone, 1);
  });

  it("of somebody who was recorded is in the activity log, without saying who it is; any other is not", async () => {
    const { tenant, key } = await makeTenant();
    await postConsent({ key, visitor: uuidv7() });
    const recorded = await visit(key);
    for (let i = 0; i < 2; i++) await postConsent({ key, visitor: recorded.visitor });
    const log = await activityOf(tenant);
    expect(log).toMatchObject([{ actor: "visitor", action: "consent_withdrawn", environment: "production" }]);
    expect(log[0]!.details["subject"]).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(log)).not.toContain(recorded.visitor);
  });

  it("holds for a session whose first batch comes after it", async () => {
    const made = await tenantWith({});
    const early = await visit(made.key);
    await postConsent({ key: made.key, visitor: early.visitor });
    await expectRefused(early, 0);
    await inRecording(made.tenant, early.session, async (instance) => {
      expect(instance.manifest()).toBeNull();
      vi.setSystemTime(START + LIMITS.ledgerKeepMs);
      await instance.alarm();
    });
    // What says no goes as well, once no token can bring a batch.
    const tables = await inRecording(made.tenant, early.session, (_instance, state) =>
      state.storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'gate'").toArray(),
    );
    expect(tables).toEqual([]);
  });

  it("of a user holds for the other tabs of a visit in which they sign in later", async () => {
    const made = await tenantWith({});
    await postConsent({ key: made.key, visitor: uuidv7(), user: "anna" });
    const running = await visit(made.key);
    expect((await running.send(0)).status).toBe(202);
    expect(await running.again({ user: "anna" })).toMatchObject({ level: "off", reason: "consent_refused" });
    await ringTenant(made.tenant);
    await expectRefused(running, 1);
  });

  it("that cannot be told is noted, and told by the alarm until it is", async () => {
    const made = await tenantWith({});
    const running = await visit(made.key);
    expect((await running.send(0)).status).toBe(202);
    const whole = await inTenant(made.tenant, (instance) => {
      const bindings = (instance as unknown as { env: typeof env }).env;
      const RECORDING = { getByName: () => ({ refuse: () => Promise.reject(new Error("not there")) }) };
      Object.assign(instance, { env: { ...bindings, RECORDING } });
      return bindings;
    });
    expect((await postConsent({ key: made.key, visitor: running.visitor })).status).toBe(200);
    expect((await running.send(1)).status).toBe(202);
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      await inTenant(made.tenant, async (instance, state) => {
        await instance.alarm();
        const told = "SELECT at FROM deadlines WHERE name = 'tell'";
        const { at } = state.storage.sql.exec<{ at: number }>(told).one();
        waits.push(at - Date.now());
        expect(await state.storage.getAlarm()).toBeLessThanOrEqual(at);
        vi.setSystemTime(at);
      });
    }
    expect(waits).toEqual([2_000, 4_000, 8_000]);
    await inTenant(made.tenant, (instance) => void Object.assign(instance, { env: whole }));
    await ringTenant(made.tenant);
    await expectRefused(running, 2);
    const left = await inTenant(made.tenant, (_instance, state) =>
      state.storage.sql.exec<{ name: string }>("SELECT name FROM deadlines").toArray(),
    );
    expect(left).toEqual([{ name: "anchor" }]);
  });

  it("that is late does not undo the yes after it", async () => {
    const made = await tenantWith({});
    const running = await visit(made.key);
    await running.send(0);
    await inRecording(made.tenant, running.session, (instance) => {
      instance.refuse(5);
      instance.allow(7);
      instance.refuse(6);
    });
    expect((await running.send(1)).status).toBe(202);
  });
});

describe("a yes in somebody else's name", () => {
  it("does not switch that person on", async () => {
    const made = await tenantWith({});
    const { key } = made;
    const victim = uuidv7();
    await postConsent({ key, visitor: victim, user: "anna" });
    const forged = await postConsent({ key, visitor: uuidv7(), user: "anna", choice: "yes" });
    expect(forged.status).toBe(200);
    for (const visitor of [victim, uuidv7()])
      expect(await ask(startBody(key, { visitor, user: "anna" }))).toMatchObject({ reason: "consent_refused" });
  });

  it("with a signature that is not the site's does nothing for the user, and with the site's it holds on all devices", async () => {
    const made = await tenantWith({ identity: { signed: true } });
    const { key, tenant } = made;
    const signature = await signatureOf(tenant, "anna");
    const anna = { user: "anna", signature };
    await postConsent({ key, visitor: uuidv7(), ...anna });
    expect(await ask(startBody(key, anna))).toMatchObject({ reason: "consent_refused" });
    const wrong = [await signatureOf(tenant, "ben"), await signatureOf(tenant, "anna", 2), "0".repeat(64), "zz"];
    for (const bad of wrong) await postConsent({ key, visitor: uuidv7(), user: "anna", signature: bad, choice: "yes" });
    expect(await ask(startBody(key, anna))).toMatchObject({ reason: "consent_refused" });
    // Nor can anybody say no for her.
    await postConsent({ key, visitor: uuidv7(), ...anna, choice: "yes" });
    await postConsent({ key, visitor: uuidv7(), user: "anna", choice: "no" });
    expect(await ask(startBody(key, anna))).toMatchObject({ level: "playback" });
    const shown: ConsentResponse = await getConsent({ key, visitor: uuidv7(), user: "anna" });
    expect(shown).toMatchObject({ choice: null });
  });
});
