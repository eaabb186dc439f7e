import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actionText } from "../../../src/admin/activity/action-words.ts";
import { eventsOf } from "../../../src/admin/inspect/use-stored-events.ts";
import { isNothing, valueText } from "../../../src/admin/inspect/value-text.ts";
import { policyProblems } from "../../../src/admin/settings/policy-problems.ts";
import { holdsOn } from "../../../src/admin/settings/privacy/marks.ts";
import { policyDiff } from "../../../src/admin/settings/words/policy-diff.ts";
import { modeEffect, privacyNow, ruleText, ruleWarning } from "../../../src/admin/settings/words/privacy-words.ts";
import { kindName, placeWords, redactionCount } from "../../../src/admin/settings/words/redaction-words.ts";
import { LIMITS, batchText, chunkLine, newPolicy, newPrivacy } from "../../../src/protocol/index.ts";
import type { PrivacySettings } from "../../../src/protocol/privacy/privacy.schema.ts";
import { addRedactions, type Redacted } from "../../../src/protocol/privacy/redact-event.ts";
import { SECRET_KINDS } from "../../../src/protocol/privacy/secrets.ts";

const policy = newPolicy("t", "eu", 0);
const withPrivacy = (privacy: Partial<PrivacySettings>) => ({ ...policy, privacy: { ...newPrivacy(), ...privacy } });
const rule = (part: object) => ({ id: "a", selector: ".a", treatment: "mask" as const, ...part });

describe("what the save bar says of privacy", () => {
  it("names every change, each once", () => {
    const before = withPrivacy({ rules: [rule({}), rule({ id: "b", selector: ".b" })], urlParameters: ["q"] });
    const after = withPrivacy({
      mode: "explicit",
      rules: [rule({ treatment: "allow", url: "/cart*" }), rule({ id: "c", selector: "#c" })],
      urls: false,
      urlParameters: ["utm_*"],
      titles: false,
      ip: "none",
      location: "country",
      quarantine: true,
    });
    expect(policyDiff(before, after)).toEqual([
      "Privacy: mode Hide what visitors enter → Only what you allow",
      "Privacy: rule mask “.a” → show “.a” on /cart*",
      "Privacy: new rule: mask “#c”",
      "Privacy: rule removed: mask “.b”",
      "Privacy: addresses of pages on → off",
      "Privacy: kept query parameter added: utm_*",
      "Privacy: kept query parameter removed: q",
      "Privacy: titles of pages on → off",
      "Privacy: IP address masked → not kept",
      "Privacy: location country and city → country only",
      "Privacy: holding sessions back off → on",
    ]);
    expect(policyDiff(before, before)).toEqual([]);
  });
});

describe("what holds now", () => {
  it("says what can be read, and what is not collected", () => {
    expect(privacyNow(newPrivacy())).toBe("What visitors enter is hidden, texts of your pages are readable.");
    expect(privacyNow({ ...newPrivacy(), mode: "explicit" })).toBe("Nothing is readable: no rule shows anything.");
    expect(privacyNow({ ...newPrivacy(), mode: "content_free", titles: false, ip: "none", rules: [rule({})] })).toBe(
      "No content is recorded, with 1 rule. Not collected: titles and IP addresses.",
    );
  });

  it("says that no rule shows anything in a content-free recording", () => {
    expect(ruleWarning("content_free", { treatment: "allow" })).toMatch(/no effect/);
    expect(ruleWarning("content_free", { treatment: "mask" })).toBeNull();
    expect(ruleWarning("inputs", { treatment: "allow" })).toBeNull();
  });

  it("says whether a mode shows more or less", () => {
    expect(modeEffect("content_free", "inputs")).toMatch(/^More/);
    expect(modeEffect("inputs", "explicit")).toMatch(/^Less/);
    expect(modeEffect("inputs", "inputs")).toBeNull();
  });

  it("tells a rule whose selector is not there yet", () => {
    expect(ruleText(rule({ selector: " " }))).toBe("mask “…”");
  });
});

it("a selector that the browser does not take is told before it is sent, once", () => {
  const problems = policyProblems(
    withPrivacy({ rules: [rule({ selector: "p >" }), rule({ id: "b" })] }),
    (text) => text !== "p >",
  );
  expect(problems).toEqual([
    { path: ["privacy", "rules", "0", "selector"], text: "The browser does not take “p >” for a selector" },
  ]);
  const empty = policyProblems(withPrivacy({ rules: [rule({ selector: "" })] }), () => false);
  expect(empty.map(({ text }) => text)).toEqual(["A rule needs a selector"]);
});

it("a rule with a path holds there only", () => {
  expect([holdsOn({}, "/x"), holdsOn({ url: "/cart*" }, "/cart/2"), holdsOn({ url: "/cart*" }, "/x")]).toEqual([
    true,
    true,
    false,
  ]);
});

describe("where a secret came from", () => {
  it("has a name for every kind", () => {
    for (const kind of SECRET_KINDS) expect(kindName(kind)).not.toBe(kind);
  });

  it.each([
    ["text", { selector: "" }],
    ["attribute:title", { name: "attribute title", selector: "[title]" }],
    ["attribute:other", { selector: "" }],
    ["input", { selector: "input" }],
    ["track.properties", { advice: expect.stringMatching(/call of your site/) as string }],
    ["page.url", { advice: expect.any(String) as string }],
    ["url", { advice: expect.any(String) as string }],
    ["click.name", { advice: expect.any(String) as string }],
  ])("says of %s what can be done", (place, words) => {
    expect(placeWords(place)).toMatchObject(words);
  });

  it("never fails at a place it does not know", () => {
    const named = fc.property(fc.string(), (place) => typeof placeWords(place).name === "string");
    expect(() => fc.assert(named)).not.toThrow();
  });
});

it("what was taken out of a session is the sum over its batches, whatever they hold", () => {
  const rows = fc.array(
    fc.record({
      kind: fc.constantFrom(...SECRET_KINDS),
      place: fc.string({ maxLength: 3 }),
      count: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 80 },
  );
  fc.assert(
    fc.property(fc.array(rows, { maxLength: 5 }), (batches) => {
      const sum = batches.reduce<Redacted[]>((before, more) => addRedactions(before, more), []);
      return redactionCount(sum) === redactionCount(batches.flat()) && sum.length <= LIMITS.redactedRows;
    }),
  );
  const card = { kind: "card" as const, place: "text", count: 2 };
  expect(addRedactions([card], [card, { ...card, place: "url" }])).toEqual([
    { ...card, count: 4 },
    { ...card, place: "url" },
  ]);
});

describe("the inspector", () => {
  it("tells moments as such, and what is not there", () => {
    expect(valueText("startedAt", Date.UTC(2026, 10, 22))).toMatch(/2026/);
    expect(valueText("clicks", 1_700_000_000_000)).toBe("1700000000000");
    expect([valueText("city", null), valueText("title", "")]).toEqual(["nothing", "empty"]);
    expect([isNothing(0), isNothing([]), isNothing("")]).toEqual([false, true, true]);
  });

  it("reads the events of a chunk as they are, each with its kind and session time", () => {
    const event = { type: 5, data: { tag: "playhead.track", payload: { name: "<b>" } }, timestamp: 1_500 };
    const text = chunkLine("p", 3, 9, batchText(1, [JSON.stringify(event)]));
    expect(eventsOf(text, 2, 1_000)).toEqual([{ event, kind: "Custom event", chunk: 2, page: "p", seq: 3, at: 500 }]);
  });

  it("says what somebody did", () => {
    expect(actionText({ action: "view", details: null })).toBe("opened the recording");
    expect(actionText({ action: "view", details: { inspected: true } })).toBe("looked at what is stored");
    expect(actionText({ action: "released", details: null })).toBe("released it for everybody");
    expect(actionText({ action: "another", details: null })).toBe("another");
  });
});
