import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIMITS } from "../../../src/protocol/limits.ts";
import type { StartResponse } from "../../../src/protocol/start.schema.ts";
import { createAsker } from "../../../src/recorder/asker.ts";
import { createHold } from "../../../src/recorder/hold.ts";
import { readIdentity, type Place } from "../../../src/recorder/identity-source.ts";
import { createKnowledge, namesToTell } from "../../../src/recorder/knowledge.ts";
import type { QueuedEvent } from "../../../src/recorder/parcel.ts";
import { NOTHING, planOf, steps, type Plan } from "../../../src/recorder/plan.ts";
import { createRing } from "../../../src/recorder/ring.ts";
import { supportsPlayback } from "../../../src/recorder/support.ts";
import { whoOf } from "../../../src/recorder/who.ts";

const event = (at: number, bytes = 1): QueuedEvent => ({ text: String(at), bytes, at });

describe("ring", () => {
  const MS = 60_000;
  const KEYFRAME_MS = 30_000;
  const ring = (bytes = 1e9) => createRing({ ms: MS, bytes, keyframeMs: KEYFRAME_MS });

  test("reaches back at least as far as it should, and at most two keyframes further", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5_000), { minLength: 1, maxLength: 300 }), (gaps) => {
        const kept = ring();
        let at = 0;
        let start = true;
        for (const gap of gaps) {
          at += gap;
          start = kept.push(event(at), start);
        }
        const since = kept.since()!;
        expect(at - since).toBeGreaterThanOrEqual(Math.min(at - gaps[0]!, MS));
        expect(at - since).toBeLessThanOrEqual(MS + KEYFRAME_MS + 10_000);
        const events = kept.drain();
        expect(events.map((one) => one.at)).toEqual(events.map((one) => one.at).toSorted((a, b) => a - b));
        expect(events.at(-1)!.at).toBe(at);
      }),
    );
  });

  test("holds no more than it may, and asks for a keyframe when it has dropped the last one", () => {
    const kept = ring(100);
    expect(kept.push(event(0, 60), true)).toBe(false);
    expect(kept.push(event(1, 60), false)).toBe(true);
    expect(kept.since()).toBeUndefined();
    kept.push(event(2, 60), true);
    kept.push(event(3, 30), true);
    kept.push(event(4, 30), false);
    expect(kept.drain().map(({ at }) => at)).toEqual([3, 4]);
  });
});

describe("hold", () => {
  test("a yes lets go what it was about; a later address stays; one that nobody asked about is lost and counted", () => {
    const hold = createHold(1e6);
    hold.begin(true);
    hold.push(event(1));
    hold.ask();
    hold.begin(true);
    hold.push(event(2));
    hold.begin(true);
    hold.push(event(3));
    expect(hold.release()).toEqual({ events: [event(1)], lost: undefined });
    hold.ask();
    expect(hold.release()).toEqual({
      events: [event(3)],
      lost: { reason: "refused", batches: 0, bytes: 1, events: 1 },
    });
    expect(hold.isOn()).toBe(false);
  });

  test("an answer to a question from before it lets nothing go", () => {
    const hold = createHold(1e6);
    hold.ask();
    hold.begin(false);
    hold.push(event(1));
    expect(hold.release().events).toEqual([]);
    expect(hold.isOn()).toBe(true);
  });

  test("what does not fit is counted, and forgetting goes on holding", () => {
    const hold = createHold(10);
    hold.begin(true);
    hold.push(event(1, 8));
    hold.push(event(2, 8));
    hold.ask();
    expect(hold.release().lost).toMatchObject({ reason: "queue_full", bytes: 8, events: 1 });
    hold.begin(true);
    hold.push(event(3));
    hold.forget();
    hold.ask();
    expect(hold.isOn()).toBe(true);
    expect(hold.release().events).toEqual([]);
  });
});

test("one question at a time; a burst asks once more, with the latest facts", async () => {
  const open: (() => void)[] = [];
  const asker = createAsker(() => new Promise<void>((resolve) => open.push(resolve)));
  const done = asker.again();
  for (let n = 0; n < 5; n++) void asker.again();
  expect(open).toHaveLength(1);
  expect(asker.isPending()).toBe(true);
  open[0]!();
  await Promise.resolve();
  expect(open).toHaveLength(2);
  expect(asker.isPending()).toBe(false);
  open[1]!();
  await done;
  await asker.idle();
  expect(open).toHaveLength(2);
});

describe("plan", () => {
  const answer = (level: Plan["level"], more: object = {}): StartResponse =>
    ({ level, reason: "recorded", serverTime: 0, ...more }) as StartResponse;
  const capture = "/r/capture-1.js";
  const off = planOf(answer("off", { watch: { url: true } }), false);
  const ring = planOf(answer("off", { watch: { after: 1, buffer: true }, capture }), false);
  const dxa = planOf(answer("dxa"), false);
  const beside = planOf(answer("dxa", { watch: { buffer: true }, capture }), false);
  const playback = planOf(answer("playback", { capture }), false);
  const final = planOf(answer("off"), false);

  test.each<[string, Plan, Plan, string[]]>([
    ["playback at first", NOTHING, playback, ["open", "signals", "start_dom"]],
    ["dxa at first", NOTHING, dxa, ["open", "signals"]],
    ["only watching", NOTHING, off, ["signals"]],
    ["memory at first", NOTHING, ring, ["keep", "signals", "start_dom"]],
    ["memory, then yes", ring, playback, ["open", "drain", "signals"]],
    ["memory, then dxa", ring, dxa, ["stop_dom", "open", "drop", "signals"]],
    ["memory, then no", ring, off, ["stop_dom", "drop", "signals"]],
    ["up", dxa, playback, ["tell", "signals", "start_dom"]],
    ["up with memory", beside, playback, ["tell", "drain", "signals"]],
    ["down", playback, dxa, ["stop_dom", "tell", "signals"]],
    ["no, and watching", playback, off, ["stop_dom", "leave", "signals"]],
    ["no, and memory", playback, ring, ["stop_dom", "leave", "keep", "signals", "start_dom"]],
    ["no for good", playback, final, ["stop_dom", "leave", "end"]],
    ["the same again", playback, playback, ["signals"]],
  ])("%s", (_, from, to, expected) => {
    expect(steps(from, to)).toEqual(expected);
  });

  test("where the DOM cannot be captured, playback is dxa and nothing is kept in memory", () => {
    expect(planOf(answer("playback", { capture }), true)).toMatchObject({ level: "dxa", dom: undefined });
    expect(planOf(answer("off", { watch: { buffer: true }, capture }), true)).toMatchObject({
      ring: false,
      final: false,
    });
  });
});

describe("the id that a page shows", () => {
  const place = {
    document: {
      cookie: "a=1; uid=user%207; broken=%E0; uid2=x",
      querySelector: (selector: string) => {
        if (selector === "[") throw new SyntaxError("bad selector");
        if (selector === "#none") return null;
        return { getAttribute: () => (selector === "#field" ? "u-field" : null), textContent: "  u-text \n" };
      },
    },
    localStorage: { getItem: (name: string) => (name === "uid" ? "u-local" : null) },
    sessionStorage: { getItem: (name: string) => (name === "sid" ? "u-session" : null) },
    app: { user: { id: 7, name: "", long: "x".repeat(LIMITS.userIdChars + 1) } },
  } as unknown as Place;

  test.each([
    ["cookie", "uid", "user 7"],
    ["cookie", "broken", "%E0"],
    ["cookie", "ui", undefined],
    ["storage", "uid", "u-local"],
    ["storage", "sid", "u-session"],
    ["storage", "none", undefined],
    ["variable", "app.user.id", "7"],
    ["variable", "app.user.name", undefined],
    ["variable", "app.user.long", undefined],
    ["variable", "app.user", undefined],
    ["variable", "nothing.at.all", undefined],
    ["selector", "#field", "u-field"],
    ["selector", "#text", "u-text"],
    ["selector", "#none", undefined],
    ["selector", "[", undefined],
  ] as const)("%s %s: %s", (source, name, expected) => {
    expect(readIdentity({ source, name }, place)).toBe(expected);
  });

  test("counts once, and does not outrank a later word of the site", () => {
    const found: string[] = [];
    const knowledge = createKnowledge({}, place, (id) => void found.push(id));
    const source = { source: "storage", name: "uid" } as const;
    knowledge.find(source);
    expect([knowledge.isUntold(), knowledge.unsaid(), knowledge.unsaid()]).toEqual([true, "u-local", undefined]);
    knowledge.ask();
    knowledge.identify("somebody else", { plan: "pro" });
    knowledge.find(source);
    expect(knowledge.facts()).toMatchObject({ user: "somebody else", attributes: { plan: "pro" } });
    expect(found).toEqual(["u-local"]);
  });
});

test("what of an identify call is told fits the start request", () => {
  const traits = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`trait${n}`, "x".repeat(300)]));
  const { attributes } = whoOf("user", { nothing: null, list: [1], yes: true, ...traits });
  expect(Object.keys(attributes!)).toHaveLength(LIMITS.attributes);
  expect(attributes).not.toHaveProperty("nothing");
  expect(attributes!["yes"]).toBe("true");
  expect(attributes!["trait0"]).toHaveLength(LIMITS.attributeValueChars);
  for (const user of ["", 7, undefined, "x".repeat(257)]) expect(whoOf(user)).toEqual({});
});

test("names are told when one is new, the first ones of a visit", () => {
  expect(namesToTell(["a"], [])).toEqual(["a"]);
  expect(namesToTell(["a"], ["a", "b"])).toBeUndefined();
  const many = Array.from({ length: 50 }, (_, n) => `e${n}`);
  expect(namesToTell(many, [])).toEqual(many.slice(0, LIMITS.startEvents));
  expect(namesToTell(["more"], many.slice(0, LIMITS.startEvents))).toBeUndefined();
});

test("a window without what rrweb needs is seen", () => {
  const names = ["MutationObserver", "Proxy", "WeakMap", "ShadowRoot", "CSSStyleSheet", "PromiseRejectionEvent"];
  const whole = Object.fromEntries(names.map((name) => [name, {}]));
  const element = { Element: { prototype: { getAttributeNames: () => [] } } };
  expect(supportsPlayback({ ...whole, ...element })).toBe(true);
  expect(supportsPlayback(whole)).toBe(false);
  for (const name of names) expect(supportsPlayback({ ...whole, ...element, [name]: undefined })).toBe(false);
});
