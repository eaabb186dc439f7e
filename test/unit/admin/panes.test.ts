import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { initialState } from "../../../src/admin/player/playback-state.ts";
import { momentAddress } from "../../../src/admin/player/moment-address.ts";
import {
  choicesFor,
  completed,
  mentionedIn,
  mentioningAt,
  piecesOf,
} from "../../../src/admin/player/notes/mention-text.ts";
import { rowAt } from "../../../src/admin/player/panes/row-at.ts";
import { filtered, sortsOf, type Filtering } from "../../../src/admin/player/panes/use-filter.ts";
import { levelSteps, matchingFacts, traitFacts } from "../../../src/admin/player/panes/visitor-facts.ts";
import { ratingOf, worstVitals } from "../../../src/admin/player/panes/vital-ratings.ts";
import { asCurl, bytesText, msText, requestBar, requestSort } from "../../../src/admin/player/panes/waterfall.ts";
import type { RequestSignal } from "../../../src/admin/player/signals.ts";
import { spokenChange } from "../../../src/admin/player/spoken-state.ts";

const REQUEST: RequestSignal = {
  kind: "request",
  at: 1_000,
  page: "a",
  method: "GET",
  url: "https://x.example/a?b=1",
  by: "fetch",
  status: 200,
  ms: 400,
  wait: 300,
  bytes: 10,
  failed: false,
  requestHeaders: null,
  responseHeaders: null,
  requestBody: null,
  responseBody: null,
};

describe("the waterfall", () => {
  const view = { from: 0, to: 2_000 };

  test("draws a request where it was, with the part before the first byte", () => {
    const bar = (wait: number | null) => {
      const { left = -1, width = -1, wait: before = -1 } = requestBar({ ...REQUEST, wait }, view) ?? {};
      return [left, width, before].map(Math.round);
    };
    expect(bar(300)).toEqual([50, 20, 15]);
    expect(bar(null)).toEqual([50, 20, 0]);
  });

  test("cuts what reaches over the edge and leaves out what is outside", () => {
    expect(requestBar({ at: -200, ms: 400, wait: 100 }, view)).toEqual({ left: 0, width: 10, wait: 0 });
    expect(requestBar({ at: 2_500, ms: 10, wait: 1 }, view)).toBeNull();
    expect(requestBar({ at: -50, ms: 10, wait: 1 }, view)).toBeNull();
  });

  test("keeps every bar inside of the view", () => {
    const time = fc.integer({ min: -5_000, max: 5_000 });
    fc.assert(
      fc.property(time, fc.nat(5_000), fc.option(fc.nat(9_000)), (at, ms, wait) => {
        const bar = requestBar({ at, ms, wait }, view) ?? { left: 0, width: 0, wait: 0 };
        expect(bar.left).toBeGreaterThanOrEqual(0);
        expect(bar.left + bar.width).toBeLessThanOrEqual(100.001);
        expect(bar.wait).toBeLessThanOrEqual(bar.width + 0.001);
      }),
    );
  });

  test("tells sorts apart", () => {
    expect(requestSort({ by: "img", failed: true })).toBe("failed");
    expect(requestSort({ by: "xmlhttprequest", failed: false })).toBe("calls");
    expect(requestSort({ by: "anything", failed: false })).toBe("other");
  });

  test("says sizes and times", () => {
    expect([bytesText(null), bytesText(0), bytesText(3_400), bytesText(2_000_000)]).toEqual([
      "",
      "0 B",
      "3.4 kB",
      "2.0 MB",
    ]);
    expect([msText(12.4), msText(1_700)]).toEqual(["12 ms", "1.70 s"]);
  });
});

describe("a request as cURL", () => {
  test("is the address alone when that is all that is known", () => {
    expect(asCurl(REQUEST)).toBe("curl 'https://x.example/a?b=1'");
  });

  test("has method, headers and body, and no quote of theirs ends it", () => {
    const text = asCurl({
      ...REQUEST,
      method: "POST",
      requestHeaders: { "content-type": "application/json" },
      requestBody: `{"it":"isn't"}`,
    });
    expect(text).toBe(
      `curl 'https://x.example/a?b=1' \\\n  -X POST \\\n  -H 'content-type: application/json' \\\n  --data-raw '{"it":"isn'\\''t"}'`,
    );
    expect(asCurl({ ...REQUEST, method: "GET; rm -rf /" })).toContain("-X 'GET; rm -rf /'");
  });
});

test("vitals are rated by the published bounds, and the worst of each stands for the visit", () => {
  expect(["LCP", "INP", "CLS"].map((name) => ratingOf(name, name === "CLS" ? 0.1 : 200))).toEqual([
    "good",
    "good",
    "good",
  ]);
  expect([ratingOf("LCP", 2_501), ratingOf("LCP", 4_001), ratingOf("constructor", 1)]).toEqual([
    "needs",
    "poor",
    "unrated",
  ]);
  const vitals = [
    { name: "CLS", value: 0 },
    { name: "LCP", value: 900 },
    { name: "LCP", value: 5_000 },
    { name: "odd", value: 1 },
  ];
  expect(worstVitals(vitals)).toEqual([vitals[2], vitals[0]]);
});

describe("search and filter", () => {
  const rows = ["a error", "b warn", "c error cart", "d info"].map((text) => ({ text, sort: text.split(" ")[1]! }));
  const filtering: Filtering<(typeof rows)[number]> = {
    sortOf: ({ sort }) => sort,
    labels: { error: "Errors", warn: "Warnings" },
    textOf: ({ text }) => text,
  };

  test("keep what has all words and is not of a hidden sort", () => {
    expect(filtered(rows, "", new Set(), filtering)).toBe(rows);
    expect(filtered(rows, " ERROR cart", new Set(), filtering)).toEqual([rows[2]]);
    expect(filtered(rows, "", new Set(["error"]), filtering)).toEqual([rows[1], rows[3]]);
  });

  test("offer the sorts that there are, those with a name first", () => {
    expect(sortsOf(rows, filtering)).toEqual([
      { value: "error", label: "Errors", count: 2 },
      { value: "warn", label: "Warnings", count: 1 },
      { value: "info", label: "info", count: 1 },
    ]);
  });

  test("the row of a moment is the last that is not later", () => {
    const times = [{ at: 0 }, { at: 10 }, { at: 10 }, { at: 20 }];
    expect([-1, 0, 10, 15, 99].map((time) => rowAt(times, time))).toEqual([-1, 0, 2, 2, 3]);
  });
});

test("what the site said of a visitor is the last word on each", () => {
  const identity = { kind: "identity" as const, page: "a", user: "ada" };
  const traits = traitFacts([
    { ...identity, at: 0, traits: { plan: "free", seats: 1 } },
    { ...identity, at: 9, traits: { plan: "pro", tags: ["x"] } },
  ]);
  expect(traits).toEqual([
    { name: "plan", value: "pro" },
    { name: "seats", value: "1" },
    { name: "tags", value: '["x"]' },
  ]);
  expect(matchingFacts(traits, "PLAN pro")).toEqual([traits[0]]);
});

test("what stepped down is told with its reason", () => {
  const [step] = levelSteps([{ kind: "level", at: 5, page: "a", level: "dxa", reason: "too_slow" }]);
  expect(step).toEqual({
    at: 5,
    text: "From here on without a picture (dxa)",
    why: "recording took too much of the page's time",
  });
});

describe("mentions", () => {
  const members = [
    { user: "1", name: "Ada Lovelace" },
    { user: "2", name: "Ada" },
    { user: "3", name: "Grace Hopper" },
  ];

  test("begin at an @ that follows a space, and are completed to the whole name", () => {
    const text = "Look @gra here";
    const mentioning = mentioningAt(text, 9)!;
    expect(mentioning).toEqual({ from: 5, start: "gra" });
    expect(choicesFor(mentioning.start, members)).toEqual([members[2]]);
    expect(completed(text, mentioning, members[2]!)).toEqual({ text: "Look @Grace Hopper here", caret: 19 });
    expect(mentioningAt("me@x.example", 12)).toBeNull();
    expect(mentioningAt("no mention", 5)).toBeNull();
  });

  test("are offered by any part of the name", () => {
    expect(choicesFor("hop", members)).toEqual([members[2]]);
    expect(choicesFor("", members)).toHaveLength(3);
    expect(choicesFor("x", members)).toEqual([]);
  });

  test("are found again in the text, the longest name first, each once", () => {
    expect(mentionedIn("@Ada Lovelace and @Ada, @Ada and @nobody", members)).toEqual(["1", "2"]);
    expect(piecesOf("Hi @Ada!", members)).toEqual([
      { text: "Hi ", user: null },
      { text: "@Ada", user: "2" },
      { text: "!", user: null },
    ]);
  });

  test("leave every character of the text where it was", () => {
    const words = fc.array(fc.constantFrom("@", "@Ada", "@Ada Lovelace", " ", "x", "@@", "é"), { maxLength: 20 });
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join("");
        expect(
          piecesOf(text, members)
            .map((piece) => piece.text)
            .join(""),
        ).toBe(text);
      }),
    );
  });
});

test("the address of a moment has no other parameters", () => {
  const here = { pathname: "/sessions/1", href: "https://r.example/sessions/1?t=5&q=x" };
  expect(momentAddress(here, 1_234.6)).toBe("https://r.example/sessions/1?t=1235");
  expect(momentAddress(here, -3, true)).toBe("https://r.example/sessions/1?t=0&paused=1");
});

test("what the player does is said in words, and time that passes is not", () => {
  const state = initialState(true);
  const clock = (part: object) => ({ ...state, clock: { ...state.clock, duration: 60_000, ...part } });
  expect(spokenChange(clock({}), clock({ playing: true }))).toBe("Playing");
  expect(spokenChange(clock({ playing: true }), clock({ playing: true, time: 500 }))).toBeNull();
  expect(spokenChange(clock({ playing: true, time: 12_000 }), clock({ time: 12_000 }))).toBe("Paused at 0:12");
  expect(spokenChange(clock({ playing: true, time: 59_000 }), clock({ time: 60_000 }))).toBe("The end");
  expect(spokenChange(clock({}), clock({ time: 5_000 }))).toBe("At 0:05");
  expect(spokenChange(clock({}), clock({ speed: 2 }))).toBe("Speed 2 times");
  expect(spokenChange(state, { ...state, problem: new Error("gone") })).toContain("gone");
});
