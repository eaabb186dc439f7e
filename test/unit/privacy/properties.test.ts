import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { scrubAddress } from "../../../src/protocol/privacy/addresses.ts";
import { filterCss } from "../../../src/protocol/privacy/css.ts";
import { filterEvent } from "../../../src/protocol/privacy/filter.ts";
import { maskMessage } from "../../../src/protocol/privacy/mask.ts";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";
import type { RecorderPrivacy } from "../../../src/protocol/privacy/privacy.schema.ts";
import type { PageContext, Treatment } from "../../../src/protocol/privacy/treatment.ts";
import { EVENT_SINKS, SINKS } from "../../privacy/canaries.ts";
import { additionOf, attributesOf, snapshotOf } from "../../privacy/tree.ts";

const EVENTS: RecordedEvent[] = [
  ...SINKS.flatMap(({ tree }) => [snapshotOf(tree), additionOf(tree), attributesOf(tree)]),
  ...EVENT_SINKS.map(({ event }) => event),
];

const privacies = fc.record<RecorderPrivacy>({
  mode: fc.constantFrom("inputs", "content_free", "explicit"),
  rules: fc.constant([]),
  urlParameters: fc.constantFrom([], ["q"], ["*"]),
  bodyFields: fc.constantFrom([], ["plan"], ["*"]),
  urls: fc.boolean(),
  titles: fc.boolean(),
  canvas: fc.boolean(),
});

const TREATMENTS: Treatment[] = ["", "allow", "field", "mask", "ignore", "block", "secret"];

/** A page that says of each node something, always the same. */
const pages = fc
  .tuple(fc.array(fc.constantFrom(...TREATMENTS), { minLength: 1 }), fc.boolean())
  .map(([treatments, label]): PageContext => ({
    treatment: (id) => (typeof id === "number" && treatments[Math.abs(Math.trunc(id)) % treatments.length]) || "",
    kind: (id) => (typeof id !== "number" ? "" : id % 3 === 0 && label ? "label" : id % 5 === 0 ? "css" : ""),
    size: () => ({ width: 10.5, height: 20 }),
  }));

/** An event in which the value at one place, found by walking with these steps, is another. */
function spoil(event: RecordedEvent, steps: number[], value: unknown): RecordedEvent {
  const copy = structuredClone(event);
  let holder = copy as unknown as Record<string, unknown>;
  for (const [at, step] of steps.entries()) {
    const keys = Object.keys(holder);
    const key = keys[step % keys.length];
    if (key === undefined) break;
    const next = holder[key];
    if (at === steps.length - 1 || typeof next !== "object" || next === null) {
      // The envelope is checked before.
      if (holder !== (copy as unknown) || key === "data") holder[key] = value;
      break;
    }
    holder = next as Record<string, unknown>;
  }
  return copy;
}

const values = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    "",
    0,
    null,
    true,
    [],
    {},
    "allow",
    { __proto__: null, constructor: "x" },
    "data:image/png;base64,AA",
    "#000000",
  ),
  fc.constant(JSON.parse('{"__proto__":{"a":"b"},"constructor":{"prototype":1},"toString":"x"}')),
);
const events = fc
  .tuple(fc.constantFrom(...EVENTS), fc.array(fc.nat(50), { minLength: 1, maxLength: 14 }), values)
  .map(([event, steps, value]) => spoil(event, steps, value));

function run(event: RecordedEvent, privacy: RecorderPrivacy, page?: PageContext): string {
  const kept = filterEvent(JSON.parse(JSON.stringify(event)) as RecordedEvent, privacy, page, () => {});
  return JSON.stringify(kept);
}

describe("whatever an event holds", () => {
  test("a second run changes nothing, with the page or without, and says so", () => {
    fc.assert(
      fc.property(events, privacies, fc.option(pages, { nil: undefined }), (event, privacy, page) => {
        const once = run(event, privacy, page);
        if (once === "null") return;
        const changes: string[] = [];
        const again = filterEvent(JSON.parse(once) as RecordedEvent, privacy, undefined, (what) => changes.push(what));
        expect(JSON.stringify(again)).toBe(once);
        expect(changes).toEqual([]);
      }),
      { numRuns: 6_000 },
    );
  });

  test("it is told when it has been changed", () => {
    fc.assert(
      fc.property(events, privacies, (event, privacy) => {
        const before = JSON.stringify(event);
        let changes = 0;
        const kept = filterEvent(JSON.parse(before) as RecordedEvent, privacy, undefined, () => changes++);
        expect(changes > 0).toBe(JSON.stringify(kept) !== before);
      }),
      { numRuns: 2_000 },
    );
  });
});

const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "url(",
        ")",
        '"',
        "'",
        "\\",
        "\\7",
        "\\75 ",
        "/*",
        "*/",
        "{",
        "}",
        ";",
        ":",
        "[",
        "]",
        "content",
        "font-family",
        "@import ",
        "src",
        "--x",
        "\n",
        " ",
        "#a",
        "data:image/png,",
        "https://",
        "?q",
        "canary7x9",
        "\u2022",
        "!important",
      ),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(""));

test.each([
  ["u/* Jane */rl(https://a/?b)", "u/**/rl(https://a/?b)"],
  ["*//* Jane */*/", "*//**/*/"],
  [".a/* x *//* y */.b", ".a/**/.b"],
  [".a /* x */.b/* y */ .c/* z */", ".a .b .c"],
  ["a{/* x */b:/* y */c/* z */;/* d */}", "a{b:/**/c;}"],
  ["a/* rr_split */b/* x *//* rr_split */", "a/* rr_split */b/* rr_split */"],
  ["a/* Jane", "a"],
])("taking comments out of %j joins nothing", (css, kept) => {
  expect(filterCss(css, newRecorderPrivacy())).toBe(kept);
});

test("CSS filtered twice is as filtered once", () => {
  fc.assert(
    fc.property(pieces, privacies, fc.constantFrom("", "content", "background"), (css, privacy, property) => {
      const once = filterCss(css, privacy, property);
      expect(filterCss(once, privacy, property)).toBe(once);
    }),
    { numRuns: 6_000 },
  );
});

test("an address scrubbed twice is as scrubbed once, and has nothing behind its path", () => {
  const parts = fc.constantFrom(
    "http:",
    "https:",
    "//",
    "/",
    "\\",
    "@",
    "?",
    "#",
    ";",
    ":",
    "a",
    "data:",
    "blob:",
    " ",
    "\t",
    "q=1",
    "&",
    "..",
    "%2e",
    "é",
    "x".repeat(3_000),
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 12 }), privacies, (list, privacy) => {
      const once = scrubAddress(list.join(""), privacy);
      expect(scrubAddress(once, privacy)).toBe(once);
      if (privacy.urlParameters.length === 0) expect(once).not.toMatch(/[?#]./);
    }),
    { numRuns: 6_000 },
  );
});

test("a message masked twice is as masked once", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (message) => {
      const once = maskMessage(message);
      expect(maskMessage(once)).toBe(once);
      expect(once).not.toMatch(/\d|@/);
    }),
  );
});

test("hostile style sheets cost linear time", () => {
  const { length } = ["url(", '"', "'", "/*", "[", "\\", "a:", "content:'"].filter((piece) => {
    const started = performance.now();
    filterCss(piece.repeat(1_000_000 / piece.length), newRecorderPrivacy());
    return performance.now() - started > 3_000;
  });
  expect(length).toBe(0);
});
