import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Comparison, Condition } from "../../../src/protocol/segment.schema.ts";
import { LEVELS, lowerLevel } from "../../../src/protocol/levels.ts";
import { LEVEL_SENTENCES, levelReason } from "../../../src/admin/settings/words/level-words.ts";
import { notKept, previewText } from "../../../src/admin/settings/words/preview-words.ts";
import { reasonWords } from "../../../src/admin/settings/words/reasons.ts";
import { budgetText, bytesOf, sizeText, writtenSize } from "../../../src/admin/settings/words/size-words.ts";
import { ruleState, verdictText, verdictTitle } from "../../../src/admin/settings/words/verdict-words.ts";

const GIB = 2 ** 30;
const PETABYTE = 1e15;

describe("a byte budget", () => {
  test.each([
    [null, "none"],
    [0, "0 GB"],
    [50_000_000_000, "50 GB"],
    [1.5 * GIB, "1.5 GiB"],
    [1_000 * GIB, "1,000 GiB"],
    [12_345, "0.000012345 GB"],
  ])("of %s is written %s", (bytes, text) => {
    expect(budgetText(bytes)).toBe(text);
  });

  test("is the same number of bytes after it was written and read, whatever it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: PETABYTE }), (bytes) => {
        expect(bytesOf(writtenSize(bytes))).toBe(bytes);
      }),
      { examples: [[GIB], [GIB + 1], [999_999_999], [PETABYTE]] },
    );
  });

  test.each([
    [0, "0 bytes"],
    [999, "999 bytes"],
    [1_234_567, "1.23 MB"],
    [51_300_000_000, "51.3 GB"],
  ])("%d bytes are shown as %s", (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });
});

describe("a rule tried on earlier visits", () => {
  const of = (...fields: Comparison["field"][]): Condition => ({
    match: "all",
    conditions: fields.map((field) => ({ field, operator: "exists", values: [] })),
  });
  const nested: Condition = { match: "any", conditions: [of("event") as never, ...of("language").conditions] };

  test("what is not kept of visits is found in groups as well", () => {
    expect([notKept(of("url", "country")), notKept(nested)]).toEqual([[], ["the language", "tracked events"]]);
  });

  test.each([
    [of("url"), { visits: 0, matching: 0, unknown: 0 }, "There are no visits yet to try the rule on."],
    [of("url"), { visits: 1, matching: 1, unknown: 0 }, "1 of the last visit would match."],
    [of("url"), { visits: 500, matching: 132, unknown: 0 }, "132 of the last 500 visits would match."],
    [
      of("referrer"),
      { visits: 500, matching: 0, unknown: 1 },
      "0 of the last 500 visits would match. Of 1 visit it cannot be told because the referrer is not kept.",
    ],
    [
      nested,
      { visits: 9, matching: 2, unknown: 7 },
      "2 of the last 9 visits would match. Of 7 visits it cannot be told because the language and tracked events are not kept.",
    ],
  ])("%#", (rule, result, text) => {
    expect(previewText(rule, { ...result, since: null })).toBe(text);
  });
});

describe("levels", () => {
  test("the lower of what is set and what is allowed is in force, for every pair", () => {
    for (const set of LEVELS)
      for (const max of LEVELS)
        expect(LEVELS.indexOf(lowerLevel(set, max))).toBe(Math.min(LEVELS.indexOf(set), LEVELS.indexOf(max)));
  });

  test("why a session has no picture", () => {
    expect(levelReason({ level: "playback", reason: "recorded" })).toBe("");
    expect(levelReason({ level: "dxa", reason: "recorded" })).toBe("The environment's level was dxa.");
    expect(levelReason({ level: "dxa", reason: "not_started" })).toContain("playhead.start()");
    expect(levelReason({ level: "dxa", reason: "too_windy" })).toBe("Too windy.");
  });

  test("every level says something of its own", () => {
    expect(new Set(Object.values(LEVEL_SENTENCES)).size).toBe(LEVELS.length);
  });
});

describe("a verdict", () => {
  test("is told by its level", () => {
    expect(LEVELS.map((level) => verdictTitle({ level }))).toEqual([
      "Not recorded",
      "Collected without a picture",
      "Collected without a picture",
      "Recorded",
    ]);
    expect(verdictText({ level: "dxa" })).toContain("nothing to replay");
  });

  test("a rule passed, lowered the level, or decided", () => {
    expect([
      ruleState({ passed: true }, false),
      ruleState({ passed: true, lowered: true }, false),
      ruleState({ passed: false }, true),
      ruleState({ passed: false }, false),
    ]).toEqual(["passed", "lowered the level", "decided: not recorded", "not passed"]);
  });

  test("the new reasons are told in plain words", () => {
    for (const reason of [
      "tenant_off",
      "consent_refused",
      "consent_missing",
      "gpc",
      "too_short",
      "not_started",
      "unsupported_browser",
      "byte_budget_reached",
    ])
      expect(reasonWords(reason).help).toBeTruthy();
  });
});
