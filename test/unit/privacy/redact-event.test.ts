import { describe, expect, test } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { LIMITS } from "../../../src/protocol/limits.ts";
import { addRedactions, RedactionCount, redactEvent } from "../../../src/protocol/privacy/redact-event.ts";
import { SECRET_KINDS } from "../../../src/protocol/privacy/secrets.ts";

const CARD = "4111 1111 1111 1111";
const DIGITS = "4111111111111111";
const MAIL = "jane@example.com";

function redacted(type: number, data: unknown) {
  const event = { type, data: structuredClone(data), timestamp: 1 } as RecordedEvent;
  const count = new RedactionCount();
  const changed = redactEvent(event, count);
  return { data: event.data as never, found: count.list(), changed };
}

const custom = (tag: string, payload: unknown) => redacted(5, { tag, payload });
const place = (kind: string, at: string, count = 1) => ({ kind, place: at, count });

/** The one node of a snapshot that holds this one. */
function inSnapshot(node: unknown) {
  const { data, ...rest } = redacted(2, { node: { type: 0, id: 1, childNodes: [node] }, initialOffset: {} });
  return { node: (data as { node: { childNodes: unknown[] } }).node.childNodes[0], ...rest };
}

describe("in a snapshot", () => {
  test("a text loses its secrets", () => {
    expect(inSnapshot({ type: 3, id: 2, textContent: `pay ${CARD} or ask ${MAIL}` })).toEqual({
      node: { type: 3, id: 2, textContent: "pay [card] or ask [email]" },
      found: [place("card", "text"), place("email", "text")],
      changed: true,
    });
  });

  test("a text without secrets is left, and nothing is counted", () => {
    const node = { type: 3, id: 2, textContent: "nothing to see" };
    expect(inSnapshot(node)).toEqual({ node, found: [], changed: false });
  });

  test("texts at every depth are looked at", () => {
    const deep = { type: 2, id: 2, tagName: "p", attributes: {}, childNodes: [{ type: 3, id: 3, textContent: MAIL }] };
    const { node, found } = inSnapshot({
      type: 2,
      id: 9,
      tagName: "div",
      attributes: {},
      childNodes: [deep, "x", null],
    });
    expect(JSON.stringify(node)).not.toContain(MAIL);
    expect(found).toEqual([place("email", "text")]);
  });

  test("a style sheet is left, the text after it is not", () => {
    const style = {
      type: 2,
      id: 2,
      tagName: "style",
      attributes: {},
      childNodes: [{ type: 3, id: 3, textContent: CARD }],
    };
    const after = { type: 3, id: 4, textContent: CARD };
    const { node, found } = inSnapshot({ type: 2, id: 9, tagName: "div", attributes: {}, childNodes: [style, after] });
    expect(node).toEqual({
      type: 2,
      id: 9,
      tagName: "div",
      attributes: {},
      childNodes: [style, { ...after, textContent: "[card]" }],
    });
    expect(found).toEqual([place("card", "text")]);
  });

  test("attributes are counted by their name, addresses as addresses, unknown names as others", () => {
    const attributes = { title: CARD, href: `https://x.example/${MAIL}`, "x-own": MAIL, alt: "short" };
    const { node, found } = inSnapshot({ type: 2, id: 2, tagName: "a", attributes, childNodes: [] });
    expect(node).toMatchObject({
      attributes: { title: "[card]", href: "https://x.example/[email]", "x-own": "[email]", alt: "short" },
    });
    expect(found).toEqual([place("card", "attribute:title"), place("email", "url"), place("email", "attribute:other")]);
  });

  test.each([
    "d",
    "points",
    "values",
    "keySplines",
    "keyTimes",
    "tableValues",
    "transform",
    "viewBox",
    "stroke-dasharray",
    "_cssText",
    "style",
  ])("digits in %s are a drawing's or a sheet's", (name) => {
    const node = { type: 2, id: 2, tagName: "path", attributes: { [name]: DIGITS }, childNodes: [] };
    expect(inSnapshot(node)).toEqual({ node, found: [], changed: false });
  });

  test.each(["data-d", "dd", "xstyle", "styles"])("digits in %s are not", (name) => {
    const node = { type: 2, id: 2, tagName: "path", attributes: { [name]: DIGITS }, childNodes: [] };
    expect(inSnapshot(node).node).toMatchObject({ attributes: { [name]: "[card]" } });
  });

  test("values that are no text are left", () => {
    const node = {
      type: 2,
      id: 2,
      tagName: "div",
      attributes: { rr_scrollTop: 4111111111111111, checked: true },
      childNodes: [],
    };
    expect(inSnapshot(node)).toEqual({ node, found: [], changed: false });
  });

  test("the key of a file stays, whatever it looks like, and what is beside it goes", () => {
    const src = `https://x.example/${MAIL}#ph=${DIGITS}`;
    const { node } = inSnapshot({ type: 2, id: 2, tagName: "img", attributes: { src }, childNodes: [] });
    expect(node).toMatchObject({ attributes: { src: `https://x.example/[email]#ph=${DIGITS}` } });
    const longer = { type: 2, id: 2, tagName: "img", attributes: { src: `#ph=${DIGITS}0` }, childNodes: [] };
    expect(inSnapshot(longer)).toMatchObject({ node: longer });
  });

  test("nothing that is made to be odd breaks it", () => {
    for (const node of [null, 3, "x", [], { attributes: 3 }, { attributes: null, childNodes: "x", textContent: 4 }])
      expect(inSnapshot(node)).toMatchObject({ found: [], changed: false });
    expect(redacted(2, null)).toMatchObject({ found: [], changed: false });
    expect(redacted(2, {})).toMatchObject({ found: [], changed: false });
    const own = JSON.parse(`{"node":{"attributes":{"__proto__":"${MAIL}","title":"${MAIL}"}}}`);
    expect(JSON.stringify(redacted(2, own).data)).toBe(
      `{"node":{"attributes":{"__proto__":"${MAIL}","title":"[email]"}}}`,
    );
  });

  test("a picture in an address is not looked through", () => {
    const node = {
      type: 2,
      id: 2,
      tagName: "img",
      attributes: { src: `data:image/png;base64,${"a/".repeat(40)}${DIGITS}` },
      childNodes: [],
    };
    expect(inSnapshot(node)).toEqual({ node, found: [], changed: false });
    const short = { type: 2, id: 2, tagName: "img", attributes: { src: `data:,${DIGITS}` }, childNodes: [] };
    expect(inSnapshot(short).node).toMatchObject({ attributes: { src: "data:,[card]" } });
    const sixtyFour = `data:,${"x".repeat(41)} ${DIGITS}`;
    expect(sixtyFour).toHaveLength(64);
    expect(inSnapshot({ type: 3, id: 2, textContent: sixtyFour }).found).toHaveLength(1);
    expect(inSnapshot({ type: 3, id: 2, textContent: `${sixtyFour} ` }).found).toHaveLength(0);
    expect(inSnapshot({ type: 3, id: 2, textContent: `${MAIL} ${sixtyFour}` }).found).toHaveLength(2);
  });
});

describe("in changes", () => {
  test("what is added, what a text becomes and what an attribute becomes lose their secrets", () => {
    const { data, found, changed } = redacted(3, {
      source: 0,
      adds: [{ parentId: 1, nextId: null, node: { type: 3, id: 2, textContent: MAIL } }, null],
      removes: [],
      texts: [{ id: 3, value: CARD }, { id: 4, value: null }, 7],
      attributes: [{ id: 5, attributes: { title: MAIL, style: { color: MAIL } } }, { id: 6 }],
    });
    expect(data).toEqual({
      source: 0,
      adds: [{ parentId: 1, nextId: null, node: { type: 3, id: 2, textContent: "[email]" } }, null],
      removes: [],
      texts: [{ id: 3, value: "[card]" }, { id: 4, value: null }, 7],
      attributes: [{ id: 5, attributes: { title: "[email]", style: { color: MAIL } } }, { id: 6 }],
    });
    expect(found).toEqual([place("email", "text"), place("card", "text"), place("email", "attribute:title")]);
    expect(changed).toBe(true);
  });

  test("texts of style sheets are left", () => {
    const data = {
      source: 0,
      adds: [{ parentId: 1, nextId: null, node: { type: 3, id: 2, textContent: CARD, ph: "css" } }],
      texts: [{ id: 3, value: CARD, ph: "css" }],
    };
    expect(redacted(3, data)).toEqual({ data, found: [], changed: false });
    const marked = {
      source: 0,
      adds: [{ node: { type: 3, id: 2, textContent: CARD, ph: "text" } }],
      texts: [{ id: 3, value: CARD, ph: "text" }],
    };
    expect(redacted(3, marked).found).toEqual([place("card", "text", 2)]);
  });

  test("what was entered loses its secrets", () => {
    expect(redacted(3, { source: 5, id: 2, text: CARD, isChecked: false })).toEqual({
      data: { source: 5, id: 2, text: "[card]", isChecked: false },
      found: [place("card", "input")],
      changed: true,
    });
  });

  test.each([1, 3, 8, 13])("source %i has numbers and sheets, and is left", (source) => {
    const data = { source, positions: [{ x: 4111111111111111 }], rule: CARD, text: CARD };
    expect(redacted(3, data)).toEqual({ data, found: [], changed: false });
  });

  test("lists that are none are passed over", () => {
    const data = { source: 0, adds: 3, texts: null, attributes: {} };
    expect(redacted(3, data)).toEqual({ data, found: [], changed: false });
  });
});

describe("in other events", () => {
  test("the address of a page", () => {
    expect(redacted(4, { href: `https://x.example/${MAIL}`, width: 4111111111111111 })).toEqual({
      data: { href: "https://x.example/[email]", width: 4111111111111111 },
      found: [place("email", "url")],
      changed: true,
    });
  });

  test("what a plugin says, by its name, cut to 32 characters", () => {
    const { data, found } = redacted(6, { plugin: "rrweb/console@1".padEnd(40, "x"), payload: { payload: [MAIL] } });
    expect(data).toMatchObject({ payload: { payload: ["[email]"] } });
    expect(found).toEqual([place("email", "rrweb/console@1".padEnd(32, "x"))]);
    expect(redacted(6, { payload: { m: MAIL } }).found).toEqual([place("email", "")]);
  });

  test("what the site says, by tag and key, at every depth", () => {
    const { data, found, changed } = custom("playhead.track", {
      name: MAIL,
      properties: { list: [{ note: CARD }], number: 4111111111111111, time: 1700000000000, none: null },
    });
    expect(data).toEqual({
      tag: "playhead.track",
      payload: {
        name: "[email]",
        properties: { list: [{ note: "[card]" }], number: null, time: 1700000000000, none: null },
      },
    });
    expect(found).toEqual([place("email", "track.name"), place("card", "track.properties", 2)]);
    expect(changed).toBe(true);
  });

  test("numbers that are no card stay, the least card of 13 digits goes", () => {
    const numbers = {
      properties: { a: 4111111111111112, b: 4000000000006, c: -4111111111111111, d: 4111111111111111.5, e: 2 ** 60 },
    };
    const { data } = custom("playhead.track", numbers);
    expect(data).toMatchObject({ payload: { properties: { ...numbers.properties, b: null } } });
  });

  test("a number that stands directly in a payload may be a card's", () => {
    expect(custom("playhead.track", { n: 4111111111111111, m: 7 })).toMatchObject({
      data: { payload: { n: null, m: 7 } },
      found: [place("card", "track.n")],
      changed: true,
    });
  });

  test("a number in a field that is not in a payload stays", () => {
    const { data } = redacted(6, { plugin: "p", payload: { n: 4111111111111111 } });
    expect(data).toMatchObject({ payload: { n: 4111111111111111 } });
  });

  test("the site names its visitors as it likes; a card is not a name", () => {
    const { data, found } = custom("playhead.identify", { user: MAIL, traits: { mail: MAIL, card: CARD } });
    expect(data).toMatchObject({ payload: { user: MAIL, traits: { mail: "[email]", card: "[card]" } } });
    expect(found).toEqual([place("email", "identify.traits"), place("card", "identify.traits")]);
    expect(custom("playhead.identify", { user: DIGITS }).data).toMatchObject({ payload: { user: "[card]" } });
  });

  test("an own tag of the site is cut to 32 characters", () => {
    expect(custom("t".repeat(40), { m: MAIL }).found).toEqual([place("email", `${"t".repeat(32)}.m`)]);
    expect(custom("", { m: MAIL }).found).toEqual([place("email", ".m")]);
  });

  test("a key that would change an object's kind is left alone", () => {
    const payload = JSON.parse(`{"__proto__":{"m":"${MAIL}"},"m":{"__proto__":"${MAIL}","n":"${MAIL}"}}`);
    const { data } = custom("playhead.track", payload);
    expect(JSON.stringify((data as { payload: unknown }).payload)).toBe(
      `{"__proto__":{"m":"${MAIL}"},"m":{"__proto__":"${MAIL}","n":"[email]"}}`,
    );
    expect(Object.getPrototypeOf((data as { payload: object }).payload)).toBe(Object.prototype);
  });

  test("payloads that are no objects, and kinds without texts, are passed over", () => {
    for (const payload of [null, MAIL, 3]) expect(custom("x", payload)).toMatchObject({ found: [], changed: false });
    expect(redacted(0, { m: MAIL })).toMatchObject({ data: { m: MAIL }, found: [] });
    expect(redacted(1, { m: MAIL })).toMatchObject({ data: { m: MAIL }, found: [] });
    expect(redacted(4, "x")).toMatchObject({ found: [], changed: false });
  });

  test("texts of five characters hold nothing, of six they may", () => {
    expect(custom("t", { m: "a@b.c" })).toMatchObject({ found: [] });
    expect(custom("t", { m: "a@b.cd" }).found).toEqual([place("email", "t.m")]);
  });

  test("what lies deeper than any batch may be is left, what a batch may hold is not", () => {
    const nest = (levels: number) => {
      let inner: unknown = MAIL;
      for (let level = 0; level < levels; level++) inner = [inner];
      return inner;
    };
    expect(custom("t", { m: nest(LIMITS.batchDepth) }).found).toHaveLength(1);
    expect(custom("t", { m: nest(600) }).found).toHaveLength(1);
    expect(custom("t", { m: nest(602) }).found).toHaveLength(0);
  });
});

describe("the count", () => {
  test("sums up what is of one kind at one place", () => {
    expect(
      addRedactions([place("card", "text", 2)] as never, [place("card", "text", 3), place("card", "url")] as never),
    ).toEqual([place("card", "text", 5), place("card", "url")]);
  });

  test("keeps a bounded number of places and counts the rest together, by kind", () => {
    const count = new RedactionCount();
    const room = LIMITS.redactedRows - SECRET_KINDS.length;
    for (let at = 0; at < room; at++) count.add("email", `place${at}`);
    for (let at = 0; at < 5; at++) for (const kind of SECRET_KINDS) count.add(kind, `more${at}`, 2);
    count.add("email", "place0");
    const list = count.list();
    expect(list).toHaveLength(LIMITS.redactedRows);
    expect(list.filter((row) => row.place === "other")).toEqual(SECRET_KINDS.map((kind) => place(kind, "other", 10)));
    expect(list[0]).toEqual(place("email", "place0", 2));
  });
});
