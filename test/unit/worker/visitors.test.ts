import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newPolicy } from "../../../src/protocol/index.ts";
import type { Policy } from "../../../src/protocol/policy.schema.ts";
import { startRequest } from "../../../src/protocol/start.schema.ts";
import type { Usage } from "../../../src/protocol/settings.schema.ts";
import { EarlyRefusals } from "../../../src/worker/ingest/early-refusals.ts";
import { visitorOf } from "../../../src/worker/visitor.ts";
import { probeVerdict } from "../../../src/worker/admin/visit-probe.ts";

const ID = "0190aaaa-0000-7000-8000-00000000000a";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
const START = { key: "k", session: ID, visitor: ID, page: ID, url: "https://a.example/x", recorder: "1" };

describe("a visitor", () => {
  it("is what the recorder says of the page and the edge knows of the request, and nobody else's headers", () => {
    const headers = {
      Origin: "https://a.example",
      "User-Agent": IPHONE,
      "CF-Connecting-IP": "203.0.113.7",
      "X-Forwarded-For": "10.0.0.1",
      "X-Real-IP": "10.0.0.2",
      "Accept-Language": "de-DE,de;q=0.9",
      "Sec-GPC": "1",
    };
    const request = Object.assign(new Request("http://x.test/", { headers }), { cf: { country: "DE" } });
    expect(visitorOf(request, { ...START, attributes: { plan: "gold" }, manual: true })).toEqual({
      origin: "https://a.example",
      url: START.url,
      ip: "203.0.113.7",
      userAgent: IPHONE,
      visitor: ID,
      user: null,
      signature: null,
      referrer: null,
      language: "de-DE",
      attributes: { plan: "gold" },
      events: [],
      manual: true,
      unsupported: false,
      lasted: null,
      buffered: 0,
      gpc: true,
      consent: "unknown",
      country: "DE",
      browser: "Safari",
      os: "iOS",
      device: "mobile",
    });
    const bare = visitorOf(new Request("http://x.test/"), { ...START, language: "fr" });
    expect(bare).toMatchObject({
      ip: null,
      origin: null,
      gpc: false,
      country: null,
      language: "fr",
      browser: null,
      device: "other",
    });
  });

  it("has a bounded number of bounded attributes", () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, "v"]));
    const ok = (attributes: unknown) => startRequest.safeParse({ ...START, attributes }).success;
    expect([ok(many(20)), ok({}), ok({ a: "x".repeat(256) })]).toEqual([true, true, true]);
    expect([
      ok(many(21)),
      ok({ a: 1 }),
      ok({ a: "x".repeat(257) }),
      ok({ "": "x" }),
      ok({ ["n".repeat(65)]: "x" }),
    ]).toEqual([false, false, false, false, false]);
  });
});

describe("the decision tester", () => {
  const blank = newPolicy(ID, "us", 1);
  const policy: Policy = {
    ...blank,
    recording: true,
    consent: { ...blank.consent, unset: "allow" },
    environments: [
      {
        ...blank.environments[0]!,
        level: "playback",
        origins: ["https://a.example"],
        segments: ["everyone"],
        mobile: false,
      },
    ],
    exclusions: { ...blank.exclusions, ips: ["10.*"] },
  };
  const usage = { count: 3, limit: 5, bytes: 0, byteLimit: null } as Usage;
  const probe = { environment: "production", url: "https://a.example/x?y#z", userAgent: "Mozilla/5.0 Firefox/140.0" };

  it("walks the rules of a real visit, the quota last", () => {
    const { level, reason, rules } = probeVerdict(policy, usage, probe);
    expect([level, reason]).toEqual(["playback", "recorded"]);
    expect(rules.map(({ rule }) => rule)).toEqual([
      "origin_not_allowed",
      "excluded_ip",
      "excluded_domain",
      "excluded_user_agent",
      "tenant_off",
      "environment_off",
      "consent_refused",
      "gpc",
      "consent_missing",
      "mobile_off",
      "excluded_segment",
      "no_segment",
      "no_segment",
      "not_sampled",
      "too_short",
      "not_started",
      "unsupported_browser",
      "quota_reached",
      "byte_budget_reached",
    ]);
    expect(rules.every(({ passed }) => passed)).toBe(true);
  });

  it("stops where the visit is stopped, and says why", () => {
    const refused = (over: object, standing = usage) => probeVerdict(policy, standing, { ...probe, ...over });
    expect(refused({ ip: "10.1.2.3" }).rules.at(-1)).toEqual({
      rule: "excluded_ip",
      passed: false,
      because: "The address 10.1.2.3 fits the excluded 10.*.",
    });
    expect(refused({ userAgent: IPHONE })).toMatchObject({ level: "off", reason: "mobile_off" });
    expect(refused({ url: "nonsense" })).toMatchObject({ level: "off", reason: "origin_not_allowed" });
    expect(refused({}, { ...usage, limit: 3 })).toMatchObject({ level: "off", reason: "quota_reached" });
    expect(refused({}, { ...usage, byteLimit: 9, bytes: 9 })).toMatchObject({
      level: "off",
      reason: "byte_budget_reached",
    });
    expect(() => refused({ environment: "gone" })).toThrow('there is no "gone"');
  });

  it("knows the visitor's choice, the browser's signal, tracked events, and how long the visit has lasted", () => {
    const [environment] = policy.environments;
    const strict: Policy = {
      ...policy,
      consent: { ...policy.consent, unset: "refuse", version: 4 },
      environments: [{ ...environment!, minDurationSeconds: 5, segments: ["bought"] }],
      segments: [
        {
          id: "bought",
          name: "Bought",
          rule: { match: "all", conditions: [{ field: "event", operator: "is", values: ["bought"] }] },
        },
      ],
    };
    const asked = { ...probe, consent: "yes" as const, events: ["bought"], lasted: 5_000 };
    const reasonOf = (over: object) => probeVerdict(strict, usage, { ...asked, ...over }).reason;
    expect(reasonOf({})).toBe("recorded");
    expect(reasonOf({ gpc: true })).toBe("recorded");
    expect(reasonOf({ consent: "no" })).toBe("consent_refused");
    expect(reasonOf({ consent: undefined })).toBe("consent_missing");
    expect(reasonOf({ consent: undefined, gpc: true })).toBe("gpc");
    expect(reasonOf({ events: ["sold"] })).toBe("no_segment");
    expect(reasonOf({ lasted: 4_999 })).toBe("too_short");
    expect(reasonOf({ lasted: undefined })).toBe("too_short");
  });

  it("shows what lowers the level as passed, and asks no quota then", () => {
    const { level, reason, rules } = probeVerdict(policy, { ...usage, limit: 0 }, { ...probe, unsupported: true });
    expect([level, reason]).toEqual(["dxa", "unsupported_browser"]);
    expect(rules.at(-1)).toEqual({
      rule: "unsupported_browser",
      passed: true,
      lowered: true,
      because: "The browser lacks what playback needs.",
    });
  });
});

describe("early refusals", () => {
  const DAY = 86_400_000;
  const entry = fc.record({
    tenant: fc.constantFrom("a", "b"),
    reason: fc.constantFrom("excluded_ip" as const, "mobile_off" as const),
    day: fc.nat(3),
  });

  it("are all delivered once, by tenant, reason and day, also when a delivery failed", () => {
    fc.assert(
      fc.property(fc.array(entry), fc.boolean(), (entries, fails) => {
        const counts = new EarlyRefusals();
        for (const { tenant, reason, day } of entries) expect(counts.add(tenant, reason, day * DAY + 5)).toBe(true);
        if (fails) counts.giveBack("a", counts.take("a"));
        for (const tenant of ["a", "b"]) {
          const taken = counts.take(tenant);
          for (const { day, reason, count } of taken) {
            const same = entries.filter(
              (item) => item.tenant === tenant && item.reason === reason && item.day * DAY === Date.parse(day),
            );
            expect(count).toBe(same.length);
          }
          expect(taken.reduce((sum, { count }) => sum + count, 0)).toBe(
            entries.filter((item) => item.tenant === tenant).length,
          );
          expect(counts.take(tenant)).toEqual([]);
        }
      }),
    );
  });

  it("say when there is no room, so that the Tenant object counts instead", () => {
    const counts = new EarlyRefusals();
    const results = Array.from({ length: 1_001 }, (_, i) => counts.add(`t${i}`, "excluded_ip", 1));
    expect(results.indexOf(false)).toBe(1_000);
    expect(counts.add("t1", "excluded_ip", 1)).toBe(true);
  });
});
