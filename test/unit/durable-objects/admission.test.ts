import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  admit,
  audienceOf,
  batchRefusal,
  decide,
  keyHolder,
  type LetIn,
  type Outcome,
} from "../../../src/durable-objects/admission.ts";
import { ENVIRONMENT, VISITOR } from "./given.ts";
import type { Visitor } from "../../../src/durable-objects/visitor.ts";
import { LEVELS, newPolicy, visitorShare } from "../../../src/protocol/index.ts";
import type { Environment, Policy } from "../../../src/protocol/policy.schema.ts";
import type { DecisionReason } from "../../../src/protocol/start.schema.ts";

const NO_BYTES = { bytes: 0, byteLimit: null };
const TENANT = "01900000-0000-7000-8000-000000000009";
const BLANK = newPolicy(TENANT, "us", 1);
const KEY = ENVIRONMENT.keys[0]!.key;

const SEGMENTS: Policy["segments"] = [
  {
    id: "pay",
    name: "Pay",
    rule: { match: "all", conditions: [{ field: "url", operator: "contains", values: ["/pay"] }] },
  },
  {
    id: "germany",
    name: "Germany",
    rule: { match: "all", conditions: [{ field: "country", operator: "is", values: ["DE"] }] },
  },
];
interface Case {
  policy?: Partial<Policy>;
  consent?: Partial<Policy["consent"]>;
  environment?: Partial<Environment>;
  exclusions?: Partial<Policy["exclusions"]>;
  visitor?: Partial<Visitor>;
}

function policyOf({ policy, consent, environment, exclusions }: Case): Policy {
  return {
    ...BLANK,
    recording: true,
    consent: { ...BLANK.consent, unset: "allow", ...consent },
    environments: [{ ...ENVIRONMENT, ...environment }],
    segments: SEGMENTS,
    exclusions: { ...BLANK.exclusions, ...exclusions },
    ...policy,
  };
}

function ask(given: Case, letIn: LetIn | null = null) {
  const policy = policyOf(given);
  return decide(policy, policy.environments[0]!, { ...VISITOR, ...given.visitor }, letIn);
}

/** In the order in which rules are asked: each case is refused for its reason, whatever of the later ones is wrong as well. */
const REFUSED: [DecisionReason, Case][] = [
  ["origin_not_allowed", { environment: { origins: ["https://b.example"] } }],
  ["excluded_ip", { exclusions: { ips: ["10.*", "203.0.113.0/24"] } }],
  ["excluded_domain", { exclusions: { domains: ["a.example"] } }],
  ["excluded_user_agent", { exclusions: { userAgents: ["chrome/14*"] } }],
  ["tenant_off", { policy: { recording: false } }],
  ["environment_off", { environment: { level: "off" } }],
  ["consent_refused", { visitor: { consent: { choice: "no", version: 1 } } }],
  ["gpc", { visitor: { gpc: true, consent: null } }],
  ["consent_missing", { consent: { unset: "refuse" }, visitor: { gpc: false, consent: null } }],
  ["mobile_off", { environment: { mobile: false }, visitor: { device: "tablet" } }],
  ["excluded_segment", { environment: { excludedSegments: ["germany"] } }],
  ["no_segment", { environment: { segments: [] } }],
  ["not_sampled", { environment: { samplePercent: 0 } }],
  ["too_short", { environment: { minDurationSeconds: 5 }, visitor: { lasted: 4_999 } }],
];

const MORE: [DecisionReason, Case][] = [
  ["origin_not_allowed", { visitor: { origin: null } }],
  ["origin_not_allowed", { visitor: { origin: "null" } }],
  ["origin_not_allowed", { visitor: { origin: "http://a.example" } }],
  ["excluded_ip", { exclusions: { ips: ["203.0.113.7"] }, visitor: { ip: "::ffff:203.0.113.7" } }],
  ["excluded_domain", { exclusions: { domains: ["*.b.example"] }, visitor: { url: "https://x.b.example/" } }],
  ["excluded_user_agent", { visitor: { userAgent: "Googlebot/2.1" } }],
  ["excluded_user_agent", { visitor: { userAgent: null } }],
  ["mobile_off", { environment: { mobile: false }, visitor: { device: "mobile" } }],
  ["excluded_segment", { environment: { excludedSegments: ["everyone"] } }],
  ["no_segment", { environment: { segments: ["pay"] } }],
  ["no_segment", { environment: { segments: ["not-there"] } }],
  ["not_sampled", { environment: { samplePercent: 99 }, visitor: { visitor: null } }],
  ["environment_off", { policy: { maxLevel: "off" } }],
  [
    "consent_missing",
    { consent: { unset: "refuse", version: 2 }, visitor: { consent: { choice: "yes", version: 1 } } },
  ],
  ["too_short", { environment: { minDurationSeconds: 5 }, visitor: { lasted: null } }],
  ["recorded", { environment: { minDurationSeconds: 5 }, visitor: { lasted: 5_000 } }],
  ["recorded", { consent: { unset: "refuse" }, visitor: { gpc: true, consent: { choice: "yes", version: 1 } } }],
  ["recorded", { consent: { version: 2 }, visitor: { consent: { choice: "yes", version: 1 } } }],
  ["recorded", { consent: { gpc: false }, visitor: { gpc: true } }],
  ["recorded", { consent: { unset: "refuse" }, visitor: { gpc: true, consent: "unknown" } }],
  ["recorded", {}],
  ["recorded", { exclusions: { ips: ["10.*"], domains: ["b.example"], userAgents: ["QA"] } }],
  ["recorded", { exclusions: { ips: ["0.0.0.0/0"] }, visitor: { ip: null } }],
  ["recorded", { exclusions: { bots: false }, visitor: { userAgent: "Googlebot/2.1" } }],
  ["recorded", { environment: { mobile: false } }],
  ["recorded", { visitor: { device: "mobile" } }],
  ["recorded", { environment: { segments: ["pay", "germany"] } }],
  ["recorded", { environment: { segments: ["pay"] }, visitor: { url: "https://a.example/pay" } }],
  ["recorded", { environment: { excludedSegments: ["germany"] }, visitor: { country: null } }],
  ["recorded", { environment: { method: "manual" }, visitor: { manual: true } }],
];

describe("who is recorded", () => {
  it.each([...REFUSED, ...MORE])("%s: %j", (reason, given) => {
    const { level, reason: found, rules } = ask(given);
    expect(found).toBe(reason);
    expect(level).toBe(reason === "recorded" ? "playback" : "off");
    for (const { because } of rules) expect(because).toMatch(/^[A-Z0-9].{8,}\.$/);
    const last = rules.at(-1)!;
    expect(rules.slice(0, -1).every(({ passed }) => passed)).toBe(true);
    expect(reason === "recorded" ? last.passed : last.rule === reason && !last.passed).toBe(true);
  });

  it("is decided by the first rule that does not pass, whatever else is wrong", () => {
    fc.assert(
      fc.property(fc.subarray(REFUSED, { minLength: 1 }), (wrong) => {
        const all = wrong.map(([, given]) => given);
        const given: Case = {
          policy: Object.assign({}, ...all.map(({ policy }) => policy)) as Partial<Policy>,
          consent: Object.assign({}, ...all.map(({ consent }) => consent)) as Partial<Policy["consent"]>,
          environment: Object.assign({}, ...all.map(({ environment }) => environment)) as Partial<Environment>,
          exclusions: Object.assign({}, ...all.map(({ exclusions }) => exclusions)) as Partial<Policy["exclusions"]>,
          visitor: Object.assign({}, ...all.map(({ visitor }) => visitor)) as Partial<Visitor>,
        };
        // Of the consent rules only one can be wrong at a time: what the last of them says of the visitor counts.
        const consents = wrong.filter(([reason]) => reason.startsWith("consent") || reason === "gpc");
        const first = wrong.find((entry) => !consents.includes(entry) || entry === consents.at(-1))!;
        expect(ask(given).reason).toBe(consents.includes(wrong[0]!) ? consents.at(-1)![0] : first[0]);
      }),
    );
  });

  it("is recorded at the level of the environment", () => {
    for (const level of LEVELS) expect(ask({ environment: { level } }).level).toBe(level);
  });

  it("is sampled by visitor: as many as asked for, and nobody leaves when more are", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.nat(100), fc.nat(100), (visitor, a, b) => {
        const [fewer, more] = [Math.min(a, b), Math.max(a, b)];
        const taken = (samplePercent: number) =>
          ask({ environment: { samplePercent }, visitor: { visitor } }).level === "playback";
        expect(taken(fewer)).toBe(visitorShare("sample", "production", visitor) < fewer);
        if (taken(fewer)) expect(taken(more)).toBe(true);
      }),
    );
  });
});

describe("a session that was let in", () => {
  const audience = (given: Case): LetIn => ({
    audience: audienceOf(policyOf(given), policyOf(given).environments[0]!),
    playback: true,
  });

  it("goes on whatever sampling, the start of recording and its length say by now", () => {
    for (const environment of [{ samplePercent: 0 }, { method: "manual" as const }, { minDurationSeconds: 9 }])
      expect(ask({ environment }, audience({})).reason).toBe("recorded");
  });

  it("below playback is still asked what playback needs, and not whether it is sampled", () => {
    const before = { ...audience({}), playback: false };
    expect(ask({ environment: { samplePercent: 0 } }, before)).toMatchObject({ reason: "recorded" });
    expect(ask({ environment: { method: "manual" } }, before)).toMatchObject({ level: "dxa", reason: "not_started" });
    expect(ask({ environment: { minDurationSeconds: 9 } }, before)).toMatchObject({ reason: "too_short" });
  });

  it("goes on when the visitor moves out of the segment, as long as the settings of the audience are the same", () => {
    const given: Case = { environment: { segments: ["pay"] } };
    expect(ask(given).reason).toBe("no_segment");
    expect(ask(given, audience(given)).reason).toBe("recorded");
  });

  it("stops as long as the visitor is in an excluded segment, and goes on after it", () => {
    const given = (url: string): Case => ({ environment: { excludedSegments: ["pay"] }, visitor: { url } });
    const before = audience(given(""));
    expect(ask(given("https://a.example/list"), before).reason).toBe("recorded");
    expect(ask(given("https://a.example/pay"), before).reason).toBe("excluded_segment");
    expect(ask(given("https://a.example/list"), before).reason).toBe("recorded");
  });

  it("ends when the settings of its audience have changed against it", () => {
    expect(ask({ environment: { segments: ["pay"] } }, audience({})).reason).toBe("no_segment");
    expect(ask({ environment: { segments: [] } }, audience({})).reason).toBe("no_segment");
    expect(ask({ environment: { excludedSegments: ["germany"] } }, audience({})).reason).toBe("excluded_segment");
    expect(ask({ environment: { segments: ["germany"] } }, audience({})).reason).toBe("recorded");
  });

  it("ends with an exclusion, a foreign origin, a no, and when the tenant, the environment or phones are switched off", () => {
    for (const [reason, given] of REFUSED.slice(0, 11)) expect(ask(given, audience(given)).reason).toBe(reason);
  });

  it("has an audience that changes with what it depends on, and with nothing else", () => {
    const { environments, segments } = policyOf({ environment: { segments: ["pay"] } });
    const of = (over: Partial<Policy>, environment: Partial<Environment> = {}) =>
      audienceOf({ ...policyOf({}), segments, ...over }, { ...environments[0]!, ...environment });
    const [pay, germany] = segments;
    const changed = { ...pay!, rule: germany!.rule };
    expect(of({}, { samplePercent: 3, level: "dxa", name: "X" })).toBe(of({}));
    expect(of({ segments: [pay!] })).toBe(of({}));
    expect(of({ segments: [changed, germany!] })).not.toBe(of({}));
    expect(of({}, { segments: ["germany"] })).not.toBe(of({}));
    expect(of({}, { excludedSegments: ["germany"] })).toBe(of({}));
  });
});

describe("a batch", () => {
  it("is refused for exclusions, for a tenant or an environment that is off, or gone, and for nothing else", () => {
    const asBatch = (given: Case) => batchRefusal(policyOf(given), "production", { ...VISITOR, ...given.visitor });
    for (const [reason, given] of [...REFUSED, ...MORE]) {
      const wanted = reason.startsWith("excluded_") && reason !== "excluded_segment" ? reason : null;
      expect(asBatch(given)).toBe(reason === "environment_off" || reason === "tenant_off" ? reason : wanted);
    }
    expect(batchRefusal(policyOf({}), "removed", VISITOR)).toBe("environment_off");
  });
});

describe("a key", () => {
  const second = { ...ENVIRONMENT, id: "test", keys: [{ key: "old", createdAt: 1, revokedAt: 2 }] };
  const policy: Policy = { ...policyOf({}), environments: [...policyOf({}).environments, second] };

  it("is its environment's, as a whole and until it is revoked", () => {
    expect(keyHolder(policy, KEY)).toBe(policy.environments[0]);
    for (const key of ["", KEY.slice(0, -1), `${KEY}x`]) expect(keyHolder(policy, key)).toBe("unknown");
    expect(keyHolder(policy, "old")).toBe("revoked");
  });
});

describe("letting in", () => {
  const yes: Outcome = { level: "playback", reason: "recorded" };

  it("never turns away at the quota who is in already", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.boolean(), (count, limit, counted) => {
        const standing = { admittedAt: counted ? 0 : null, counted, count, limit, ...NO_BYTES };
        expect(admit(yes, standing, 1).level).toBe(counted || count < limit ? "playback" : "off");
      }),
    );
  });
});
