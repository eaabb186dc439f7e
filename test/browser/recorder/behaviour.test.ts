import { expect, test } from "vitest";
import { filterEvent } from "../../../src/protocol/privacy/filter.ts";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";
import type { CustomPayloads, CustomTag } from "../../../src/protocol/events.ts";
import { useSignals, ORIGIN, type SignalPage } from "./signal-page.ts";

const open = useSignals();

/** What the filter leaves of it. */
function filtered<T extends CustomTag>(tag: T, payload: CustomPayloads[T]): CustomPayloads[T] {
  const data = { tag, payload: structuredClone(payload) };
  filterEvent({ type: 5, data, timestamp: 1 }, newRecorderPrivacy(), undefined, () => {});
  return data.payload;
}

const leave = ({ page }: SignalPage) => page.goto(`${ORIGIN}/next`);

test("depth: the furthest is told once a second and when the page goes, only when it grew", async () => {
  const signal = await open("depth", `<div style="height:6000px;margin:0"></div><style>body{margin:0}</style>`);
  const { page, sent, pass } = signal;
  const scrollTo = async (y: number) => {
    await page.evaluate(async (top) => {
      const scrolled = new Promise((resolve) => document.addEventListener("scroll", resolve, { once: true }));
      window.scrollTo(0, top);
      await scrolled;
    }, y);
  };
  await scrollTo(1200);
  await scrollTo(2400);
  await scrollTo(0);
  await pass(1_000);
  expect(await sent()).toEqual([{ percent: 50 }]);
  await scrollTo(600);
  await pass(1_000);
  expect(await sent()).toEqual([{ percent: 50 }]);
  await scrollTo(5400);
  await leave(signal);
  expect(await sent()).toEqual([{ percent: 50 }, { percent: 100 }]);
});

test("depth: what fits the window was seen as a whole, and boxes that scroll are not the page", async () => {
  const signal = await open("depth", `<div id="box" style="height:50px;overflow:auto"><p style="height:900px"></div>`);
  await signal.page.evaluate(() => (document.getElementById("box")!.scrollTop = 100));
  await signal.pass(1_000);
  expect(await signal.sent()).toEqual([]);
  await leave(signal);
  expect(await signal.sent()).toEqual([{ percent: 100 }]);
});

test("depth: nothing is left of it when it is stopped", async () => {
  const { stop } = await open("depth", "");
  expect(await stop()).toEqual([]);
});

const FORM = `<form id="order"><input name="email"><input name="card" type="password" autocomplete="cc-number">
  <input name="terms" type="checkbox" required><button>Send</button></form><input id="search">
  <script>document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());</script>`;

type FormEvent = CustomPayloads["playhead.form"];
const said = (events: unknown[]) =>
  (events as FormEvent[]).map(({ form, field, action }) => `${form}.${field} ${action}`);

test("form: fields are told by name, in order, and never with what is in them", async () => {
  const { page, sent, stop } = await open("form", FORM);
  await page.fill("[name=email]", "ada@example.com");
  await page.click("form button");
  await page.locator("[name=card]").pressSequentially("4111111111111111");
  await page.check("[name=terms]");
  await page.click("form button");
  await page.locator("#search").pressSequentially("secret");
  await page.keyboard.press("Enter");
  const events = (await sent()) as FormEvent[];
  expect(said(events)).toEqual([
    "order.email focus",
    "order.email change",
    "order.terms invalid",
    "order.terms focus",
    "order.card focus",
    "order.card change",
    "order.terms focus",
    "order.terms change",
    "order. submit",
    ".search focus",
    ".search change",
  ]);
  for (const { action, ms } of events) expect(ms === undefined).toBe(action !== "change" && action !== "abandon");
  expect(JSON.stringify(events)).not.toMatch(/ada|4111|secret/);
  expect(await stop()).toEqual([]);
});

test("form: one that was begun and not sent is abandoned, with the field that was last filled in and how long it took", async () => {
  const signal = await open("form", FORM);
  const { page, sent, pass } = signal;
  await page.locator("[name=email]").pressSequentially("a");
  await pass(3_000);
  await page.focus("[name=card]");
  await leave(signal);
  const events = (await sent()) as FormEvent[];
  expect(said(events).slice(-1)).toEqual(["order.email abandon"]);
  expect(events.at(-1)!.ms).toBeGreaterThanOrEqual(3_000);
});

test.each<[string, (page: SignalPage["page"]) => Promise<unknown>]>([
  ["one that was only looked at", (page) => page.focus("[name=email]")],
  [
    "one that was sent",
    async (page) => {
      await page.fill("[name=email]", "a");
      await page.check("[name=terms]");
      await page.click("form button");
    },
  ],
  [
    "one that a script filled in",
    (page) =>
      page.evaluate(() => {
        const field = document.querySelector("input")!;
        field.value = "a";
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }),
  ],
])("form: not abandoned is %s", async (_, act) => {
  const signal = await open("form", FORM);
  await act(signal.page);
  await leave(signal);
  expect(said(await signal.sent()).filter((line) => line.includes("abandon"))).toEqual([]);
});

test("form: a form in a shadow root is one like others", async () => {
  const { page, sent, stop } = await open(
    "form",
    `<shop-form></shop-form><script>
      const root = document.querySelector("shop-form").attachShadow({ mode: "open" });
      root.innerHTML = '<form name="inner"><input name="city"><button>Send</button></form>';
      root.addEventListener("submit", (event) => event.preventDefault());
    </script>`,
  );
  await page.locator("shop-form input").pressSequentially("Bath");
  await page.click("shop-form button");
  expect(said(await sent())).toEqual(["inner.city focus", "inner.city change", "inner. submit"]);
  expect(await stop()).toEqual([]);
});

test("error: uncaught errors and rejections, with where they came from and without what is private", async () => {
  const { page, sent, stop } = await open("error", "", "real");
  await page.evaluate(() => {
    const failing = document.createElement("script");
    failing.textContent = `setTimeout(() => { throw new TypeError('No order 1234567 of "Ada" for ada@example.com') });
      Promise.reject(new RangeError("too far"));
      Promise.reject("plain");
      Promise.reject({ secret: "Ada" });\n//# sourceURL=${location.origin}/app.js?token=1`;
    document.head.append(failing);
  });
  await expect.poll(async () => (await sent()).length).toBe(4);
  const events = (await sent()) as CustomPayloads["playhead.error"][];
  const byName = new Map(events.map((event) => [`${event.unhandled} ${event.name}`, event]));
  expect(byName.get("error TypeError")).toMatchObject({
    message: "Uncaught TypeError: No order … of … for …".replace("Uncaught TypeError: ", ""),
    file: `${ORIGIN}/app.js`,
    line: 1,
  });
  expect(byName.get("error TypeError")!.column).toBeGreaterThan(0);
  expect(byName.get("rejection RangeError")).toMatchObject({ message: "too far", file: `${ORIGIN}/app.js`, line: 2 });
  expect(events.map(({ message }) => message).toSorted()).toEqual(["", "No order … of … for …", "plain", "too far"]);
  const kept = events.map((payload) => filtered("playhead.error", payload));
  expect(JSON.stringify(kept)).not.toMatch(/Ada|token/);
  expect(kept.find(({ name }) => name === "TypeError")!.stack).toBe(`at ? (${ORIGIN}/app.js:1:26)`);
  expect(await stop()).toEqual([]);
});

test("error: the same one ten times, one of ours and a picture that is missing not at all", async () => {
  const { page, sent } = await open("error", "", "real");
  await page.evaluate(async () => {
    const raise = (message: string, file: string) => {
      const error = new Error(message);
      window.dispatchEvent(new ErrorEvent("error", { error, message, filename: file, lineno: 1, colno: 1 }));
    };
    for (let times = 0; times < 15; times++) raise("again", "http://site.test/a.js");
    raise("ours", "http://playhead.test/r/recorder-0123abcd.js");
    raise("ours", "http://playhead.test/playhead.js");
    const image = document.createElement("img");
    await new Promise((resolve) => {
      image.addEventListener("error", resolve);
      image.src = "/missing.js";
      document.body.append(image);
    });
    for (let times = 0; times < 200; times++)
      raise(`other ${String.fromCharCode(0x4e00 + times)}`, "http://site.test/a.js");
  });
  const messages = ((await sent()) as CustomPayloads["playhead.error"][]).map(({ message }) => message);
  expect(messages.filter((message) => message === "again")).toHaveLength(10);
  expect(messages).not.toContain("ours");
  expect(new Set(messages).size).toBe(100);
});

test("vital: all five are told when the page is left, in their units", async () => {
  const signal = await open(
    "vital",
    `<h1>Large</h1><button onclick="const end = Date.now() + 120; while (Date.now() < end);">Slow</button><div id="below">Below</div>`,
    "real",
  );
  const { page, sent } = signal;
  // Vitals are about pictures: at least one has to be on the screen.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver(resolve).observe({ type: "layout-shift", buffered: true });
        document.querySelector("h1")!.style.marginTop = "200px";
      }),
  );
  await page.evaluate(() => {
    const seen = new Promise((resolve) =>
      new PerformanceObserver(resolve).observe({ type: "event", durationThreshold: 100 } as PerformanceObserverInit),
    );
    Object.assign(window, { seen });
  });
  await page.click("button");
  await page.evaluate(() => (window as unknown as { seen: Promise<unknown> }).seen.then(() => undefined));
  await leave(signal);
  const events = (await sent()) as CustomPayloads["playhead.vital"][];
  const values = Object.fromEntries(events.map(({ name, value }) => [name, value]));
  expect(Object.keys(values).toSorted()).toEqual(["CLS", "FCP", "INP", "LCP", "TTFB"]);
  expect(events).toHaveLength(5);
  expect(values["CLS"]).toBeGreaterThan(0.01);
  expect(values["CLS"]).toBeLessThan(2);
  expect(values["INP"]).toBeGreaterThanOrEqual(100);
  expect(values["LCP"]).toBeGreaterThanOrEqual(values["FCP"]!);
  for (const name of ["TTFB", "FCP", "LCP", "INP"]) expect(Number.isInteger(values[name])).toBe(true);
});

test("vital: nothing is told after the stop, and what is known by then is told when it begins again", async () => {
  const signal = await open("vital", "<h1>Large</h1>", "real");
  await signal.stop();
  const before = await signal.sent();
  await signal.page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  expect(await signal.sent()).toEqual(before);
  await signal.page.evaluate(() => {
    const { harness } = window as unknown as { harness: { start(name: string): () => void } };
    harness.start("vital");
  });
  await leave(signal);
  const names = ((await signal.sent()) as { name: string }[]).slice(before.length).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["TTFB", "FCP", "LCP", "CLS"]));
});
