import { env, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tenantObject, type Tenant } from "../../src/durable-objects/index.ts";
import { LIMITS, newPolicy, uuidv7, type ErrorBody } from "../../src/protocol/index.ts";
import type { Environment, Policy } from "../../src/protocol/policy.schema.ts";
import type { DecisionReason, StartResponse } from "../../src/protocol/start.schema.ts";
import { storesOf } from "../../src/storage/index.ts";
import { activityOf } from "./activity.ts";
import {
  ORIGIN,
  START,
  batchUrl,
  identityOf,
  makeEvents,
  makeTenant,
  objectOf,
  postBatch,
  postStart,
  startBody,
  wireText,
} from "./builders.ts";

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
const IP = "203.0.113.7";
const HEADERS = { "User-Agent": CHROME, "CF-Connecting-IP": IP };
const ACTOR = { user: "somebody", maskedIp: null };

function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

/** Runs inside a tenant's object. Its type has no `fetch`, which the helper insists on. */
function inTenant(
  tenant: string,
  work: (instance: Tenant, state: DurableObjectState) => void | Promise<void>,
): Promise<void> {
  return runInDurableObject(tenantObject(env, "us", tenant), (instance, state) =>
    work(instance as unknown as Tenant, state),
  );
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => vi.useRealTimers());

async function start(body: unknown, headers: Record<string, string> = HEADERS): Promise<StartResponse> {
  return (await (await postStart(body, headers)).json()) as StartResponse;
}

async function change(tenant: string, policy: Policy): Promise<void> {
  await tenantObject(env, "us", tenant).configure(policy);
}

const withEnvironment = (policy: Policy, over: Partial<Environment>): Policy => ({
  ...policy,
  environments: policy.environments.map((environment) => ({ ...environment, ...over })),
});

/** A session that was let in, and what is needed to send its batches. */
async function running(over: Partial<Environment> = {}, body: object = {}) {
  const made = await makeTenant(over);
  const request = startBody(made.key, { session: uuidv7(START), ...body });
  const answer = await start(request);
  if (answer.level === "off") throw new Error(`not let in: ${answer.reason}`);
  const page = uuidv7();
  const send = (seq: number, headers: Record<string, string> = {}) =>
    postBatch(batchUrl(request.session, page, seq, answer.token), wireText(makeEvents(seq)), {
      Origin: ORIGIN,
      ...HEADERS,
      ...headers,
    });
  return { ...made, request, send, identity: identityOf({ tenant: made.tenant, session: request.session }) };
}

const EXCLUSIONS: [string, Partial<Policy["exclusions"]>][] = [
  ["excluded_ip", { ips: ["203.0.113.0/24"] }],
  ["excluded_domain", { domains: ["localhost"] }],
  ["excluded_user_agent", { userAgents: ["chrome"] }],
];

describe("a new tenant", () => {
  it("records nobody until all its switches have been set, one by one", async () => {
    const tenant = uuidv7();
    const policy = newPolicy(tenant, "us", START);
    const request = startBody(policy.environments[0]!.keys[0]!.key, { session: uuidv7(START) });
    const steps: [DecisionReason, (policy: Policy) => Policy][] = [
      ["origin_not_allowed", (now) => now],
      ["tenant_off", (now) => withEnvironment(now, { origins: [ORIGIN] })],
      ["environment_off", (now) => ({ ...now, recording: true })],
      ["consent_missing", (now) => withEnvironment(now, { level: "playback" })],
      ["no_segment", (now) => ({ ...now, consent: { ...now.consent, unset: "allow" } })],
    ];
    let now = policy;
    for (const [reason, step] of steps) {
      now = step(now);
      await change(tenant, now);
      expect(await start(request)).toEqual({ level: "off", reason, serverTime: Date.now() });
      pass(LIMITS.policyCacheMs);
    }
    expect(await objectOf(identityOf({ tenant, session: request.session })).manifest()).toBeNull();
    expect(await tenantObject(env, "us", tenant).usage()).toMatchObject({ count: 0 });
    for (const bucket of [env.BUCKET_US, env.BUCKET_EU])
      expect((await bucket.list({ prefix: `t/${tenant}/` })).objects).toEqual([]);
    for (const index of [env.INDEX_US, env.INDEX_EU]) {
      const rows = await index.prepare("SELECT COUNT(*) AS count FROM sessions WHERE tenant = ?").bind(tenant).first();
      expect(rows).toEqual({ count: 0 });
    }
    await change(tenant, withEnvironment(now, { segments: ["everyone"] }));
    expect(await start(request)).toMatchObject({ level: "playback" });
  });
});

describe("an exclusion", () => {
  it.each(EXCLUSIONS)("(%s) refuses a start, out of the edge's copy too", async (reason, over) => {
    const made = await makeTenant();
    await change(made.tenant, { ...made.policy, exclusions: { ...made.policy.exclusions, ...over } });
    for (let i = 0; i < 3; i++) expect(await start(startBody(made.key))).toMatchObject({ level: "off", reason });
  });

  it.each(EXCLUSIONS)(
    "(%s) refuses the next batch once the edge's copy is old, and stores nothing of it",
    async (reason, over) => {
      const { tenant, policy, send, identity } = await running();
      expect((await send(0)).status).toBe(202);
      await change(tenant, { ...policy, exclusions: { ...policy.exclusions, ...over } });
      pass(LIMITS.policyCacheMs);
      const response = await send(1);
      const { error } = (await response.json()) as ErrorBody;
      expect([response.status, error.code]).toEqual([403, "excluded"]);
      expect(error.message).toContain(reason);
      expect(response.headers.get("Access-Control-Allow-Origin")).toBe("*");
      expect((await objectOf(identity).manifest())!.session).toMatchObject({ events: 8 });
      // Somebody else of the same tenant goes on.
      if (reason === "excluded_ip") expect((await send(1, { "CF-Connecting-IP": "198.51.100.1" })).status).toBe(202);
    },
  );

  it("believes no address but Cloudflare's", async () => {
    const { tenant, key, policy } = await makeTenant();
    await change(tenant, { ...policy, exclusions: { ...policy.exclusions, ips: ["10.*"] } });
    const headers = { ...HEADERS, "X-Forwarded-For": "10.0.0.1", "X-Real-IP": "10.0.0.1" };
    expect(await start(startBody(key), headers)).toMatchObject({ level: "playback" });
  });

  it("of bots is on in a new tenant", async () => {
    const { tenant, key, policy } = await makeTenant();
    await change(tenant, { ...policy, exclusions: newPolicy(tenant, "us", 1).exclusions });
    const headless = CHROME.replace("Chrome", "HeadlessChrome");
    expect(await start(startBody(key), { ...HEADERS, "User-Agent": headless })).toMatchObject({
      reason: "excluded_user_agent",
    });
    expect(await start(startBody(key))).toMatchObject({ level: "playback" });
  });

  it("leaves no trace of an address in any table of the tenant", async () => {
    const { tenant, request, send } = await running();
    await send(0);
    await start({ ...request, session: uuidv7(START) }, { ...HEADERS, "User-Agent": "" });
    await inTenant(tenant, (_instance, state) => {
      for (const { name } of state.storage.sql
        .exec<{ name: string }>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
        )
        .toArray())
        expect(JSON.stringify(state.storage.sql.exec(`SELECT * FROM ${name}`).toArray())).not.toContain(IP);
    });
  });
});

describe("switching off", () => {
  it.each([
    ["the environment", (policy: Policy) => withEnvironment(policy, { level: "off" })],
    ["its existence", (policy: Policy) => ({ ...policy, environments: [] })],
  ])("%s refuses the batches of sessions that run", async (_name, without) => {
    const { tenant, policy, send } = await running();
    expect((await send(0)).status).toBe(202);
    await change(tenant, without(policy));
    expect((await send(1)).status).toBe(202);
    pass(LIMITS.policyCacheMs);
    expect((await send(2)).status).toBe(403);
    await change(tenant, policy);
    pass(LIMITS.policyCacheMs);
    expect((await send(2)).status).toBe(202);
  });

  it("phones refuses phones only", async () => {
    const { key } = await makeTenant({ mobile: false });
    expect(await start(startBody(key), { ...HEADERS, "User-Agent": IPHONE })).toMatchObject({ reason: "mobile_off" });
    expect(await start(startBody(key))).toMatchObject({ level: "playback" });
  });

  it("takes batches on the last copy of the settings while the Tenant object does not answer", async () => {
    const { tenant, send } = await running();
    expect((await send(0)).status).toBe(202);
    pass(LIMITS.policyCacheMs);
    await inTenant(tenant, (instance) => {
      instance.settings = () => {
        throw new Error("not now");
      };
    });
    expect((await send(1)).status).toBe(202);
  });
});

describe("a segment", () => {
  const segments: Policy["segments"] = [
    {
      id: "pay",
      name: "Pay",
      rule: {
        match: "any",
        conditions: [
          { field: "url", operator: "contains", values: ["/pay"] },
          { field: "attribute", attribute: "plan", operator: "is", values: ["gold"] },
        ],
      },
    },
  ];

  it("lets in who is in it, and the visit goes on when the visitor moves on", async () => {
    const { key } = await makeTenant({ segments: ["pay"] }, {}, { segments });
    const body = startBody(key, { session: uuidv7(START) });
    expect(await start(body)).toMatchObject({ level: "off", reason: "no_segment" });
    expect(await start({ ...body, url: `${ORIGIN}/pay` })).toMatchObject({ level: "playback" });
    expect(await start(body)).toMatchObject({ level: "playback" });
    expect(await start(startBody(key))).toMatchObject({ reason: "no_segment" });
    expect(await start(startBody(key, { attributes: { plan: "Gold" } }))).toMatchObject({ level: "playback" });
  });

  it("that is changed ends the visit of whoever is not in it any more", async () => {
    const { key, tenant, policy } = await makeTenant({ segments: ["pay"] }, {}, { segments });
    const body = startBody(key, { url: `${ORIGIN}/pay` });
    expect(await start(body)).toMatchObject({ level: "playback" });
    const [pay] = segments;
    const rule: Policy["segments"][number]["rule"] = {
      match: "all",
      conditions: [{ field: "user", operator: "exists", values: [] }],
    };
    await change(tenant, { ...policy, segments: [{ ...pay!, rule }] });
    expect(await start(body)).toMatchObject({ reason: "no_segment" });
    expect(await start({ ...body, user: "u1" })).toMatchObject({ level: "playback" });
    await change(tenant, { ...withEnvironment(policy, { excludedSegments: ["pay"] }), segments: [{ ...pay!, rule }] });
    expect(await start({ ...body, user: "u1" })).toMatchObject({ reason: "excluded_segment" });
  });
});

describe("sampling", () => {
  it("records the same visitors each time, about as many as asked for", async () => {
    const { key } = await makeTenant({ samplePercent: 50 });
    let recorded = 0;
    for (let i = 0; i < 40; i++) {
      const visitor = uuidv7(START + i, new Uint8Array(19).fill(i * 6));
      const levels = new Set<string>();
      for (let ask = 0; ask < 2; ask++) levels.add((await start(startBody(key, { visitor }))).level);
      expect(levels.size).toBe(1);
      if (levels.has("playback")) recorded++;
    }
    expect(Math.abs(recorded - 20)).toBeLessThan(12);
  });

  it("does not end a visit when it is lowered, and lets in no other", async () => {
    const { tenant, policy, request, key, send } = await running();
    await change(tenant, withEnvironment(policy, { samplePercent: 0 }));
    expect(await start(startBody(key))).toMatchObject({ reason: "not_sampled" });
    expect(await start(request)).toMatchObject({ level: "playback" });
    pass(LIMITS.policyCacheMs);
    expect((await send(0)).status).toBe(202);
    // Long after, the edge's copy is enough to turn new visits away, and only those.
    pass(2 * LIMITS.clockSkewMs);
    expect(await start(request)).toMatchObject({ level: "playback" });
    expect(await start(startBody(key))).toMatchObject({ reason: "not_sampled" });
    expect(await start(request)).toMatchObject({ level: "playback" });
  });
});

describe("a manual environment", () => {
  it("plays nothing back before the page has started it, and then all of the visit; only then it is counted", async () => {
    const { key, tenant } = await makeTenant({ method: "manual" });
    const body = startBody(key);
    const count = async () => (await tenantObject(env, "us", tenant).usage())!.count;
    for (let i = 0; i < 2; i++) expect(await start(body)).toMatchObject({ level: "dxa", reason: "not_started" });
    expect(await count()).toBe(0);
    expect(await start({ ...body, manual: true })).toMatchObject({ level: "playback" });
    expect(await start(body)).toMatchObject({ level: "playback" });
    expect(await count()).toBe(1);
  });
});

describe("a key", () => {
  it("that is new works beside the old one, and a revoked one starts nothing more", async () => {
    const { tenant, key, request, send } = await running();
    const object = tenantObject(env, "us", tenant);
    const added = await object.addKey(ACTOR, "production");
    if (added.kind !== "done") throw new Error(added.kind);
    const second = added.settings.policy.environments[0]!.keys[1]!.key;
    for (const each of [key, second]) expect(await start(startBody(each))).toMatchObject({ level: "playback" });
    await object.revokeKey(ACTOR, "production", key);
    pass(LIMITS.policyCacheMs);
    for (let i = 0; i < 2; i++) {
      const response = await postStart(i === 0 ? startBody(key) : request, HEADERS);
      const { error } = (await response.json()) as ErrorBody;
      expect([response.status, error.code]).toEqual([401, "invalid_key"]);
      expect(error.message).toContain("revoked");
    }
    expect(await start(startBody(second))).toMatchObject({ level: "playback" });
    // What runs goes on until its token ends.
    expect((await send(0)).status).toBe(202);
  });
});

describe("refusals", () => {
  it("are counted by reason and day, those of the edge with its next question", async () => {
    const { tenant, key, policy } = await makeTenant();
    await change(tenant, { ...policy, exclusions: { ...policy.exclusions, ips: [IP] } });
    for (let i = 0; i < 5; i++) await start(startBody(key));
    const object = tenantObject(env, "us", tenant);
    const day = new Date(START).toISOString().slice(0, 10);
    expect(await object.refusals(14)).toEqual([{ day, reasons: { excluded_ip: 1 } }]);
    await start(startBody(key), { ...HEADERS, "CF-Connecting-IP": "198.51.100.1" });
    expect(await object.refusals(14)).toEqual([{ day, reasons: { excluded_ip: 5 } }]);
    pass(86_400_000);
    await start(startBody(key, { session: uuidv7() }));
    expect((await object.refusals(14)).map(({ reasons }) => reasons)).toEqual([{ excluded_ip: 1 }, { excluded_ip: 5 }]);
    expect(await object.refusals(1)).toHaveLength(1);
    pass((LIMITS.countDays + 1) * 86_400_000);
    await start(startBody(key, { session: uuidv7() }));
    expect(await object.refusals(LIMITS.countDays * 2)).toHaveLength(1);
  });
});

describe("the quota", () => {
  it("that is changed starts a new period with count 0, and keeps the history", async () => {
    const { tenant, key } = await makeTenant({}, { sessions: 2 });
    const object = tenantObject(env, "us", tenant);
    const first = startBody(key);
    for (const body of [first, startBody(key)]) expect(await start(body)).toMatchObject({ level: "playback" });
    expect(await start(startBody(key))).toMatchObject({ reason: "quota_reached" });
    pass(86_400_000 / 2);
    await object.changeQuota(ACTOR, { sessions: 3, bytes: null });
    expect(await object.usage()).toMatchObject({
      count: 0,
      limit: 3,
      start: START + 86_400_000 / 2,
      history: [{ start: START, end: START + 86_400_000 / 2, limit: 2, count: 2 }],
    });
    // Who was counted before is not counted again.
    expect(await start(first)).toMatchObject({ level: "playback" });
    expect(await object.usage()).toMatchObject({ count: 0 });
    const answers = await Promise.all(Array.from({ length: 30 }, () => start(startBody(key, { session: uuidv7() }))));
    expect(answers.filter(({ level }) => level === "playback")).toHaveLength(3);
    const usage = (await object.usage())!;
    expect(usage).toMatchObject({ count: 3, forecast: 93 });
    expect(usage.days).toHaveLength(LIMITS.countDays);
    expect(usage.days.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(5);
  });
});

describe("settings that another version of the program wrote", () => {
  it("let nobody in and say so, and are replaced by setting them again", async () => {
    const { tenant, key, policy } = await makeTenant();
    const object = () => tenantObject(env, "us", tenant);
    await inTenant(tenant, (_instance, state) => {
      state.storage.sql.exec("UPDATE policy SET json = json_remove(json, '$.exclusions')");
      state.storage.sql.exec("ALTER TABLE admitted DROP COLUMN audience");
    });
    await evictDurableObject(object());
    expect(await object().settings()).toBe("unreadable");
    const response = await postStart(startBody(key), HEADERS);
    const { error } = (await response.json()) as ErrorBody;
    expect([response.status, error.code]).toEqual([503, "settings_unreadable"]);
    expect(response.headers.get("Retry-After")).toBeTruthy();
    await change(tenant, policy);
    expect(await start(startBody(key))).toMatchObject({ level: "playback" });
  });
});

describe("a change of settings", () => {
  it("is in force and in the log at once, and in the log's index as soon as that can be written", async () => {
    const { tenant, policy } = await makeTenant();
    const object = tenantObject(env, "us", tenant);
    const { index } = storesOf(env, "us");
    await index.exec("ALTER TABLE activity RENAME TO away");
    expect(await object.replace(ACTOR, 1, { ...policy, retentionDays: 30 })).toMatchObject({ kind: "done" });
    await inTenant(tenant, async (instance) => expect(instance.projectLog()).rejects.toThrow("activity"));
    await index.exec("ALTER TABLE away RENAME TO activity");
    expect(await object.settings()).toMatchObject({ version: 2, policy: { retentionDays: 30 } });
    expect(await activityOf(tenant)).toMatchObject([
      {
        seq: 1,
        action: "settings",
        actor: "somebody",
        details: { version: 2, retentionDays: { before: 365, after: 30 } },
      },
    ]);
  });
});
