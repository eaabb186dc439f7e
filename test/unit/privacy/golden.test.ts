import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { filterEvent } from "../../../src/protocol/privacy/filter.ts";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";
import { PRIVACY_MODES } from "../../../src/protocol/privacy/privacy.schema.ts";
import type { PageContext, Treatment } from "../../../src/protocol/privacy/treatment.ts";
import { additionOf, snapshotOf, type Tree } from "../../privacy/tree.ts";

/**
 * What leaves of each of these, in each mode, is in golden/<name>.json. `UPDATE_GOLDEN=1 vitest run --project unit
 * test/unit/privacy/golden.test.ts` writes them anew; look at the difference before you keep it.
 */
const GOLDEN = join(import.meta.dirname, "golden");

/** What the page says of the nodes of a fixture, by tag or id of the node. */
type Rules = Record<number, Treatment>;

const at = (type: number, data: unknown): RecordedEvent => ({ type, data, timestamp: 1 });
const change = (source: number, data: object) => at(3, { source, ...data });
const custom = (tag: string, payload: object) => at(5, { tag: `playhead.${tag}`, payload });
const tree = (tag: string, attributes: Record<string, string> = {}, ...children: (Tree | string)[]): Tree => ({
  tag,
  attributes,
  children,
});

const FIXTURES: Record<string, { events: RecordedEvent[]; rules?: Rules }> = {
  article: {
    events: [
      snapshotOf(
        tree("h1", { class: "title", id: "top", title: "Said of it" }, "Order 1001"),
        tree("p", {}, "Hello ", tree("b", {}, "Jane"), "\n  "),
        tree("a", { href: "https://shop.example/orders/7?token=1#pay", target: "_blank" }, "Orders"),
        tree("a", { href: "#top" }, "Up"),
        tree("img", { src: "/jane.png?s=80", srcset: "/jane.png?1 1x, /jane2.png 2x", alt: "Jane", width: "80" }),
      ),
    ],
  },
  form: {
    events: [
      snapshotOf(
        tree(
          "form",
          { action: "/pay?order=7", method: "post" },
          tree("label", { for: "mail" }, "E-mail"),
          tree("input", { id: "mail", type: "email", name: "mail", placeholder: "you@example.com", value: "••••••" }),
          tree("input", { type: "password", value: "••••••", autocomplete: "current-password" }),
          tree("input", { type: "checkbox", name: "news", value: "weekly", checked: "" }),
          tree("input", { type: "hidden", name: "csrf", value: "abc" }),
          tree("input", { type: "submit", value: "Pay now" }),
          tree("textarea", { rows: "3" }, "Dear all"),
          tree(
            "select",
            {},
            tree("option", { value: "de", selected: "" }, "Germany"),
            tree("option", { value: "fr" }, "France"),
          ),
          tree("progress", { value: "40", max: "100" }),
        ),
      ),
    ],
  },
  "allowed field": {
    rules: { 12: "", 13: "field", 14: "secret", 15: "allow", 16: "allow" },
    events: [
      snapshotOf(
        tree("input", { type: "search", value: "shoes" }),
        tree("input", { type: "password", value: "••••••" }),
        tree("input", { type: "text", value: "preset" }),
        tree("p", {}, "allowed"),
      ),
      change(5, { id: 13, text: "red shoes", isChecked: false, userTriggered: true }),
      change(5, { id: 14, text: "hunter2", isChecked: false, userTriggered: true }),
    ],
  },
  "masked and blocked parts": {
    rules: { 13: "mask", 14: "mask", 15: "block", 16: "block", 17: "ignore" },
    events: [
      snapshotOf(
        tree("div", { class: "a", title: "secret" }, "secret"),
        tree("div", { class: "b" }, tree("p", {}, "more secret")),
        tree("input", { value: "" }),
      ),
      change(5, { id: 17, text: "typed", isChecked: false, userTriggered: true }),
    ],
  },
  "style sheets": {
    events: [
      snapshotOf(
        tree(
          "style",
          {},
          '@charset "utf-8"; @import "/a.css?v=1"; .a::before { content: "Jane"; quotes: "«" "»" } .b::after { content: "\\f101" }',
        ),
        tree("style", {
          _cssText:
            '@font-face { font-family: "Inter UI"; src: url(/f.woff2?v=3) format("woff2") } .c { background: url("/bg.png?u=1"); grid-template-areas: "head head" "main side" }',
        }),
        tree("p", { style: 'background-image: url("/u/7.png?t=1"); --label: "Jane"; color: red' }),
        tree("link", { rel: "stylesheet", href: "https://cdn.example/site.css?v=1" }),
      ),
    ],
  },
  "style changes": {
    events: [
      change(8, { id: 9, adds: [{ rule: '.x::before { content: "Jane" }', index: 0 }], removes: [{ index: [1, 0] }] }),
      change(13, { id: 9, index: [0], set: { property: "content", value: '"Jane"', priority: "" } }),
      change(15, {
        id: 9,
        styleIds: [1],
        styles: [{ styleId: 1, rules: [{ rule: ".y { background: url(/a?b) }", index: 0 }] }],
      }),
      change(0, {
        texts: [],
        attributes: [{ id: 9, attributes: { style: { color: "red", content: ['"Jane"', "important"], top: false } } }],
        removes: [],
        adds: [],
      }),
    ],
  },
  drawing: {
    events: [
      snapshotOf(
        tree(
          "svg",
          { viewBox: "0 0 16 16", width: "16", fill: "none", "aria-label": "Jane's chart" },
          tree("path", { d: "M0 0 L4111111111111111 16", stroke: "url(#gradient)", "stroke-width": "2" }),
          tree("use", { href: "/icons.svg?v=2#cart" }),
          tree("image", { "xlink:href": "/jane.png?t=1" }),
          tree("text", { x: "1", y: "2" }, "42 €"),
          tree("title", {}, "Sales of Jane"),
        ),
      ),
    ],
  },
  "states and data": {
    events: [
      snapshotOf(
        tree("div", {
          "data-state": "open",
          "data-user": "jane@example.com",
          "data-id": "77",
          "data-theme": "dark",
          variant: "primary",
          owner: "Jane",
        }),
        tree("div", {
          role: "checkbox",
          "aria-checked": "true",
          "aria-expanded": "false",
          "aria-controls": "menu",
          tabindex: "0",
        }),
        tree("div", { role: "slider", "aria-valuenow": "40", "aria-valuetext": "40 €", "aria-valuemin": "0" }),
        tree("div", { onclick: "pay()", nonce: "n", contenteditable: "true" }, "draft"),
      ),
    ],
  },
  "later changes": {
    events: [
      additionOf(tree("li", { class: "row", "data-key": "x1" }, "Jane Doe")),
      change(0, {
        texts: [{ id: 9, value: "Jane" }],
        attributes: [{ id: 9, attributes: { title: "Jane", class: "on", value: "7", href: "/a?b", hidden: "" } }],
        removes: [{ parentId: 4, id: 8 }],
        adds: [],
      }),
      change(14, { ranges: [{ start: 9, startOffset: 2, end: 9, endOffset: 17 }] }),
    ],
  },
  "pages and what happens on them": {
    events: [
      at(4, { href: "https://shop.example/cart?token=1#pay", width: 800, height: 600 }),
      custom("page", {
        url: "https://shop.example/cart?token=1",
        title: "Cart of Jane",
        referrer: "https://search.example/?q=jane",
        tab: "t",
        viewport: { width: 800, height: 600 },
        screen: { width: 800, height: 600, density: 2 },
        language: "en-GB",
        recorder: "0.1.0",
      }),
      custom("navigation", { url: "https://shop.example/pay#x", title: "Pay", how: "push" }),
      custom("error", {
        name: "TypeError",
        message: "Cannot read properties of undefined (reading 'jane') at 7",
        file: "https://shop.example/a.js?v=1",
        line: 1,
        column: 2,
        unhandled: "error",
      }),
      custom("track", { name: "paid", properties: { order: "A-7" } }),
      custom("identify", { user: "jane@example.com", traits: { plan: "pro" } }),
      custom("click", { name: "buy-now 7", tag: "button" }),
    ],
  },
  interaction: {
    events: [
      change(1, { positions: [{ x: 1, y: 2, id: 9, timeOffset: -50 }] }),
      change(2, { type: 2, id: 9, x: 1, y: 2, pointerType: 0 }),
      change(3, { id: 9, x: 0, y: 100 }),
      change(4, { width: 800, height: 600 }),
      change(5, { id: 9, text: "Jane", isChecked: true, userTriggered: true }),
      change(7, { type: 0, id: 9, currentTime: 1.5, volume: 1, muted: false }),
    ],
  },
  "console, network, canvas, unknown": {
    events: [
      at(6, {
        plugin: "rrweb/console@1",
        payload: { level: "error", payload: ['"Jane"', "{}"], trace: ["at pay (a.js:1)"] },
      }),
      at(6, {
        plugin: "rrweb/network@1",
        payload: {
          requests: [{ name: "https://api.example/u/7?key=1", method: "POST", status: 200, responseBody: "Jane" }],
        },
      }),
      change(9, { id: 9, type: 0, commands: [{ property: "fillText", args: ["Jane", 0, 0] }] }),
      change(99, { text: "Jane" }),
      custom("unheard", { text: "Jane" }),
      at(7, { url: "https://shop.example/a.css", payload: {} }),
    ],
  },
  signals: {
    events: [
      custom("console", {
        level: "warn",
        message: "Order 1001 of Jane is late",
        repeats: 2,
        stack: "Error: Jane\n    at async Shop.pay [as go] (https://shop.example/a.js?v=1:10:5)\n    at <anonymous>",
      }),
      custom("request", {
        method: "POST",
        url: "https://api.example/orders?user=jane",
        kind: "fetch",
        status: 500,
        ms: 120,
        wait: 100,
        bytes: null,
        failed: true,
        requestHeaders: {
          "content-type": "application/json",
          Authorization: "Bearer x",
          "x-user": "Jane",
          "bad name": "1",
        },
        responseHeaders: { age: "7" },
        requestBody: '{"user":{"name":"Jane","age":41},"news":true,"items":[1,2],"1001":"x","plan":null}',
        responseBody: "name=Jane&card=4111111111111111",
      }),
      custom("request", { method: null, url: "/relative", kind: "img", requestBody: "Jane", responseBody: "" }),
      custom("task", { ms: 80, by: "iframe" }),
      custom("reaction", { clicks: [0, 210, null], changed: null, x: 1, y: 2, name: "buy now", reacts: true }),
      custom("error", {
        name: "TypeError",
        message: "x is not a function",
        file: "https://shop.example/a.js",
        line: 1,
        column: 2,
        unhandled: "rejection",
        stack: "pay@https://shop.example/a.js:1:2\nglobal code@https://shop.example/a.js:9:1",
      }),
      custom("click", {
        name: "",
        tag: "b",
        x: 1,
        y: 2,
        w: 3,
        h: 4,
        path: "#cart-1 > ul.items > li:nth-of-type(2) > b",
      }),
    ],
  },
  "frame and shadow": {
    events: [
      {
        type: 3,
        data: {
          source: 0,
          texts: [],
          attributes: [],
          removes: [],
          adds: [
            {
              parentId: 9,
              nextId: null,
              node: {
                type: 0,
                id: 20,
                compatMode: "BackCompat",
                childNodes: [
                  {
                    type: 2,
                    tagName: "html",
                    attributes: {},
                    id: 21,
                    rootId: 20,
                    isShadowHost: true,
                    childNodes: [{ type: 3, textContent: "Jane", id: 22, rootId: 20, isShadow: true }],
                  },
                ],
              },
            },
          ],
          isAttachIframe: true,
        },
        timestamp: 1,
      },
      snapshotOf(
        tree("iframe", { srcdoc: "<p>Jane", src: "/frame?u=1", title: "Pay" }),
        tree("noscript", {}, "<img src=x>"),
      ),
    ],
  },
};

test("there are enough of them", () => {
  expect(Object.keys(FIXTURES).length).toBeGreaterThanOrEqual(12);
});

describe.each(Object.entries(FIXTURES))("what leaves of: %s", (name, { events, rules = {} }) => {
  const page: PageContext = {
    treatment: (id) => rules[id] ?? "",
    kind: () => "",
    size: () => ({ width: 120, height: 40 }),
  };
  const file = join(GOLDEN, `${name.replaceAll(/[ ,]+/g, "-")}.json`);
  const leaving = () =>
    Object.fromEntries(
      PRIVACY_MODES.map((mode) => [
        mode,
        events.map((event) => filterEvent(structuredClone(event), { ...newRecorderPrivacy(), mode }, page, () => {})),
      ]),
    );
  if (process.env["UPDATE_GOLDEN"]) {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(file, `${JSON.stringify(leaving(), null, 1)}\n`);
  }

  test.each(PRIVACY_MODES)("%s", (mode) => {
    const golden = JSON.parse(readFileSync(file, "utf8")) as ReturnType<typeof leaving>;
    expect(leaving()[mode]).toEqual(golden[mode]);
  });
});
