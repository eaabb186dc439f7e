import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  forecast,
  quotaHistory,
  type Allowance,
  type PeriodCount,
} from "../../../src/durable-objects/quota-history.ts";
import { quotaPeriod } from "../../../src/durable-objects/quota-period.ts";
import {
  addKey,
  changeQuota,
  changedParts,
  replacePolicy,
  revokeKey,
  type Proposal,
} from "../../../src/durable-objects/settings-change.ts";
import { LIMITS, newEnvironment, newPolicy, parsePublishableKey } from "../../../src/protocol/index.ts";
import type { Policy } from "../../../src/protocol/policy.schema.ts";

const DAY = 86_400_000;
const TENANT = "01900000-0000-7000-8000-000000000009";
const POLICY = newPolicy(TENANT, "eu", 1);
const [PRODUCTION] = POLICY.environments;

function made(proposal: Proposal): Policy {
  if (!("policy" in proposal)) throw new Error(JSON.stringify(proposal));
  return proposal.policy;
}

describe("a new policy", () => {
  it("may change all that members decide, and add an environment without keys", () => {
    const next: Policy = {
      ...POLICY,
      environments: [{ ...PRODUCTION!, name: "Live", level: "dxa" }, newEnvironment("staging", "Staging")],
      exclusions: { ips: ["10.*"], domains: [], userAgents: ["QA"], bots: false },
      retentionDays: 30,
    };
    expect(made(replacePolicy(POLICY, next))).toBe(next);
    expect(made(replacePolicy(next, { ...next, environments: [] })).environments).toEqual([]);
  });

  it.each<[string, Partial<Policy>]>([
    ["tenant", { tenant: "another" }],
    ["region", { region: "us" }],
    ["quota", { quota: { ...POLICY.quota, sessions: 5 } }],
    ["quota", { quota: { ...POLICY.quota, anchor: 5 } }],
    ["environments.0.keys", { environments: [{ ...PRODUCTION!, keys: [] }] }],
    [
      "environments.1.keys",
      {
        environments: [
          PRODUCTION!,
          { ...newEnvironment("staging", "Staging"), keys: [{ key: "own", createdAt: 1, revokedAt: null }] },
        ],
      },
    ],
    ["exclusions.ips.0", { exclusions: { ...POLICY.exclusions, ips: ["nonsense"] } }],
  ])("may not change %s that way", (path, over) => {
    expect(replacePolicy(POLICY, { ...POLICY, ...over })).toMatchObject({
      fault: { path: path.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part)) },
    });
  });

  it("is logged with the parts that changed, before and after", () => {
    const next = { ...POLICY, retentionDays: 30 };
    expect(changedParts(POLICY, next)).toEqual({ retentionDays: { before: 365, after: 30 } });
    expect(changedParts(POLICY, structuredClone(POLICY))).toEqual({});
  });
});

describe("keys", () => {
  it("are added beside the others, in the tenant's name, and revoked one by one", () => {
    const two = made(addKey(POLICY, "production", 10));
    const [first, second] = two.environments[0]!.keys;
    expect(parsePublishableKey(second!.key)).toMatchObject({ region: "eu", tenant: TENANT });
    expect(second).toMatchObject({ createdAt: 10, revokedAt: null });
    const revoked = made(revokeKey(two, "production", first!.key, 20));
    expect(revoked.environments[0]!.keys).toEqual([{ ...first, revokedAt: 20 }, second]);
    expect(made(revokeKey(revoked, "production", first!.key, 30))).toEqual(revoked);
  });

  it("that are not there are missing", () => {
    expect(addKey(POLICY, "staging", 1)).toHaveProperty("missing");
    expect(revokeKey(POLICY, "staging", PRODUCTION!.keys[0]!.key, 1)).toHaveProperty("missing");
    expect(revokeKey(POLICY, "production", "another", 1)).toHaveProperty("missing");
  });

  it("make room by forgetting the one that was revoked first, and never one in use", () => {
    let policy = POLICY;
    while (policy.environments[0]!.keys.length < LIMITS.environmentKeys) policy = made(addKey(policy, "production", 1));
    expect(addKey(policy, "production", 1)).toHaveProperty("fault");
    const { keys } = policy.environments[0]!;
    policy = made(revokeKey(policy, "production", keys[7]!.key, 5));
    policy = made(revokeKey(policy, "production", keys[3]!.key, 6));
    const left = made(addKey(policy, "production", 9)).environments[0]!.keys;
    expect(left).toHaveLength(LIMITS.environmentKeys);
    expect(left.map(({ key }) => key)).not.toContain(keys[7]!.key);
    expect(left.map(({ key }) => key)).toContain(keys[3]!.key);
  });
});

describe("a quota", () => {
  const utc = (text: string) => Date.parse(`${text}Z`);

  it("counts from the moment it is set", () => {
    expect(made(changeQuota(POLICY, { sessions: 7, bytes: null }, 99)).quota).toEqual({
      sessions: 7,
      bytes: null,
      anchor: 99,
    });
  });

  it.each([
    [0, 10, 0],
    [100, 15, 200],
    [100, 29.9, 100],
    // Less than a day counts as one.
    [3, 0.001, 90],
  ])("%i after %d of 30 days become %i", (count, days, wanted) => {
    expect(Math.round(forecast(count, 0, 30 * DAY, days * DAY))).toBe(wanted);
  });

  it("has a history of whole months and of those that a change cut short", () => {
    const allowances: Allowance[] = [
      { anchor: utc("2026-01-31T10:00"), sessions: 100, at: utc("2026-01-31T10:00") },
      { anchor: utc("2026-04-10T00:00"), sessions: 500, at: utc("2026-04-10T00:00") },
    ];
    const counts: PeriodCount[] = [
      { anchor: allowances[0]!.anchor, period: 0, count: 11 },
      { anchor: allowances[0]!.anchor, period: 2, count: 13 },
      { anchor: allowances[1]!.anchor, period: 0, count: 14 },
      { anchor: allowances[1]!.anchor, period: 1, count: 15 },
    ];
    const history = quotaHistory(allowances, counts, utc("2026-05-20T00:00"), 24);
    const day = (time: number) => new Date(time).toISOString().slice(0, 10);
    expect(history.map(({ start, end, limit, count }) => [day(start), day(end), limit, count])).toEqual([
      ["2026-04-10", "2026-05-10", 500, 14],
      ["2026-03-31", "2026-04-10", 100, 13],
      ["2026-02-28", "2026-03-31", 100, 0],
      ["2026-01-31", "2026-02-28", 100, 11],
    ]);
    expect(quotaHistory(allowances, counts, utc("2026-05-20T00:00"), 2)).toEqual(history.slice(0, 2));
    expect(quotaHistory([], [], 1, 24)).toEqual([]);
  });

  it("has a history without gaps or overlaps up to the running period, and no count is lost", () => {
    const moments = fc.uniqueArray(fc.integer({ min: utc("2024-01-01T00:00"), max: utc("2026-01-01T00:00") }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(moments, fc.nat(700 * DAY), (times, later) => {
        const allowances = times.toSorted((a, b) => a - b).map((at) => ({ anchor: at, sessions: 1, at }));
        const last = allowances.at(-1)!;
        const now = last.at + later;
        const running = quotaPeriod(last.anchor, now);
        const counts = allowances.flatMap(({ anchor }) =>
          Array.from({ length: 60 }, (_, period) => ({ anchor, period, count: 1 })),
        );
        const history = quotaHistory(allowances, counts, now, 1_000);
        let end = running.start;
        for (const period of history) {
          expect(period.end).toBe(end);
          expect(period.start).toBeLessThan(period.end);
          expect(period.count).toBe(1);
          end = period.start;
        }
        expect(end).toBe(allowances[0]!.at);
      }),
    );
  });
});
