import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CustomPayloads, RecordedEvent } from "../../../src/protocol/events.ts";
import { judgeClicks, judgeEvents, newReactionRules } from "../../../src/protocol/reactions.ts";

type Facts = CustomPayloads["playhead.reaction"];

const rules = newReactionRules();
const facts = (given: Partial<Facts>): Facts => ({
  clicks: [0],
  changed: null,
  x: 1,
  y: 2,
  name: "buy",
  reacts: true,
  ...given,
});
const tags = (given: Partial<Facts>, by = rules) => judgeClicks(facts(given), by).map(({ tag }) => tag.slice(9));

describe("clicks are judged by what came of them", () => {
  test.each<[string, Partial<Facts>, string[]]>([
    ["one on a button that does nothing", {}, ["dead"]],
    ["one that is answered in time", { changed: 1_000 }, []],
    ["one that is answered too late", { changed: 1_001 }, ["dead"]],
    ["one on a text", { reacts: false }, []],
    ["three in a second", { clicks: [0, 500, 1_000] }, ["rage", "dead"]],
    ["three in more than a second", { clicks: [0, 500, 1_001] }, ["dead"]],
    ["three quick ones among slow ones", { clicks: [0, 2_000, 2_100, 2_200] }, ["rage", "dead"]],
    ["three on a text, which they select", { clicks: [0, 1, 2], reacts: false, selected: true }, []],
    ["three on a text that is not selected", { clicks: [0, 1, 2], reacts: false }, ["rage"]],
    ["three, answered within a second of the last", { clicks: [0, 100, 200], changed: 1_200 }, []],
    ["none", { clicks: [] }, []],
  ])("%s", (_, given, signs) => {
    expect(tags(given)).toEqual(signs);
  });

  test("by other rules they are something else", () => {
    expect(tags({ changed: 600 }, { ...rules, deadMs: 500 })).toEqual(["dead"]);
    expect(tags({ clicks: [0, 100, 200] }, { ...rules, rageClicks: 4 })).toEqual(["dead"]);
    expect(tags({ clicks: [0, 900, 1_800], reacts: false }, { ...rules, rageMs: 2_000 })).toEqual(["rage"]);
  });

  test("a shape that is none is not trusted", () => {
    for (const clicks of [null, "x", ["a"], {}]) expect(judgeClicks({ clicks: clicks as never }, rules)).toEqual([]);
  });
});

const reactionOf = (given: Partial<Facts>, timestamp: number): RecordedEvent => ({
  type: 5,
  data: { tag: "playhead.reaction", payload: facts(given) },
  timestamp,
});
const other = (timestamp: number): RecordedEvent => ({ type: 4, data: { href: "" }, timestamp });

const streams = fc.array(
  fc.oneof(
    fc.nat(5).map(other),
    fc
      .record({
        clicks: fc.array(fc.nat(2_000), { maxLength: 5 }).map((all) => all.toSorted((a, b) => a - b)),
        changed: fc.option(fc.nat(4_000)),
        reacts: fc.boolean(),
      })
      .chain((given) => fc.nat(5).map((at) => reactionOf(given, at))),
  ),
  { maxLength: 12 },
);
const otherRules = fc.record({
  rageClicks: fc.integer({ min: 2, max: 10 }),
  rageMs: fc.integer({ min: 200, max: 3_000 }),
  deadMs: fc.integer({ min: 200, max: 3_000 }),
});

describe("events", () => {
  test("get what follows from them right behind them, and nothing when nothing does", () => {
    const dead = reactionOf({}, 7);
    expect(judgeEvents([other(1), dead, other(9)], rules)).toEqual([
      other(1),
      dead,
      { type: 5, data: { tag: "playhead.dead", payload: { x: 1, y: 2, name: "buy" } }, timestamp: 7 },
      other(9),
    ]);
    expect(judgeEvents([other(1), reactionOf({ changed: 5 }, 7)], rules)).toBe(null);
  });

  test("judged twice are as judged once, and rules that changed leave nothing of the ones before", () => {
    fc.assert(
      fc.property(streams, otherRules, otherRules, (events, first, second) => {
        const once = judgeEvents(events, first) ?? events;
        expect(judgeEvents(once, first)).toBe(null);
        expect(judgeEvents(once, second) ?? once).toEqual(judgeEvents(events, second) ?? events);
      }),
    );
  });
});
