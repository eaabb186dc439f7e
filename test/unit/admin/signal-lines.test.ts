import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { signalLine } from "../../../src/admin/player/signal-lines.ts";
import { createNames } from "../../../src/admin/player/names.ts";
import { createTimelineReader, type TimelineItem } from "../../../src/admin/player/timeline.ts";
import { withoutTwinClicks } from "../../../src/admin/player/twin-clicks.ts";
import { rowAfter } from "../../../src/admin/player/use-rows.ts";

function custom(tag: string, payload: unknown): RecordedEvent {
  return { type: 5, timestamp: 0, data: { tag: `playhead.${tag}`, payload } };
}

describe("what the recorder's signals say in the list", () => {
  test.each([
    ["click", { name: "pay", tag: "button" }, "click", "pay", "button"],
    ["depth", { percent: 74.6 }, "depth", "Scrolled to 75 %", "of the page"],
    [
      "form",
      { form: "checkout", field: "email", action: "change", ms: 3_100 },
      "form",
      "email changed",
      "in checkout · 3.1 s",
    ],
    ["form", { form: "checkout", field: "", action: "abandon" }, "form", "checkout left without sending", "the form"],
    ["rage", { clicks: 5, x: 1, y: 2, name: "pay" }, "rage", "pay", "5 quick clicks that changed nothing"],
    ["dead", { x: 1, y: 2, name: "" }, "dead", "Somewhere on the page", "clicked, and nothing happened"],
    [
      "error",
      { name: "TypeError", message: "x is null", file: "https://a.example/a.js", line: 3, column: 9 },
      "error",
      "TypeError: x is null",
      "https://a.example/a.js:3:9",
    ],
    ["error", { name: "", message: "", file: "", line: 0, column: 0 }, "error", "Error", ""],
    ["vital", { name: "LCP", value: 2_412.4 }, "vital", "LCP 2.41 s", "time to the largest content"],
    ["vital", { name: "INP", value: 88.2 }, "vital", "INP 88 ms", "time to answer an interaction"],
    ["vital", { name: "CLS", value: 0.1 }, "vital", "CLS 0.1", "how much the layout moved"],
    [
      "level",
      { level: "dxa", reason: "capture_failed" },
      "level",
      "From here on without a picture (dxa)",
      "recording the page failed in this browser",
    ],
  ])("%s %j", (tag, payload, kind, text, detail) => {
    expect(signalLine(custom(tag, payload))).toMatchObject({ kind, text, detail });
  });

  test("all other events are left to others", () => {
    expect(signalLine(custom("track", { name: "x" }))).toBeNull();
  });

  test("whatever a payload holds, there is a line of texts and nothing is thrown", () => {
    const tags = ["click", "depth", "form", "rage", "dead", "error", "vital", "level"];
    fc.assert(
      fc.property(fc.constantFrom(...tags), fc.jsonValue(), (tag, payload) => {
        const line = signalLine(custom(tag, payload));
        expect([typeof line?.text, typeof line?.detail]).toEqual(["string", "string"]);
      }),
    );
  });
});

describe("one click that two signals tell of", () => {
  const click = (timestamp: number, page: string, named: boolean): TimelineItem => ({
    timestamp,
    page,
    kind: "click",
    text: named ? "named" : "seen",
    detail: "",
    ...(named && { named }),
  });
  const texts = (...items: TimelineItem[]) => withoutTwinClicks(items).map(({ text }) => text);

  test("is one line, as the picture tells it, in whichever order they came", () => {
    expect(texts(click(100, "a", true), click(103, "a", false))).toEqual(["seen"]);
    expect(texts(click(100, "a", false), click(103, "a", true))).toEqual(["seen"]);
  });

  test("without a picture, later, or in another document it stays", () => {
    expect(texts(click(100, "a", true))).toEqual(["named"]);
    expect(texts(click(100, "a", false), click(900, "a", true))).toEqual(["seen", "named"]);
    expect(texts(click(100, "a", false), click(101, "b", true))).toEqual(["seen", "named"]);
  });
});

describe("going through the rows by keyboard", () => {
  test.each([
    ["ArrowDown", 3, 4],
    ["ArrowDown", 19, 19],
    ["ArrowUp", 0, 0],
    ["PageDown", 3, 13],
    ["PageUp", 3, 0],
    ["Home", 9, 0],
    ["End", 9, 19],
  ])("%s from row %d leads to %d", (key, row, next) => {
    expect(rowAfter(key, row, 20)).toBe(next);
  });

  test("other keys lead nowhere", () => {
    expect([rowAfter("a", 3, 20), rowAfter("constructor", 3, 20), rowAfter("End", 0, 0)]).toEqual([null, null, null]);
  });
});

test("what is told for the picture's sake is no line; an unknown event of a site is", () => {
  const { read } = createTimelineReader(createNames());
  const lines = ["media", "motion", "unheard"].map((tag) => read("page", custom(tag, {}))?.kind ?? null);
  expect(lines).toEqual([null, null, "custom"]);
});
