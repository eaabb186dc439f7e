import { describe, expect, test } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { filterEvent } from "../../../src/protocol/privacy/filter.ts";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";
import type { PageContext } from "../../../src/protocol/privacy/treatment.ts";
import { CANARY, EVENT_SINKS, SINKS } from "../../privacy/canaries.ts";
import { additionOf, attributesOf, snapshotOf, type Tree } from "../../privacy/tree.ts";

const MODES = ["inputs", "content_free", "explicit"] as const;
/** A page without rules, where node 9 is the text of a style element. */
const PAGE: PageContext = {
  treatment: () => "",
  kind: (id) => (id === 9 ? "css" : ""),
  size: () => ({ width: 1, height: 1 }),
};

function leaving(event: RecordedEvent, mode: (typeof MODES)[number], context?: PageContext): string {
  return JSON.stringify(filterEvent(structuredClone(event), { ...newRecorderPrivacy(), mode }, context, () => {}));
}

/** The ways a piece of a page comes into a recording. */
const WAYS: [string, (tree: Tree) => RecordedEvent][] = [
  ["initial", (tree) => snapshotOf(tree)],
  ["added later", (tree) => additionOf(tree)],
  ["deep in the page", (tree) => snapshotOf({ tag: "main", children: [{ tag: "x-host", children: [tree] }, "text"] })],
  ["attributes changed", (tree) => attributesOf(tree)],
  [
    "attributes of its parts changed",
    (tree) => attributesOf(tree.children?.find((part) => typeof part !== "string") ?? tree),
  ],
];

test("there are enough places to look at", () => {
  expect(SINKS.length + EVENT_SINKS.length).toBeGreaterThan(100);
  expect(new Set(SINKS.map(({ name }) => name)).size).toBe(SINKS.length);
});

describe.each(MODES)("nothing private leaves in the mode %s", (mode) => {
  const sinks = SINKS.filter(({ hidden }) => hidden === "always" || mode !== "inputs");
  test.each(WAYS.flatMap(([way, make]) => sinks.map((sink) => [sink.name, way, make(sink.tree)] as const)))(
    "%s, %s",
    (_name, _way, event) => {
      expect(leaving(event, mode)).not.toContain(CANARY);
      expect(leaving(event, mode, PAGE)).not.toContain(CANARY);
    },
  );
  test.each(EVENT_SINKS.map(({ name, event }) => [name, event] as const))("%s", (_name, event) => {
    expect(JSON.stringify(event)).toContain(CANARY);
    expect(leaving(event, mode)).not.toContain(CANARY);
    expect(leaving(event, mode, PAGE)).not.toContain(CANARY);
  });
});

test.each(SINKS.filter(({ hidden }) => hidden === "text").map(({ name, tree }) => [name, tree] as const))(
  "the page can be read in the mode inputs: %s",
  (_name, tree) => {
    expect(leaving(snapshotOf(tree), "inputs", PAGE)).toContain(CANARY);
  },
);
