import { describe, expect, test } from "vitest";
import { newEnvironment, newPolicy } from "../../../src/protocol/new-policy.ts";
import { EVERYONE, type Environment, type Policy } from "../../../src/protocol/policy.schema.ts";
import type { Comparison, Condition } from "../../../src/protocol/segment.schema.ts";
import { isOtherText } from "../../../src/admin/settings/words/consent-words.ts";
import { chartTop, daySeries } from "../../../src/admin/settings/words/day-series.ts";
import { environmentNow } from "../../../src/admin/settings/words/environment-now.ts";
import { assetsNow } from "../../../src/admin/settings/words/assets-words.ts";
import { exclusionsNow } from "../../../src/admin/settings/words/exclusions-now.ts";
import { segmentName, usersOf, valueNames } from "../../../src/admin/settings/words/names.ts";
import { policyDiff } from "../../../src/admin/settings/words/policy-diff.ts";
import {
  byteStanding,
  forecastText,
  quotaNotice,
  quotaStanding,
} from "../../../src/admin/settings/words/quota-words.ts";
import { reasonWords } from "../../../src/admin/settings/words/reasons.ts";
import { refusalSeries } from "../../../src/admin/settings/words/refusal-series.ts";
import { ruleName } from "../../../src/admin/settings/words/rule-names.ts";
import { ruleSentence } from "../../../src/admin/settings/words/rule-sentence.ts";

const rule = (match: "all" | "any", ...conditions: Condition["conditions"]): Condition => ({ match, conditions });
const is = (field: Comparison["field"], ...values: string[]): Comparison => ({ field, operator: "is", values });
const checkout: Comparison = { field: "url", operator: "contains", values: ["/checkout"] };

const plain = newPolicy("01900000-0000-7000-8000-000000000001", "eu", 0);
const policy: Policy = {
  ...plain,
  recording: true,
  segments: [
    { id: "pay", name: "Checkout", rule: rule("all", checkout) },
    { id: "staff", name: "Staff", rule: rule("any", is("user", "boss")) },
  ],
};

function withEnvironment(part: Partial<Environment>): Policy {
  return { ...policy, environments: [{ ...policy.environments[0]!, ...part }] };
}

const recording: Partial<Environment> = { level: "playback", origins: ["https://a.example"], segments: [EVERYONE] };

describe("a rule as a sentence", () => {
  test.each([
    [rule("all", checkout, is("country", "DE", "AT")), "URL contains /checkout and country is DE or AT"],
    [
      rule("all", checkout, rule("any", is("country", "DE"), is("language", "de")) as never),
      "URL contains /checkout and (country is DE or language is de)",
    ],
    [
      rule("any", rule("all", checkout, is("os", "iOS")) as never),
      "URL contains /checkout and operating system is iOS",
    ],
    [rule("all", { field: "user", operator: "exists", values: [] }), "user id is known"],
    [
      rule("all", { field: "attribute", attribute: "plan", operator: "is_not", values: ["free", ""] }),
      "attribute “plan” is not free or (empty)",
    ],
    [rule("all", { field: "percentage", operator: "below", values: ["20"] }), "the visitor is one of 20 in 100"],
    [rule("all", is("browser")), "browser is …"],
  ])("%#", (given, sentence) => {
    expect(ruleSentence(given)).toBe(sentence);
  });

  test("environments are called by their names", () => {
    expect(ruleSentence(rule("all", is("environment", "production", "gone")), valueNames(policy))).toBe(
      "environment is Production or gone",
    );
  });
});

describe("what would change", () => {
  test("nothing, when nothing differs", () => {
    expect(policyDiff(policy, structuredClone(policy))).toEqual([]);
  });

  test("of an environment", () => {
    const before = withEnvironment({ origins: ["https://b.example"] });
    const after = withEnvironment({
      ...recording,
      name: "Live",
      excludedSegments: ["staff"],
      method: "manual",
      samplePercent: 10,
      mobile: false,
      minDurationSeconds: 5,
      buffer: true,
    });
    expect(policyDiff(before, after)).toEqual([
      "Production: name Production → Live",
      "Production: level off → playback",
      "Production: method automatic → manual",
      "Production: origin added: https://a.example",
      "Production: origin removed: https://b.example",
      "Production: recorded segment added: Everyone",
      "Production: excluded segment added: Staff",
      "Production: sample 100 % → 10 %",
      "Production: phones and tablets on → off",
      "Production: minimum duration none → 5 s",
      "Production: the minute before recording begins not kept → kept",
    ]);
  });

  test("that nobody is left to be recorded", () => {
    expect(policyDiff(withEnvironment(recording), withEnvironment({ ...recording, segments: [] }))).toEqual([
      "Production: recorded segment removed: Everyone",
      "Production: nobody will be recorded",
    ]);
  });

  test("of segments", () => {
    const [pay] = policy.segments;
    const fresh = { id: "de", name: "German", rule: rule("all", is("language", "de")) };
    const after = { ...policy, segments: [{ ...pay!, rule: rule("all", is("url", "/pay")) }, fresh] };
    expect(policyDiff(policy, after)).toEqual([
      "Segment Checkout: now “URL is /pay”, was “URL contains /checkout”",
      "New segment German: language is de",
      "Segment Staff is removed",
    ]);
  });

  test("of the files of pages", () => {
    expect(policyDiff(policy, { ...policy, assets: { hosts: ["cdn.example.com"], fetch: false } })).toEqual([
      "Files of pages: fetching by this server on → off",
      "Files of pages: host added: cdn.example.com",
    ]);
    expect(assetsNow({ hosts: ["a.example", "b.example"], fetch: true })).toBe(
      "Fetched from your environments' own origins and 2 other hosts.",
    );
    expect(assetsNow({ hosts: ["a.example"], fetch: false })).toMatch(/fetches none/);
  });

  test("of exclusions, long lists as a number", () => {
    const ips = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"];
    const exclusions = { ips, domains: ["a.example", "b.example"], userAgents: [], bots: false };
    expect(policyDiff(policy, { ...policy, exclusions })).toEqual([
      "Exclusions: 4 IP addresses added",
      "Exclusions: domains added: a.example and b.example",
      "Exclusions: bots turned away on → off",
    ]);
    const turned = { ...exclusions, ips: ips.toReversed() };
    expect(policyDiff({ ...policy, exclusions }, { ...policy, exclusions: turned })).toEqual([
      "Exclusions: order of IP addresses changed",
    ]);
  });

  test("of the tenant's switch", () => {
    expect(policyDiff(policy, { ...policy, recording: false })).toEqual([
      "Recording as a whole on → off",
      "Nobody will be recorded, and visitors are not shown a switch",
    ]);
    expect(policyDiff({ ...policy, recording: false }, policy)).toEqual(["Recording as a whole off → on"]);
  });

  test("of consent, with what another text means for an earlier yes", () => {
    const { consent } = policy;
    expect(
      policyDiff(policy, { ...policy, consent: { ...consent, unset: "allow", gpc: false, erasure: true } }),
    ).toEqual([
      "Consent: who has not chosen is not recorded before a yes → recorded until a no",
      "Consent: Global Privacy Control as a no on → off",
      "Consent: visitors may have everything deleted off → on",
    ]);
    const text = (unset: "refuse" | "allow") =>
      policyDiff(
        { ...policy, consent: { ...consent, unset } },
        { ...policy, consent: { ...consent, unset, noticeUrl: "https://a.example/" } },
      );
    expect(text("refuse")).toEqual([
      "Consent: text for visitors becomes version 2: visitors who said yes before will be asked again, and are not recorded until they answer",
    ]);
    expect(text("allow")).toEqual([
      "Consent: text for visitors becomes version 2: visitors who said yes before stay recorded",
    ]);
    // What the server trims away is no other text.
    expect(isOtherText(consent, { ...consent, purpose: " " })).toBe(false);
  });

  test("of identity and retention", () => {
    const identity = { ...policy.identity, source: "cookie" as const, name: "uid", signed: true };
    expect(policyDiff(policy, { ...policy, identity, retentionDays: 1 })).toEqual([
      "Identity: user id from playhead.identify() → cookie “uid”",
      "Identity: only signed ids count off → on",
      "Retention 365 days → 1 day",
      "Stored sessions older than 1 day are deleted",
    ]);
    expect(policyDiff(policy, { ...policy, retentionDays: 400 })).toEqual([
      "Retention 365 days → 400 days, for sessions recorded from now on",
    ]);
  });

  test("of the list of environments", () => {
    const after = { ...policy, environments: [newEnvironment("staging", "Staging")] };
    expect(policyDiff(policy, after)).toEqual([
      "New environment Staging, level off",
      "Environment Production is removed",
      "Environment Test is removed",
    ]);
  });
});

describe("what an environment does now", () => {
  const now = (part: Partial<Environment>) => {
    const changed = withEnvironment(part);
    return environmentNow(changed.environments[0]!, changed).text;
  };

  test.each([
    [{ ...recording, level: "off" }, "Nobody is recorded: the level is off."],
    [{ ...recording, level: "engagement" }, "Collects engagement of everyone on 1 allowed origin."],
    [
      { ...recording, level: "dxa", method: "manual", minDurationSeconds: 9 },
      "Collects experience analytics of everyone on 1 allowed origin.",
    ],
    [
      { ...recording, minDurationSeconds: 1 },
      "Records everyone on 1 allowed origin. Visits shorter than 1 second are left out.",
    ],
    [{ ...recording, keys: [] }, "Nobody is recorded: there is no key that works."],
    [{ ...recording, origins: [] }, "Nobody is recorded: no origin is allowed."],
    [{ ...recording, segments: [] }, "Nobody is recorded: no segment is chosen."],
    [{ ...recording, excludedSegments: [EVERYONE] }, "Nobody is recorded: everyone is excluded."],
    [{ ...recording, samplePercent: 0 }, "Nobody is recorded: the sample is 0 %."],
    [recording, "Records everyone on 1 allowed origin."],
    [
      {
        ...recording,
        segments: ["pay", "staff"],
        excludedSegments: ["staff"],
        samplePercent: 25,
        method: "manual",
        mobile: false,
      },
      "Records 25 % of visitors in Checkout or Staff except Staff on 1 allowed origin, after the page has called playhead.start() and at dxa before. Phones and tablets are left out.",
    ],
  ] as const)("%#", (part, text) => {
    expect(now(part as unknown as Partial<Environment>)).toBe(text);
  });
});

test("what the tenant's switch and the platform's lock make of an environment", () => {
  const on = withEnvironment(recording);
  const [environment] = on.environments;
  expect(environmentNow(environment!, { ...on, recording: false }).text).toBe(
    "Nobody is recorded: recording as a whole is off.",
  );
  expect(environmentNow(environment!, { ...on, maxLevel: "off" }).records).toBe(false);
  expect(environmentNow(environment!, { ...on, maxLevel: "dxa" }).text).toBe(
    "Collects experience analytics of everyone on 1 allowed origin. A higher level is locked by the platform's owner.",
  );
});

test("names, and who uses a segment", () => {
  const used = withEnvironment({ segments: [EVERYONE], excludedSegments: ["staff"] });
  expect([segmentName(used, EVERYONE), segmentName(used, "pay"), segmentName(used, "gone")]).toEqual([
    "Everyone",
    "Checkout",
    "gone",
  ]);
  expect([usersOf(used, "staff"), usersOf(used, "pay")]).toEqual([["Production"], []]);
});

test("who is turned away", () => {
  expect(exclusionsNow({ ips: ["a"], domains: ["b", "c"], userAgents: [], bots: true })).toBe(
    "Turned away: 1 entry of IP addresses, 2 domains and known bots.",
  );
  expect(exclusionsNow({ ips: [], domains: [], userAgents: [], bots: false })).toBe(
    "Nobody is turned away, not even bots.",
  );
});

test("reasons and rules in plain words, those of a newer server as they are", () => {
  expect(reasonWords("no_segment").text).toBe("The visitor is in no recorded segment");
  expect(reasonWords("too_windy").text).toBe("Too windy");
  expect(reasonWords("constructor").text).toBe("Constructor");
  expect([ruleName("excluded_ip"), ruleName("too_windy")]).toEqual(["Excluded IP addresses", "Too windy"]);
});

describe("days", () => {
  const now = Date.UTC(2026, 2, 2, 0, 30);

  test("the last ones up to today, gaps filled", () => {
    expect(
      daySeries(
        [
          { day: "2026-03-02", count: 3 },
          { day: "2026-02-28", count: 1 },
          { day: "2026-01-01", count: 9 },
        ],
        now,
        3,
      ),
    ).toEqual([
      { day: "2026-02-28", count: 1 },
      { day: "2026-03-01", count: 0 },
      { day: "2026-03-02", count: 3 },
    ]);
  });

  test.each([
    [0, 1],
    [1, 1],
    [3, 5],
    [10, 10],
    [11, 20],
    [862, 1_000],
  ])("a chart of %d reaches to %d", (max, top) => {
    expect(chartTop(max)).toBe(top);
  });

  test("refusals by reason, the most frequent first", () => {
    const days = [
      { day: "2026-03-02", reasons: { excluded_ip: 1, no_segment: 2 } },
      { day: "2026-03-01", reasons: { no_segment: 1 } },
      { day: "2026-01-01", reasons: { mobile_off: 50 } },
    ];
    expect(refusalSeries({ days }, now, 2)).toEqual([
      {
        reason: "no_segment",
        total: 3,
        days: [
          { day: "2026-03-01", count: 1 },
          { day: "2026-03-02", count: 2 },
        ],
      },
      {
        reason: "excluded_ip",
        total: 1,
        days: [
          { day: "2026-03-01", count: 0 },
          { day: "2026-03-02", count: 1 },
        ],
      },
    ]);
  });
});

describe("the quota", () => {
  test.each([
    [799, 1_000, "fine", 79],
    [800, 1_000, "near", 80],
    [999, 1_000, "near", 99],
    [1_000, 1_000, "full", 100],
    [1_500, 1_000, "full", 100],
    [0, 0, "full", 100],
  ])("%d of %d is %s", (count, limit, state, percent) => {
    expect(quotaStanding({ count, limit })).toMatchObject({ state, percent });
  });

  const usage = {
    limit: 1_000,
    count: 0,
    bytes: 0,
    byteLimit: null,
    start: 0,
    end: 1,
    forecast: 0,
    warnings: [],
    days: [],
    history: [],
  };

  test.each([
    [0, null, null],
    [0, 0, "full"],
    [79, 100, "fine"],
    [80, 100, "near"],
    [100, 100, "full"],
  ])("%d of %s bytes is %s", (bytes, byteLimit, state) => {
    expect(byteStanding({ bytes, byteLimit })?.state ?? null).toBe(state);
  });

  test.each([
    [{}, null],
    [{ count: 800 }, "80 % of the session quota is used."],
    [{ count: 810, bytes: 95, byteLimit: 100 }, "81 % of the session quota and 95 % of the byte budget are used."],
    [{ count: 810, bytes: 101, byteLimit: 100 }, "The byte budget is used up: new visits are not recorded."],
    [
      { count: 1_000, bytes: 101, byteLimit: 100 },
      "The session quota and the byte budget are used up: new visits are not recorded.",
    ],
  ])("people are told on every page: %#", (part, text) => {
    expect(quotaNotice({ ...usage, ...part })?.text ?? null).toBe(text);
  });

  test("the forecast says when it will not be enough", () => {
    expect(forecastText({ count: 1, limit: 10, forecast: 30 })).toContain("more than the quota of 10");
    expect(forecastText({ count: 1, limit: 10, forecast: 10 })).toContain("within the quota");
    expect(forecastText({ count: 10, limit: 10, forecast: 10 })).toBe(
      "No further sessions are counted in this period.",
    );
  });
});
