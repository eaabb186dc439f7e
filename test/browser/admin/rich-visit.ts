import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { custom, element, incremental, keyframe, text, type Recorded } from "./recordings.ts";

/*
 * A visit in which everything happens that the player has something to show for: two tabs, moves and clicks, an idle minute, console,
 * network, errors, vitals, forms, rage, a gap. Made by hand; times are milliseconds since the session began.
 */

const CSS = `body{font:15px system-ui;margin:0;color:#222} header{display:flex;gap:24px;padding:18px 32px;background:#14213d;color:#fff}
  main{display:grid;grid-template-columns:repeat(3,1fr);gap:20px;padding:28px 32px} article{border:1px solid #ddd;border-radius:10px;padding:16px}
  article>div{height:110px;border-radius:6px;background:linear-gradient(120deg,#fca311,#e5e5e5)} button{padding:8px 14px;border:0;border-radius:6px;background:#14213d;color:#fff}`;

const SIZE = { width: 1024, height: 640 };
const GOODS = ["Oak stand", "Ledge stand", "Walnut tray", "Desk mat", "Cable comb", "Lamp"];

function shop(heading: string): object[] {
  const goods = GOODS.map((name, n) =>
    element(30 + n * 10, "article", {}, [
      element(31 + n * 10, "div"),
      element(32 + n * 10, "h3", {}, [text(33 + n * 10, name)]),
      element(34 + n * 10, "button", { id: `buy-${n}` }, [text(35 + n * 10, `Add ${name}`)]),
    ]),
  );
  return [
    element(10, "header", {}, [
      element(11, "strong", {}, [text(12, heading)]),
      element(13, "span", {}, [text(14, "Cart")]),
    ]),
    element(20, "main", {}, goods),
  ];
}

function moves(from: number, to: number): RecordedEvent[] {
  return Array.from({ length: Math.floor((to - from) / 500) }, (_, n) => {
    const at = from + (n + 1) * 500;
    const positions = Array.from({ length: 10 }, (__, step) => {
      const angle = (at - 500 + step * 50) / 900;
      return {
        x: 420 + Math.round(260 * Math.cos(angle)),
        y: 320 + Math.round(180 * Math.sin(angle * 1.3)),
        id: 20,
        timeOffset: -450 + step * 50,
      };
    });
    return incremental(at, { source: 1, positions });
  });
}

const click = (at: number, id: number) => incremental(at, { source: 2, type: 2, id, x: 240, y: 300 });
const change = (at: number, n: number) =>
  incremental(at, { source: 0, adds: [], removes: [], attributes: [], texts: [{ id: 14, value: `Cart (${n})` }] });
const request = (at: number, ms: number, part: object) =>
  custom(at, "playhead.request", {
    method: "GET",
    kind: "fetch",
    status: 200,
    ms,
    wait: ms * 0.7,
    bytes: 3_400,
    ...part,
  });
const log = (at: number, level: string, message: string, part: object = {}) =>
  custom(at, "playhead.console", { level, message, ...part });
const page = (at: number, path: string, title: string, tab: string) =>
  custom(at, "playhead.page", {
    url: `https://shop.example${path}`,
    title,
    referrer: "",
    tab,
    language: "en",
    recorder: "1",
  });

const STACK = `TypeError: Cannot read properties of undefined (reading 'total')
    at renderCart (https://shop.example/cart.js:41:17)
    at onClick (https://shop.example/app.js:12:5)`;

export const RICH: Recorded = {
  first: [
    page(0, "/", "Shop", "one"),
    ...keyframe(60, CSS, shop("Shop"), SIZE),
    request(420, 380, { kind: "navigation", url: "https://shop.example/", bytes: 14_200 }),
    request(610, 140, { kind: "script", url: "https://shop.example/app.js", bytes: 84_000 }),
    request(700, 210, { kind: "css", url: "https://shop.example/style.css", bytes: 9_100 }),
    request(1_400, 640, {
      url: "https://shop.example/api/products?page=1",
      bytes: 22_000,
      responseHeaders: { "content-type": "application/json" },
      responseBody: '{"products":[{"id":1,"name":"Oak stand"}]}',
    }),
    log(1_450, "info", "6 products shown"),
    log(1_500, "debug", "cache warm"),
    custom(2_000, "playhead.vital", { name: "TTFB", value: 266 }),
    custom(2_000, "playhead.vital", { name: "FCP", value: 1_240 }),
    ...moves(2_000, 14_000),
    custom(6_000, "playhead.identify", { user: "ada@example.com", traits: { plan: "pro", seats: 12, trial: false } }),
    click(6_500, 34),
    change(6_560, 1),
    custom(6_600, "playhead.track", { name: "added_to_cart", properties: { product: "Oak stand", price: 49 } }),
    request(7_200, 540, {
      method: "POST",
      url: "https://shop.example/api/cart",
      status: 201,
      requestHeaders: { "content-type": "application/json" },
      requestBody: '{"product":1}',
      responseBody: '{"items":1}',
    }),
    custom(8_000, "playhead.task", { ms: 184, by: "script" }),
    log(9_000, "warn", "Image without size: layout may move", { repeats: 3 }),
    click(10_000, 44),
    custom(10_050, "playhead.error", {
      name: "TypeError",
      message: "Cannot read properties of undefined (reading 'total')",
      file: "https://shop.example/cart.js",
      line: 41,
      column: 17,
      unhandled: "error",
      stack: STACK,
    }),
    log(10_060, "error", "Cart could not be drawn", { stack: STACK }),
    request(11_800, 1_700, { method: "POST", url: "https://shop.example/api/cart", status: 500, bytes: 120 }),
    ...[12_000, 12_300, 12_600, 12_900].map((at) => click(at, 44)),
    custom(13_000, "playhead.rage", { clicks: 4, x: 240, y: 300, name: "Add Ledge stand" }),
    custom(13_600, "playhead.dead", { x: 240, y: 300, name: "Add Ledge stand" }),
    // More than a minute in which nothing is done.
    ...moves(84_000, 96_000),
    change(86_000, 2),
    custom(90_000, "playhead.navigation", { url: "https://shop.example/cart", title: "Cart", how: "push" }),
    request(90_900, 420, { url: "https://shop.example/api/cart", failed: true, status: null, bytes: null, wait: null }),
    custom(94_000, "playhead.form", { form: "checkout", field: "email", action: "change", ms: 2_400 }),
    custom(96_000, "playhead.form", { form: "checkout", field: "", action: "abandon", ms: 5_000 }),
    custom(97_000, "playhead.gap", { reason: "queue_full", batches: 1, bytes: 9_000, events: 0 }),
    custom(98_000, "playhead.vital", { name: "LCP", value: 3_180 }),
    custom(98_000, "playhead.vital", { name: "CLS", value: 0.31 }),
    custom(98_000, "playhead.vital", { name: "INP", value: 148 }),
    change(150_000, 3),
    ...moves(150_000, 168_000),
    click(160_000, 54),
    click(168_500, 64),
    custom(169_000, "playhead.level", { level: "dxa", reason: "too_slow" }),
  ],
  second: [
    page(100_000, "/help", "Help", "two"),
    ...keyframe(100_100, CSS, shop("Help"), SIZE),
    request(100_300, 260, { kind: "navigation", url: "https://shop.example/help", bytes: 6_000 }),
    ...moves(101_000, 118_000),
    click(110_000, 74),
    custom(110_100, "playhead.track", { name: "help_opened", properties: {} }),
    custom(118_000, "playhead.visibility", { visible: false, focused: false }),
  ],
};
