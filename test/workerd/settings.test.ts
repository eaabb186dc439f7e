import { SELF } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import { LIMITS, newEnvironment, uuidv7, type ErrorBody } from "../../src/protocol/index.ts";
import type { Policy } from "../../src/protocol/policy.schema.ts";
import type {
  IdentitySecret,
  Refusals,
  RulePreviewResult,
  Settings,
  Usage,
  Verdict,
} from "../../src/protocol/settings.schema.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { activityOf } from "./activity.ts";
import { BASE, signIn, signInAs } from "./accounts.ts";
import { ORIGIN, postStart, startBody } from "./builders.ts";

const OWNER = `user:${DEMO.owner}`;
let owner = "";
let admin = "";
let member = "";

function call(method: string, path: string, body?: unknown, cookie = owner): Promise<Response> {
  return SELF.fetch(`${BASE}/api/settings${path}`, {
    method,
    headers: {
      Cookie: cookie,
      Origin: BASE,
      "CF-Connecting-IP": "203.0.113.77",
      "Content-Type": "application/json",
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

async function refusal(response: Response): Promise<[number, string, string]> {
  const { error } = (await response.json()) as ErrorBody;
  return [response.status, error.code, error.message];
}

async function read(): Promise<Settings> {
  return (await (await call("GET", "")).json()) as Settings;
}

async function save(edit: (policy: Policy) => Policy): Promise<Response> {
  const { version, policy } = await read();
  return call("PUT", "", { version, policy: edit(policy) });
}

async function activity() {
  return (await activityOf(DEMO.tenant)).filter(({ action }) => action === "settings");
}

beforeAll(async () => {
  owner = await signIn(DEMO.email, DEMO.password);
  admin = await signInAs("admin");
  member = await signInAs("viewer");
});

const RULE = { match: "all", conditions: [{ field: "url", operator: "contains", values: ["/"] }] };
const PROBE = { environment: "production", url: `${ORIGIN}/` };

describe("every settings route", () => {
  const routes: [string, string, unknown?][] = [
    ["GET", ""],
    ["PUT", "", { version: 1, policy: {} }],
    ["POST", "/environments/production/keys"],
    ["DELETE", `/environments/production/keys/${DEMO.key}`],
    ["GET", "/usage"],
    ["PUT", "/quota", { sessions: 1, bytes: null }],
    ["POST", "/test", PROBE],
    ["GET", "/refusals?days=14"],
    ["GET", "/identity-secret"],
    ["POST", "/identity-secret"],
    ["POST", "/preview", { rule: RULE }],
  ];

  it.each(routes)("answers 401 signed out and 403 to a member: %s /api/settings%s", async (method, path, body) => {
    const before = await read();
    expect((await refusal(await call(method, path, body, ""))).slice(0, 2)).toEqual([401, "signed_out"]);
    expect((await refusal(await call(method, path, body, member))).slice(0, 2)).toEqual([403, "forbidden"]);
    expect(await read()).toEqual(before);
  });

  it("is open to owners and admins", async () => {
    for (const cookie of [owner, admin])
      for (const path of ["", "/usage", "/refusals"])
        expect((await call("GET", path, undefined, cookie)).status).toBe(200);
  });

  it("is in the OpenAPI document", async () => {
    const document = (await (await SELF.fetch(`${BASE}/api/openapi.json`)).json()) as { paths: Record<string, object> };
    const found = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(found).toEqual(
      expect.arrayContaining([
        "get /api/settings",
        "put /api/settings",
        "post /api/settings/environments/{id}/keys",
        "delete /api/settings/environments/{id}/keys/{key}",
        "get /api/settings/usage",
        "put /api/settings/quota",
        "post /api/settings/test",
        "get /api/settings/refusals",
        "get /api/settings/identity-secret",
        "post /api/settings/identity-secret",
        "post /api/settings/preview",
      ]),
    );
  });

  it("tells in /api/me who may", async () => {
    const permissions = async (cookie: string) =>
      (
        (await (await SELF.fetch(`${BASE}/api/me`, { headers: { Cookie: cookie } })).json()) as {
          permissions: string[];
        }
      ).permissions;
    expect(await permissions(owner)).toContain("settings");
    expect(await permissions(member)).toEqual(["view"]);
  });
});

describe("settings", () => {
  it("are changed as a whole, by version, and entered in the activity log with what changed", async () => {
    const before = await read();
    const entries = (await activity()).length;
    const response = await save((policy) => ({
      ...policy,
      environments: [...policy.environments, newEnvironment("staging", "Staging")],
      retentionDays: 90,
    }));
    expect(response.status).toBe(200);
    const after = (await response.json()) as Settings;
    expect(after.version).toBe(before.version + 1);
    expect(await read()).toEqual(after);
    const log = await activity();
    expect(log).toHaveLength(entries + 1);
    expect(log.at(-1)).toMatchObject({
      actor: OWNER,
      masked_ip: "203.0.113.0/24",
      details: {
        version: after.version,
        environments: { before: before.policy.environments, after: after.policy.environments },
        retentionDays: { before: 365, after: 90 },
      },
    });
  });

  it("that are the same make no version and no entry", async () => {
    const before = await read();
    const entries = (await activity()).length;
    expect((await save((policy) => policy)).status).toBe(200);
    expect(await read()).toEqual(before);
    expect(await activity()).toHaveLength(entries);
  });

  it("read before somebody else's change are a conflict; of many at once one wins", async () => {
    const { version, policy } = await read();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => call("PUT", "", { version, policy: { ...policy, retentionDays: 100 + i } })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const lost = answers.find(({ status }) => status !== 200)!;
    expect((await refusal(lost)).slice(0, 2)).toEqual([409, "settings_conflict"]);
    expect((await read()).version).toBe(version + 1);
  });

  it.each<[string, (policy: Policy) => unknown]>([
    ["policy.tenant", (policy) => ({ ...policy, tenant: uuidv7() })],
    ["policy.region", (policy) => ({ ...policy, region: "eu" })],
    ["policy.quota", (policy) => ({ ...policy, quota: { ...policy.quota, anchor: 1 } })],
    [
      "policy.environments.0.keys",
      (policy) => ({ ...policy, environments: [{ ...policy.environments[0], keys: [] }] }),
    ],
    [
      "policy.exclusions.ips.1",
      (policy) => ({ ...policy, exclusions: { ...policy.exclusions, ips: ["10.*", "10.0.0.0/99"] } }),
    ],
    [
      "policy.exclusions.domains.0",
      (policy) => ({ ...policy, exclusions: { ...policy.exclusions, domains: ["https://x"] } }),
    ],
    [
      "policy.environments.0.segments.0",
      (policy) => ({ ...policy, environments: [{ ...policy.environments[0], segments: ["gone"] }] }),
    ],
    [
      "policy.environments.0.samplePercent",
      (policy) => ({ ...policy, environments: [{ ...policy.environments[0], samplePercent: 101 }] }),
    ],
    ["policy.maxLevel", (policy) => ({ ...policy, maxLevel: "dxa" })],
    ["policy.consent.version", (policy) => ({ ...policy, consent: { ...policy.consent, version: 7 } })],
    ["policy.consent.noticeUrl", (policy) => ({ ...policy, consent: { ...policy.consent, noticeUrl: "ftp://x" } })],
    ["policy.identity.secretVersion", (policy) => ({ ...policy, identity: { ...policy.identity, secretVersion: 7 } })],
    ["policy.identity.name", (policy) => ({ ...policy, identity: { ...policy.identity, source: "cookie" } })],
    ["policy.retentionDays", (policy) => ({ ...policy, retentionDays: 0 })],
    ["policy", (policy) => ({ ...policy, extra: 1 })],
  ])("are refused with the name of what is wrong: %s", async (place, edit) => {
    const before = await read();
    const [status, code, message] = await refusal(await save(edit as (policy: Policy) => Policy));
    expect([status, code]).toEqual([400, "bad_request"]);
    expect(message.startsWith(`${place}: `)).toBe(true);
    expect(message.length).toBeGreaterThan(place.length + 10);
    expect(await read()).toEqual(before);
  });

  it("are refused when they are no JSON, of another type, or too large", async () => {
    expect((await refusal(await call("PUT", "", "{nope"))).slice(0, 2)).toEqual([400, "bad_json"]);
    const plain = await SELF.fetch(`${BASE}/api/settings`, {
      method: "PUT",
      headers: { Cookie: owner, Origin: BASE, "Content-Type": "text/plain" },
      body: "{}",
    });
    expect(plain.status).toBe(400);
    const large = "x".repeat(LIMITS.settingsBodyBytes);
    expect((await refusal(await call("PUT", "", { large }))).slice(0, 2)).toEqual([413, "body_too_large"]);
  });
});

describe("keys", () => {
  it("are made and revoked, each with an entry in the log", async () => {
    const entries = (await activity()).length;
    const added = (await (await call("POST", "/environments/production/keys")).json()) as Settings;
    const { key } = added.policy.environments[0]!.keys.at(-1)!;
    const start = async (over: object = {}) => (await postStart(startBody(key, over))).json();
    expect(await start()).toMatchObject({ level: "playback" });
    const revoked = (await (await call("DELETE", `/environments/production/keys/${key}`)).json()) as Settings;
    expect(revoked.policy.environments[0]!.keys.at(-1)).toMatchObject({ key, revokedAt: revoked.at });
    expect(await activity()).toHaveLength(entries + 2);
    // Known to the edge, because it asked the Tenant object for another key.
    await (await postStart(startBody(DEMO.key))).json();
    expect(await start()).toMatchObject({ error: { code: "invalid_key" } });
  });

  it.each([
    ["POST", "/environments/gone/keys"],
    ["DELETE", "/environments/production/keys/gone"],
  ])("of nothing are not found: %s %s", async (method, path) => {
    expect((await refusal(await call(method, path))).slice(0, 2)).toEqual([404, "not_found"]);
  });
});

describe("quota and counts", () => {
  it("start anew when the quota is changed", async () => {
    await (await postStart(startBody(DEMO.key))).json();
    const before = (await (await call("GET", "/usage")).json()) as Usage;
    expect(before.count).toBeGreaterThan(0);
    const response = await call("PUT", "/quota", { sessions: 7, bytes: null });
    expect(response.status).toBe(200);
    const after = (await response.json()) as Usage;
    expect(after).toMatchObject({ limit: 7, count: 0, forecast: 0 });
    expect(after.start).toBeGreaterThan(before.start);
    expect(after.history[0]).toMatchObject({ limit: before.limit, count: before.count, end: after.start });
    expect((await read()).policy.quota).toEqual({ sessions: 7, bytes: null, anchor: after.start });
    expect((await activity()).at(-1)!.details).toHaveProperty("quota");
    for (const sessions of [-1, 1.5, 1e12, "7"]) expect((await call("PUT", "/quota", { sessions })).status).toBe(400);
  });

  it("tell why visits were not recorded", async () => {
    await (await postStart(startBody(DEMO.key), { Origin: "https://elsewhere.example" })).json();
    await (await postStart(startBody(DEMO.key))).json();
    const { days } = (await (await call("GET", "/refusals")).json()) as Refusals;
    expect(days).toHaveLength(1);
    expect(days[0]!.reasons["origin_not_allowed"]).toBeGreaterThanOrEqual(1);
    for (const query of ["0", "91", "x"]) expect((await call("GET", `/refusals?days=${query}`)).status).toBe(400);
  });
});

describe("the decision tester", () => {
  it("answers what a real visit would be answered, and why", async () => {
    const ask = async (over: object = {}) =>
      (await (await call("POST", "/test", { ...PROBE, ...over })).json()) as Verdict;
    expect(await ask()).toMatchObject({ level: "playback", reason: "recorded" });
    const refused = await ask({ url: "https://elsewhere.example/" });
    expect(refused).toMatchObject({ level: "off", reason: "origin_not_allowed" });
    expect(refused.rules).toHaveLength(1);
    expect((await refusal(await call("POST", "/test", { ...PROBE, environment: "gone" }))).slice(0, 2)).toEqual([
      400,
      "bad_request",
    ]);
  });
});

describe("the identity secret", () => {
  it("is shown as long as it is in force, made anew on request, and both are entered in the activity log", async () => {
    const get = async () => (await (await call("GET", "/identity-secret")).json()) as IdentitySecret;
    const entries = (await activity()).length;
    const first = await get();
    expect(first.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(await get()).toEqual(first);
    const { policy } = (await (await call("POST", "/identity-secret")).json()) as Settings;
    expect(policy.identity.secretVersion).toBe(first.version + 1);
    const second = await get();
    expect(second.version).toBe(first.version + 1);
    expect(second.secret).not.toBe(first.secret);
    const log = (await activity()).slice(entries);
    expect(log.map(({ actor, details }) => [actor, "identity" in details, details["identitySecret"] ?? null])).toEqual([
      [OWNER, false, "read"],
      [OWNER, false, "read"],
      [OWNER, true, null],
      [OWNER, false, "read"],
    ]);
    expect(JSON.stringify(log)).not.toContain(first.secret);
  });
});

describe("trying a rule", () => {
  it("answers how it would have divided the last visits", async () => {
    await (await postStart(startBody(DEMO.key))).json();
    const result = (await (await call("POST", "/preview", { rule: RULE })).json()) as RulePreviewResult;
    expect(result.visits).toBeGreaterThan(0);
    expect(result).toMatchObject({ matching: result.visits, unknown: 0 });
  });

  it.each([
    ["rule", undefined],
    ["rule.conditions", { match: "all", conditions: [] }],
    ["rule.conditions.0", { match: "all", conditions: [{ field: "url", operator: "is", values: [] }] }],
  ])("refuses what is no rule: %s", async (place, rule) => {
    const [status, code, message] = await refusal(await call("POST", "/preview", { rule }));
    expect([status, code]).toEqual([400, "bad_request"]);
    expect(message.startsWith(`${place}: `)).toBe(true);
  });
});
