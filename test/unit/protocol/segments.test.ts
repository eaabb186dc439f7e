import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  comparisonHolds,
  newPolicy,
  policyFaults,
  segmentHolds,
  uuidv7,
  visitorShare,
  type VisitorFacts,
} from "../../../src/protocol/index.ts";
import { policy as policySchema, type Policy } from "../../../src/protocol/policy.schema.ts";
import { FIELDS, OPERATORS, type Comparison, type Condition } from "../../../src/protocol/segment.schema.ts";

const NOBODY: VisitorFacts = {
  visitor: null,
  environment: "production",
  url: null,
  referrer: null,
  country: null,
  device: null,
  browser: null,
  os: null,
  language: null,
  user: null,
  attributes: {},
  events: [],
};
const SOMEBODY: VisitorFacts = {
  ...NOBODY,
  visitor: "0190aaaa-0000-7000-8000-000000000001",
  url: "https://Shop.example/checkout/pay",
  country: "DE",
  device: "desktop",
  language: "de-DE",
  attributes: { plan: "Gold", empty: "" },
};

const compare = (field: Comparison["field"], operator: Comparison["operator"], ...values: string[]): Comparison => ({
  field,
  operator,
  values,
});

describe("a comparison", () => {
  it.each<[Comparison, boolean]>([
    [compare("country", "is", "fr", "de"), true],
    [compare("country", "is", "fr"), false],
    [compare("country", "is_not", "fr"), true],
    [compare("country", "is_not", "fr", "de"), false],
    [compare("url", "contains", "CHECKOUT"), true],
    [compare("url", "not_contains", "checkout", "cart"), false],
    [compare("url", "not_contains", "cart"), true],
    [compare("url", "starts_with", "https://shop.example/"), true],
    [compare("url", "matches", "https://*.example/checkout/*"), true],
    [compare("url", "matches", "checkout"), false],
    [compare("url", "matches", "*/p?y"), true],
    [compare("environment", "is", "production"), true],
    [compare("user", "exists"), false],
    [compare("user", "not_exists"), true],
    [compare("country", "exists"), true],
    [{ field: "attribute", attribute: "plan", operator: "is", values: ["gold"] }, true],
    [{ field: "attribute", attribute: "empty", operator: "exists", values: [] }, true],
    [{ field: "attribute", attribute: "toString", operator: "exists", values: [] }, false],
    [{ field: "attribute", attribute: "missing", operator: "is_not", values: ["x"] }, true],
    [compare("percentage", "below", "100"), true],
    [compare("percentage", "below", "0"), false],
  ])("%j: %s", (comparison, wanted) => expect(comparisonHolds(comparison, SOMEBODY)).toBe(wanted));

  it("of what is not known is false when it is positive, and true when it is negative", () => {
    for (const field of FIELDS) {
      if (field === "environment") continue;
      const attribute = field === "attribute" ? { attribute: "a" } : {};
      for (const operator of OPERATORS) {
        const negative = operator.includes("not_") || operator === "is_not";
        expect(comparisonHolds({ field, ...attribute, operator, values: ["50"] }, NOBODY)).toBe(negative);
      }
    }
  });

  it("and its denial are never both true, and never both false", () => {
    const fact = fc.option(fc.string({ unit: fc.constantFrom(..."aAb"), maxLength: 3 }), { nil: null });
    const values = fc.array(fc.string({ unit: fc.constantFrom(..."aB"), maxLength: 2 }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fact, values, (user, list) => {
        const facts = { ...NOBODY, user };
        for (const [yes, no] of [
          ["is", "is_not"],
          ["contains", "not_contains"],
          ["exists", "not_exists"],
        ] as const)
          expect(comparisonHolds(compare("user", yes, ...list), facts)).toBe(
            !comparisonHolds(compare("user", no, ...list), facts),
          );
      }),
    );
  });
});

describe("a rule", () => {
  const yes = compare("country", "is", "de");
  const no = compare("country", "is", "fr");
  const leaf = fc.constantFrom(yes, no);
  const match = fc.constantFrom("all" as const, "any" as const);
  const group = fc.record({ match, conditions: fc.array(leaf, { minLength: 1, maxLength: 3 }) });
  const rule = fc.record({ match, conditions: fc.array(fc.oneof(leaf, group), { minLength: 1, maxLength: 4 }) });

  it("is its conditions joined by and or or, groups too", () => {
    const text = (item: Condition | Condition["conditions"][number]): string =>
      "conditions" in item
        ? `(${item.conditions.map(text).join(item.match === "all" ? "&&" : "||")})`
        : String(item === yes);
    const truth = (source: string): boolean =>
      source.includes("(")
        ? truth(source.replace(/\(([^()]*)\)/, (_all, inner: string) => String(truth(inner))))
        : source.split("||").some((part) => part.split("&&").every((word) => word === "true"));
    fc.assert(
      fc.property(rule, (condition) => {
        expect(segmentHolds(condition, SOMEBODY)).toBe(truth(text(condition)));
      }),
    );
  });
});

describe("a share of the visitors", () => {
  it("is the same each time, and in [0, 100)", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (environment, visitor) => {
        const share = visitorShare("sample", environment, visitor);
        expect(share).toBe(visitorShare("sample", environment, visitor));
        expect(share >= 0 && share < 100).toBe(true);
      }),
    );
  });

  it("is uniform over ids made one after another, and independent between purposes and environments", () => {
    const COUNT = 20_000;
    // A linear congruential generator (Numerical Recipes), so that the ids are the same in every run.
    let seed = 1;
    const random = () =>
      new Uint8Array(19).map(() => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) >>> 24);
    const visitors = Array.from({ length: COUNT }, (_, i) => uuidv7(1_790_000_000_000 + i, random()));
    for (const ids of [visitors, visitors.map((_, i) => `visitor-${i}`)]) {
      const tenths = Array.from({ length: 10 }, () => 0);
      for (const id of ids) tenths[Math.floor(visitorShare("sample", "production", id) / 10)]!++;
      // Chi square with 9 degrees of freedom: beyond 33.7 once in 10,000 (NIST 1.3.6.7.4).
      const expected = COUNT / 10;
      expect(tenths.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)).toBeLessThan(33.7);
      const both = ids.filter(
        (id) => visitorShare("sample", "production", id) < 50 && visitorShare("segment", "production", id) < 50,
      ).length;
      const across = ids.filter(
        (id) => visitorShare("sample", "production", id) < 50 && visitorShare("sample", "test", id) < 50,
      ).length;
      // A quarter, give or take five standard deviations (61 each).
      for (const n of [both, across]) expect(Math.abs(n - COUNT / 4)).toBeLessThan(310);
    }
  });
});

describe("a policy", () => {
  const base = newPolicy(uuidv7(), "us", 1);
  const [environment] = base.environments;
  const segment = (id: string, ...conditions: Comparison[]) => ({
    id,
    name: id,
    rule: { match: "all" as const, conditions: conditions.length > 0 ? conditions : [compare("country", "is", "DE")] },
  });
  const first = (policy: Partial<Policy>) => {
    const whole = { ...base, ...policy };
    expect(policySchema.safeParse(whole).success).toBe(true);
    const [fault] = policyFaults(whole);
    return fault ? `${fault.path.join(".")}: ${fault.message}` : null;
  };

  it("of a new tenant is sound, and records nobody", () => {
    expect(first({})).toBeNull();
    expect(environment).toMatchObject({ level: "off", segments: [], origins: [], keys: [{ revokedAt: null }] });
    expect(base.exclusions.bots).toBe(true);
  });

  it.each<[string, Partial<Policy>]>([
    ["environments.1.id", { environments: [environment!, { ...environment!, keys: [] }] }],
    ["segments.1.id", { segments: [segment("a"), segment("a")] }],
    ["segments.0.id", { segments: [segment("everyone")] }],
    ["environments.0.segments.1", { environments: [{ ...environment!, segments: ["everyone", "gone"] }] }],
    ["environments.0.excludedSegments.0", { environments: [{ ...environment!, excludedSegments: ["gone"] }] }],
    ["environments.0.origins.0", { environments: [{ ...environment!, origins: ["shop.example"] }] }],
    ["environments.0.origins.0", { environments: [{ ...environment!, origins: ["https://shop.example/"] }] }],
    ["environments.0.origins.0", { environments: [{ ...environment!, origins: ["https://a.*.example"] }] }],
    ["exclusions.ips.1", { exclusions: { ...base.exclusions, ips: ["10.*", "10.0.0.300"] } }],
    ["exclusions.domains.0", { exclusions: { ...base.exclusions, domains: ["https://a.example"] } }],
    ["exclusions.userAgents.0", { exclusions: { ...base.exclusions, userAgents: ["*"] } }],
    ["segments.0.rule.conditions.0", { segments: [segment("a", compare("attribute", "is", "x"))] }],
    ["segments.0.rule.conditions.0", { segments: [segment("a", { ...compare("url", "is", "x"), attribute: "y" })] }],
    ["segments.0.rule.conditions.0", { segments: [segment("a", compare("url", "is"))] }],
    ["segments.0.rule.conditions.0", { segments: [segment("a", compare("url", "below", "5"))] }],
    ["segments.0.rule.conditions.0", { segments: [segment("a", compare("percentage", "is", "5"))] }],
    ["segments.0.rule.conditions.0", { segments: [segment("a", compare("percentage", "below", "101"))] }],
    ["segments.0.rule.conditions.0", { segments: [segment("a", compare("percentage", "below", ""))] }],
    [
      "segments.0.rule.conditions.0.conditions.1",
      {
        segments: [
          {
            id: "a",
            name: "A",
            rule: {
              match: "any",
              conditions: [{ match: "all", conditions: [compare("url", "is", "x"), compare("url", "is")] }],
            },
          },
        ],
      },
    ],
  ])("is refused for %s: %#", (path, policy) => expect(first(policy)).toMatch(new RegExp(`^${path}: .{10,}`)));

  it("may say all that can be said", () => {
    const segments = [
      segment("a", compare("user", "exists"), compare("percentage", "below", "12.5")),
      segment("b", { field: "attribute", attribute: "plan", operator: "not_exists", values: [] }),
    ];
    const environments = [
      {
        ...environment!,
        segments: ["a", "everyone"],
        excludedSegments: ["b"],
        origins: ["https://*.a.example", "http://localhost:*"],
      },
    ];
    const exclusions = { ips: ["10.*", "::1"], domains: ["*.a.example:8443"], userAgents: ["QA*"], bots: true };
    expect(first({ segments, environments, exclusions })).toBeNull();
  });
});
