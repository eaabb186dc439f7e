import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OPERATORS, QUERY_FIELDS, fieldOf, type FieldName, type Term } from "../../../src/protocol/query/fields.ts";
import { parseQuery, tryQuery } from "../../../src/protocol/query/parse.ts";
import { printQuery } from "../../../src/protocol/query/print.ts";
import { dateSpan, isDate, stretchMs, stretchText } from "../../../src/protocol/query/values.ts";

const word = fc.string({ minLength: 1, maxLength: 12, unit: "binary" }).filter((text) => text.trim() !== "");
const not = fc.boolean();

/** Conditions on a field, as a parser may answer them. */
function termOf(field: FieldName): fc.Arbitrary<Term> {
  const { kind, choices } = fieldOf(field);
  const term = (values: fc.Arbitrary<string[]>, turned: fc.Arbitrary<boolean> = not): fc.Arbitrary<Term> =>
    fc.record({ field: fc.constant(field), values, not: turned });
  const one = (value: fc.Arbitrary<string>) => fc.tuple(value).map(([each]) => [each]);
  const stretch = fc.integer({ min: 1, max: 1e8 }).map(stretchText);
  const op = fc.constantFrom(...OPERATORS);
  switch (kind) {
    case "choice":
      return term(one(fc.constantFrom(...choices!)));
    case "number":
      return fc.record({ field: fc.constant(field), values: one(fc.nat(1e6).map(String)), op, not });
    case "duration":
      return fc.record({ field: fc.constant(field), values: one(stretch), op, not });
    case "stretch":
      return term(one(stretch), fc.constant(false));
    case "date":
      return term(one(fc.constantFrom("2026-11-20", "2026-02-28T23:59")), fc.constant(false));
    case "trait":
      return term(one(fc.tuple(word, word).map(([name, value]) => `${name.replaceAll("=", "-")}=${value}`)));
    default:
      return term(fc.array(word, { minLength: 1, maxLength: 3 }));
  }
}

const text: fc.Arbitrary<Term> = fc.record({ field: fc.constant("text" as const), values: fc.tuple(word), not });
const fields = Object.keys(QUERY_FIELDS) as FieldName[];
const query = fc.array(fc.oneof(text, ...fields.map(termOf)), { maxLength: 6 });

describe("the query language", () => {
  it("reads back whatever it prints", () => {
    fc.assert(
      fc.property(query, (terms) => {
        expect(parseQuery(printQuery(terms))).toEqual(terms);
      }),
      { numRuns: 2_000 },
    );
  });

  it("reads any text, or says where it stops and what to do", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (typed) => {
        const { query: read, fault } = tryQuery(typed);
        if (read) {
          expect(parseQuery(printQuery(read))).toEqual(read);
        } else {
          expect(fault.at).toBeLessThanOrEqual(typed.length);
          expect(fault.message).not.toBe("");
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("reads what people type", () => {
    expect(
      parseQuery('user:anna -country:de,FR visited:/cart > /pay  duration:>=2m "no cover" checkout has:rage'),
    ).toEqual([
      { field: "user", values: ["anna"], not: false },
      { field: "country", values: ["de", "FR"], not: true },
      { field: "visited", values: ["/cart", "/pay"], not: false },
      { field: "duration", values: ["2m"], op: ">=", not: false },
      { field: "text", values: ["no cover"], not: false },
      { field: "text", values: ["checkout"], not: false },
      { field: "has", values: ["rage"], not: false },
    ]);
  });

  it.each([
    ["colour:red", 0, "no field"],
    ["user:", 5, "takes a value"],
    ["clicks:>many", 8, "whole number"],
    ["on:2026-02-30", 3, "a day"],
    ["is:asleep", 3, "one of live"],
    ["x user:anna -last:7d", 12, "turned round"],
    ['error:"never closed', 6, "never closed"],
    ["country:de,", 11, "takes a value"],
    ["duration:2m,3m", 12, "one value"],
    ["trait:plan", 6, "a name and a value"],
    ['user:"a"b', 8, "left over"],
  ])("says of %s that character %i is wrong, and why", (typed, at, why) => {
    const { fault } = tryQuery(typed);
    expect(fault).toMatchObject({ at });
    expect(fault!.message).toContain(why);
  });
});

describe("values of the query language", () => {
  it("lengths of time are read and written the shortest way", () => {
    expect([stretchMs("90s"), stretchMs("2m"), stretchMs("1.5h"), stretchMs("30"), stretchMs("2x")]).toEqual([
      90_000,
      120_000,
      5_400_000,
      30_000,
      null,
    ]);
    expect([stretchText(90_000), stretchText(120_000), stretchText(1_209_600_000)]).toEqual(["90s", "2m", "2w"]);
  });

  it("a day is that of the zone, also when clocks are changed", () => {
    const hours = ({ from, to }: { from: number; to: number }) => (to - from) / 3_600_000;
    expect(dateSpan("2026-11-20", "UTC")).toEqual({ from: Date.UTC(2026, 10, 20), to: Date.UTC(2026, 10, 21) });
    expect(dateSpan("2026-11-20", "Asia/Tokyo").from).toBe(Date.UTC(2026, 10, 19, 15));
    expect(hours(dateSpan("2026-10-25", "Europe/Berlin"))).toBe(25);
    expect(hours(dateSpan("2026-03-29", "Europe/Berlin"))).toBe(23);
    expect(dateSpan("2026-11-20T10:30", "Europe/Berlin").from).toBe(Date.UTC(2026, 10, 20, 9, 30));
  });

  it("a day that no calendar has is none", () => {
    expect(["2026-13-01", "2026-02-29", "2026-2-1", "2026-01-01T24:00", "2028-02-29"].map(isDate)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});
