import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  segmentHolds,
  segmentTruth,
  visitorShare,
  type KeptFacts,
  type VisitorFacts,
} from "../../../src/protocol/index.ts";
import type { Comparison, Condition } from "../../../src/protocol/segment.schema.ts";

const word = fc.constantFrom("a", "b", "ab", "c");
const textField = fc.constantFrom(
  ..."url referrer environment country device browser os language user event".split(" "),
) as fc.Arbitrary<Comparison["field"]>;
const operator = fc.constantFrom(
  ..."is is_not contains not_contains starts_with matches exists not_exists".split(" "),
) as fc.Arbitrary<Comparison["operator"]>;
const values = fc.array(word, { minLength: 1, maxLength: 2 });

const comparison: fc.Arbitrary<Comparison> = fc.oneof(
  fc.record({ field: textField, operator, values }),
  fc.record({ field: fc.constant("attribute" as const), attribute: word, operator, values }),
  fc.record({
    field: fc.constant("percentage" as const),
    operator: fc.constant("below" as const),
    values: fc.nat(100).map((percent) => [String(percent)]),
  }),
);
const match = fc.constantFrom("all" as const, "any" as const);
const group = fc.record({ match, conditions: fc.array(comparison, { minLength: 1, maxLength: 3 }) });
const rule: fc.Arbitrary<Condition> = fc.record({
  match,
  conditions: fc.array(fc.oneof(comparison, group), { minLength: 1, maxLength: 4 }),
});

const known = fc.option(word, { nil: null });
const facts: fc.Arbitrary<VisitorFacts> = fc.record({
  visitor: fc.uuid(),
  environment: word,
  url: known,
  referrer: known,
  country: known,
  device: known,
  browser: known,
  os: known,
  language: known,
  user: known,
  attributes: fc.dictionary(word, word, { maxKeys: 2 }),
  events: fc.array(word, { maxLength: 2 }),
});

function keptOf({ visitor, ...others }: VisitorFacts): Required<KeptFacts> {
  return { ...others, share: visitorShare("segment", others.environment, visitor!) };
}

const KEYS = Object.keys(
  keptOf({
    visitor: "v",
    environment: "",
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
  }),
) as (keyof KeptFacts)[];

function only(kept: Required<KeptFacts>, keys: readonly (keyof KeptFacts)[]): KeptFacts {
  return Object.fromEntries(keys.map((key) => [key, kept[key]]));
}

describe("a rule tried on what was kept of a visit", () => {
  it("says what the rule itself says, when everything was kept", () => {
    fc.assert(
      fc.property(rule, facts, (asked, visit) => {
        expect(segmentTruth(asked, keptOf(visit))).toBe(segmentHolds(asked, visit));
      }),
      { numRuns: 3_000 },
    );
  });

  it("says yes or no only when it is so whatever is not known, and goes back on nothing when more is", () => {
    fc.assert(
      fc.property(rule, facts, facts, fc.subarray(KEYS), (asked, visit, other, keys) => {
        const truth = segmentTruth(asked, only(keptOf(visit), keys));
        if (truth === null) return;
        // Whatever the unknown parts were: those of another visit.
        expect(segmentTruth(asked, { ...keptOf(other), ...only(keptOf(visit), keys) })).toBe(truth);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each<[string, boolean | null, Condition["match"], Comparison[]]>([
    ["an unknown one", null, "all", [{ field: "referrer", operator: "exists", values: [] }]],
    ["a denial of what is unknown", null, "all", [{ field: "language", operator: "is_not", values: ["de"] }]],
    [
      "unknown and no",
      false,
      "all",
      [
        { field: "event", operator: "is", values: ["x"] },
        { field: "country", operator: "is", values: ["FR"] },
      ],
    ],
    [
      "unknown and yes",
      null,
      "all",
      [
        { field: "event", operator: "is", values: ["x"] },
        { field: "country", operator: "is", values: ["DE"] },
      ],
    ],
    [
      "unknown or yes",
      true,
      "any",
      [
        { field: "attribute", attribute: "a", operator: "is", values: ["x"] },
        { field: "country", operator: "is", values: ["DE"] },
      ],
    ],
    [
      "unknown or no",
      null,
      "any",
      [
        { field: "attribute", attribute: "a", operator: "is", values: ["x"] },
        { field: "country", operator: "is", values: ["FR"] },
      ],
    ],
  ])("%s is %s", (_name, wanted, how, conditions) => {
    expect(segmentTruth({ match: how, conditions }, { country: "DE", user: null })).toBe(wanted);
  });
});
