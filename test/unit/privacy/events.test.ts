import { describe, expect, test } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { filterEvent } from "../../../src/protocol/privacy/filter.ts";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";
import type { RecorderPrivacy } from "../../../src/protocol/privacy/privacy.schema.ts";
import type { PageContext, Treatment } from "../../../src/protocol/privacy/treatment.ts";

const MASK = "••••••";

interface Given {
  privacy?: Partial<RecorderPrivacy>;
  treatments?: Record<number, Treatment>;
  kinds?: Record<number, "css" | "label">;
}

/** A page of which is known what these nodes are. */
function pageOf({ treatments, kinds }: Given): PageContext | undefined {
  if (!treatments && !kinds) return undefined;
  return { treatment: (id) => treatments?.[id] ?? "", kind: (id) => kinds?.[id] ?? "", size: () => null };
}

function filtered(event: unknown, given: Given = {}) {
  const reports: string[] = [];
  const left = filterEvent(
    structuredClone(event) as RecordedEvent,
    { ...newRecorderPrivacy(), ...given.privacy },
    pageOf(given),
    (what) => reports.push(what),
  );
  return { left, reports };
}
/** What is left of the data of an incremental event. */
const change = (source: unknown, data: object, given?: Given) =>
  (filtered({ type: 3, data: { source, ...data }, timestamp: 1 }, given).left?.data as Record<string, unknown>) ?? null;
const payload = (tag: string, body: unknown, given?: Given) =>
  (filtered({ type: 5, data: { tag, payload: body }, timestamp: 1 }, given).left?.data as { payload: unknown })
    ?.payload ?? null;
const EXPLICIT: Given = { privacy: { mode: "explicit" } };

describe("kinds of events", () => {
  test.each([
    { type: 3, data: { source: 1, positions: [] }, timestamp: 1, delay: 2 },
    { type: 4, data: { href: "https://a.example/b", width: 1, height: 2 }, timestamp: 1 },
    { type: 0, data: {}, timestamp: 1 },
    { type: 1, data: {}, timestamp: 1 },
    { type: 1, timestamp: 1 },
  ])("%j stays as it is", (event) => {
    expect(filtered(event)).toEqual({ left: event, reports: [] });
  });

  test.each([
    { type: 7, data: { url: "/a" }, timestamp: 1 },
    { type: 99, data: {}, timestamp: 1 },
    { type: "__proto__", data: {}, timestamp: 1 },
    { type: 2, data: {}, timestamp: 1 },
    { type: 2, data: { node: { type: 9 } }, timestamp: 1 },
    { type: 3, data: null, timestamp: 1 },
    { type: 3, data: [], timestamp: 1 },
    { type: 3, data: { source: 99 }, timestamp: 1 },
    { type: 3, data: { source: "1" }, timestamp: 1 },
    { type: 3, data: { source: 9, id: 1 }, timestamp: 1 },
    { type: 3, data: { source: 10, family: "a", fontSource: "x", buffer: true }, timestamp: 1 },
    { type: 5, data: { tag: "unheard", payload: {} }, timestamp: 1 },
    { type: 5, data: { tag: "playhead.unheard", payload: {} }, timestamp: 1 },
    { type: 5, data: { tag: "xplayhead.track", payload: {} }, timestamp: 1 },
    { type: 5, data: { tag: "playhead.constructor", payload: {} }, timestamp: 1 },
    { type: 5, data: { tag: "playhead.track", payload: "Jane" }, timestamp: 1 },
    { type: 5, data: { tag: 7, payload: {} }, timestamp: 1 },
    { type: 6, data: { plugin: "toString", payload: {} }, timestamp: 1 },
    { type: 6, data: { plugin: "rrweb/console@1", payload: "Jane" }, timestamp: 1 },
  ])("%j is not kept, which is told", (event) => {
    const { left, reports } = filtered(event);
    expect(left).toBeNull();
    expect(reports.at(-1)).toBe("event");
  });

  test("what an event has beside goes", () => {
    const { left, reports } = filtered({
      type: 4,
      data: { href: "Jane", width: "Jane", x: 1 },
      timestamp: 1,
      more: "Jane",
    });
    expect(left).toEqual({ type: 4, data: { href: "" }, timestamp: 1 });
    expect(reports).toEqual(["key", "href", "width", "key"]);
    expect(filtered({ type: 0, data: "Jane", timestamp: 1 })).toEqual({
      left: { type: 0, data: {}, timestamp: 1 },
      reports: ["data"],
    });
    expect(filtered({ type: 1, data: { text: "Jane" }, timestamp: 1 })).toEqual({
      left: { type: 1, data: {}, timestamp: 1 },
      reports: ["key"],
    });
  });

  test("of the console stays how loud it was; of requests how they went", () => {
    const console = {
      plugin: "rrweb/console@1",
      payload: { level: "warn", payload: ["Jane", { a: 1 }], trace: ["a"] },
    };
    expect(filtered({ type: 6, data: console, timestamp: 1 }).left?.data).toEqual({
      plugin: "rrweb/console@1",
      payload: { level: "warn", payload: [MASK, MASK] },
    });
    const request = {
      name: "https://a.example/b?c",
      method: "GET",
      initiatorType: "fetch",
      status: 200,
      startTime: 1,
      endTime: 2,
      duration: 1,
    };
    const network = {
      plugin: "rrweb/network@1",
      payload: { requests: [{ ...request, body: "Jane" }, { name: 7 }, "Jane"] },
    };
    expect(filtered({ type: 6, data: network, timestamp: 1 }).left?.data).toEqual({
      plugin: "rrweb/network@1",
      payload: { requests: [{ ...request, name: "https://a.example/b" }, {}] },
    });
  });
});

describe("incremental events", () => {
  test.each([
    [1, { positions: [{ x: 1, y: 2, id: 3, timeOffset: -4 }] }],
    [2, { type: 2, id: 3, x: 1, y: 2, pointerType: 0 }],
    [3, { id: 3, x: 1, y: 2 }],
    [4, { width: 1, height: 2 }],
    [6, { positions: [{ x: 1, y: 2, id: 3, timeOffset: -4 }] }],
    [7, { type: 1, id: 3, currentTime: 1.5, volume: 0.5, muted: true, loop: false, playbackRate: 2 }],
    [
      8,
      {
        id: 3,
        styleId: 4,
        adds: [{ rule: "a { }", index: [0, 1] }],
        removes: [{ index: 0 }],
        replace: "b",
        replaceSync: "c",
      },
    ],
    [10, { family: "Inter, 'A B'", fontSource: 'url("https://a.example/f")', buffer: false }],
    [12, { positions: [] }],
    [13, { id: 3, styleId: 4, index: [0], set: { property: "top", value: "1px", priority: "important" } }],
    [13, { id: 3, index: [0], set: { property: "top", value: null }, remove: { property: "top" } }],
    [14, { ranges: [{ start: 3, startOffset: 4, end: 5, endOffset: 6 }] }],
    [15, { id: 3, styleIds: [1, 2], styles: [{ styleId: 1, rules: [{ rule: "a { }", index: 0 }] }] }],
    [16, { define: { name: "my-element" } }],
    [
      0,
      { texts: [], attributes: [], removes: [{ parentId: 1, id: 2, isShadow: true }], adds: [], isAttachIframe: true },
    ],
  ])("source %i with %j stays as it is", (source, data) => {
    const event = { type: 3, data: { source, ...data }, timestamp: 1 };
    expect(filtered(event)).toEqual({ left: event, reports: [] });
  });

  test("what does not fit goes, part by part", () => {
    expect(change(1, { positions: [{ x: "1", y: 2 }, 7, null, { id: 1, text: "Jane" }] })).toEqual({
      source: 1,
      positions: [{ y: 2 }, { id: 1 }],
    });
    expect(change(1, { positions: "Jane" })).toEqual({ source: 1 });
    expect(change(2, { type: NaN, id: 3, pointerType: "Jane" })).toEqual({ source: 2, id: 3 });
    expect(change(8, { id: 3, adds: [{ rule: 7, index: ["Jane", 1] }], replace: 7 })).toEqual({
      source: 8,
      id: 3,
      adds: [{ index: [1] }],
    });
    expect(change(10, { family: "Jane <b>", buffer: "no" })).toEqual({ source: 10 });
    expect(change(13, { set: { property: "to p", value: 7, priority: "Jane Doe" }, remove: "Jane" })).toEqual({
      source: 13,
      set: {},
    });
    expect(change(13, { set: "Jane" })).toEqual({ source: 13 });
    expect(change(16, { define: { name: "Jane Doe" } })).toEqual({ source: 16, define: {} });
    expect(change(11, { level: "log", payload: ["Jane", 7] })).toEqual({
      source: 11,
      level: "log",
      payload: [MASK, MASK],
    });
    expect(
      change(0, { texts: ["Jane"], attributes: [{ id: 1, attributes: "Jane" }], adds: [7, { parentId: 1, node: 7 }] }),
    ).toEqual({
      source: 0,
      texts: [],
      attributes: [],
      adds: [],
    });
  });

  test("a declaration is looked at by its name", () => {
    expect(change(13, { set: { property: "content", value: '"Jane"' } })).toHaveProperty("set.value", `"${MASK}"`);
    expect(change(13, { set: { property: "Grid-Template", value: '"head main"' } })).toHaveProperty(
      "set.value",
      '"head main"',
    );
  });

  test("what happens in a part that is ignored or blocked is not told, but that it was clicked", () => {
    for (const source of [2, 3, 5, 7]) expect(change(source, { id: 3 }, { treatments: { 3: "ignore" } })).toBeNull();
    for (const source of [3, 5, 7]) expect(change(source, { id: 3 }, { treatments: { 3: "block" } })).toBeNull();
    expect(change(2, { id: 3 }, { treatments: { 3: "block" } })).toEqual({ source: 2, id: 3 });
    expect(change(4, { width: 1, id: 3 }, { treatments: { 3: "ignore" } })).toEqual({ source: 4, width: 1 });
    const event = {
      texts: [{ id: 3, value: "a" }],
      attributes: [{ id: 3, attributes: { class: "a" } }],
      removes: [],
      adds: [],
    };
    expect(change(0, event, { treatments: { 3: "block" } })).toMatchObject({ texts: [], attributes: [] });
    const add = { parentId: 3, nextId: null, node: { type: 3, textContent: "Jane", id: 4 } };
    expect(change(0, { adds: [add] }, { treatments: { 3: "block" } })).toMatchObject({ adds: [] });
    expect(change(0, { adds: [add] }, { treatments: { 4: "mask" } })).toMatchObject({
      adds: [{ node: { textContent: MASK } }],
    });
  });

  const typed = { id: 3, text: "Jane", isChecked: true, userTriggered: true };
  test("what is typed stays where a rule names the field", () => {
    const hidden = { source: 5, id: 3, text: MASK, isChecked: false, userTriggered: true };
    expect(change(5, typed)).toEqual(hidden);
    expect(change(5, typed, { treatments: { 3: "allow" } })).toEqual({ ...hidden, ph: "allow" });
    expect(change(5, typed, { treatments: { 3: "field" } })).toEqual({ source: 5, ...typed, ph: "field" });
    expect(change(5, { ...typed, ph: "field" })).toEqual({ source: 5, ...typed, ph: "field" });
    expect(change(5, { ...typed, ph: "field" }, { treatments: {} })).toEqual(hidden);
    expect(change(5, { ...typed, ph: "field" }, { privacy: { mode: "content_free" } })).toEqual({
      ...hidden,
      ph: "field",
    });
    expect(change(5, { ...typed, text: 7 }, { treatments: { 3: "field" } })).toMatchObject({
      text: "",
      isChecked: false,
    });
    expect(change(5, { ...typed, isChecked: "x" }, { treatments: { 3: "field" } })).toMatchObject({
      text: MASK,
      isChecked: false,
    });
    expect(change(5, { ...typed, ph: "jane" })).toEqual(hidden);
    const { reports } = filtered({
      type: 3,
      data: { source: 5, ...typed, text: MASK, isChecked: false },
      timestamp: 1,
    });
    expect(reports).toEqual([]);
    expect(filtered({ type: 3, data: { source: 5, ...typed, text: MASK }, timestamp: 1 }).reports).toEqual(["input"]);
    expect(filtered({ type: 3, data: { source: 5, ...typed, isChecked: false }, timestamp: 1 }).reports).toEqual([
      "input",
    ]);
  });

  test("where a selection stands in a text that may not be read is not told", () => {
    const ranges = [{ start: 3, startOffset: 7, end: 4, endOffset: 9 }];
    const hidden = { source: 14, ranges: [{ start: 3, startOffset: 1, end: 4, endOffset: 1 }] };
    expect(change(14, { ranges }, { treatments: { 4: "mask" } })).toEqual(hidden);
    expect(change(14, { ranges }, { treatments: { 3: "mask" } })).toEqual(hidden);
    expect(change(14, { ranges }, { treatments: {} })).toEqual({ source: 14, ranges });
    expect(change(14, { ranges }, EXPLICIT)).toEqual(hidden);
    const marked = [{ ...ranges[0], ph: "allow" }];
    expect(change(14, { ranges }, { ...EXPLICIT, treatments: { 3: "allow", 4: "allow" } })).toEqual({
      source: 14,
      ranges: marked,
    });
    expect(change(14, { ranges: marked }, EXPLICIT)).toEqual({ source: 14, ranges: marked });
    expect(change(14, { ranges: marked }, { ...EXPLICIT, treatments: { 3: "allow" } })).toEqual(hidden);
    expect(change(14, { ranges: marked }, { privacy: { mode: "content_free" } })).toMatchObject({
      ranges: [{ startOffset: 1 }],
    });
    expect(change(14, { ranges: [{ start: 3, startOffset: -7, endOffset: "x" }, 7] }, EXPLICIT)).toEqual({
      source: 14,
      ranges: [{ start: 3, startOffset: 0 }],
    });
  });

  test("a text that changes is looked at by where it stands", () => {
    const texts = [{ id: 3, value: "a { content: 'Jane' }" }];
    const of = (given?: Given, more = {}) =>
      (change(0, { texts: [{ ...texts[0], ...more }] }, given)!["texts"] as unknown[])[0];
    expect(of()).toEqual(texts[0]);
    expect(of(EXPLICIT)).toEqual({ id: 3, value: MASK });
    expect(of({ ...EXPLICIT, treatments: { 3: "allow" } })).toEqual({ ...texts[0], ph: "allow" });
    expect(of(EXPLICIT, { ph: "allow" })).toEqual({ ...texts[0], ph: "allow" });
    expect(of({ kinds: { 3: "css" } })).toEqual({ id: 3, value: `a { content: '${MASK}' }`, ph: "css" });
    expect(of({ kinds: { 3: "label" } })).toEqual(texts[0]);
    expect(of(undefined, { ph: "css" })).toEqual({ id: 3, value: `a { content: '${MASK}' }`, ph: "css" });
    expect(of(undefined, { value: null })).toEqual({ id: 3, value: null });
    expect(of(undefined, { value: 7 })).toEqual({ id: 3 });
  });

  test("attributes that change are looked at by what the page says of their element", () => {
    const of = (given?: Given, more = {}) =>
      (
        change(0, { attributes: [{ id: 3, attributes: { value: "Jane", class: "a" }, ...more }] }, given)![
          "attributes"
        ] as unknown[]
      )[0];
    expect(of()).toEqual({ id: 3, attributes: { value: "", class: "a" } });
    expect(of({ kinds: { 3: "label" } })).toEqual({ id: 3, attributes: { value: "Jane", class: "a" }, ph: "label" });
    expect(of({ kinds: { 3: "css" } })).toEqual({ id: 3, attributes: { value: "", class: "a" } });
    expect(of(undefined, { ph: "label" })).toEqual({ id: 3, attributes: { value: "Jane", class: "a" }, ph: "label" });
    expect(of({ ...EXPLICIT, kinds: { 3: "label" }, treatments: { 3: "allow" } })).toEqual({
      id: 3,
      attributes: { value: "Jane", class: "a" },
      ph: "field",
    });
  });
});

describe("our own events", () => {
  const page = {
    url: "https://a.example/b?c",
    title: "Jane",
    referrer: "https://c.example/?q",
    tab: "t-1",
    viewport: { width: 1, height: 2 },
    screen: { width: 1, height: 2, density: 3 },
    language: "en-GB",
    recorder: "0.1.0",
  };
  test.each<[string, object, object, Given?]>([
    ["page", page, { ...page, url: "https://a.example/b", referrer: "https://c.example/" }],
    ["page", { url: page.url, title: "Jane" }, { url: "", title: "" }, { privacy: { urls: false, titles: false } }],
    ["page", { title: "Jane" }, { title: "" }, EXPLICIT],
    ["page", { viewport: 7, tab: "a b", title: 7, url: 7 }, {}],
    ["navigation", { url: page.url, title: "t", how: "push" }, { url: "https://a.example/b", title: "t", how: "push" }],
    ["visibility", { visible: true, focused: 0 }, { visible: true }],
    ["identify", { user: "jane", traits: { plan: "pro" } }, { user: "jane", traits: { plan: "pro" } }],
    ["track", { name: "Paid it", properties: { a: 1 } }, { name: "Paid it", properties: { a: 1 } }],
    ["click", { name: "Buy 7", tag: "button" }, { name: "Buy 7", tag: "button" }],
    ["click", { name: "Buy 7", tag: "b c" }, { name: MASK }, EXPLICIT],
    ["click", { name: "buy-now" }, { name: "buy-now" }, EXPLICIT],
    ["click", { name: 7 }, {}],
    ["depth", { percent: 75 }, { percent: 75 }],
    [
      "form",
      { form: "pay", field: "mail", action: "entered", ms: 7, value: "Jane" },
      { form: "pay", field: "mail", action: "entered", ms: 7 },
    ],
    ["rage", { clicks: 4, x: 1, y: 2, name: "Buy" }, { clicks: 4, x: 1, y: 2, name: "Buy" }],
    ["dead", { x: 1, y: 2, name: "Buy" }, { x: 1, y: 2, name: "Buy" }],
    [
      "error",
      {
        name: "TypeError",
        message: "no 'Jane' here",
        file: "https://a.example/a.js?b",
        line: 1,
        column: 2,
        unhandled: "error",
      },
      {
        name: "TypeError",
        message: "no  …  here",
        file: "https://a.example/a.js",
        line: 1,
        column: 2,
        unhandled: "error",
      },
    ],
    ["error", { message: "no Jane" }, { message: MASK }, EXPLICIT],
    ["error", { message: 7 }, {}],
    ["vital", { name: "LCP", value: 7 }, { name: "LCP", value: 7 }],
    ["level", { level: "dxa", reason: "calm" }, { level: "dxa", reason: "calm" }],
    [
      "gap",
      { reason: "offline", batches: 1, bytes: 2, events: 3, more: 4 },
      { reason: "offline", batches: 1, bytes: 2, events: 3 },
    ],
  ])("of %s with %j stays %j", (tag, body, kept, given) => {
    expect(payload(`playhead.${tag}`, body, given)).toEqual(kept);
  });
});
