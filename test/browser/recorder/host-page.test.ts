import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { EventType } from "../../../src/protocol/events.ts";
import { KEY } from "./site.ts";
import { useStage } from "./stage.ts";

const stage = useStage();

/** Wraps what the recorder might leave behind, so that it can be counted; what others start is told apart by its stack. */
const WATCH = `<script>{
  const watched = window.watched = { listeners: [], timers: new Set(), workers: 0 };
  const ours = () => /(?:recorder|capture)-|playhead\\.js/.test(new Error().stack);
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const same = (a, b) => a.every((value, index) => value === b[index]);
  EventTarget.prototype.addEventListener = function (type, run, options) {
    if (ours() && !(this instanceof Worker)) watched.listeners.push([this, type, run]);
    return addEventListener.call(this, type, run, options);
  };
  EventTarget.prototype.removeEventListener = function (type, run, options) {
    const index = watched.listeners.findIndex((entry) => same(entry, [this, type, run]));
    if (index >= 0) watched.listeners.splice(index, 1);
    return removeEventListener.call(this, type, run, options);
  };
  const { setTimeout, clearTimeout, Worker } = window;
  window.setTimeout = (run, ms, ...rest) => {
    const id = setTimeout(() => { watched.timers.delete(id); run(); }, ms, ...rest);
    if (ours()) watched.timers.add(id);
    return id;
  };
  window.clearTimeout = (id) => { watched.timers.delete(id); clearTimeout(id); };
  window.Worker = class extends Worker {
    constructor(...args) { super(...args); watched.workers++; }
    terminate() { watched.workers--; super.terminate(); }
  };
}</script>`;

interface Watched {
  listeners: [EventTarget, string][];
  timers: Set<number>;
  workers: number;
}

test("stop() gives everything back: history, listeners, timers, worker", async () => {
  stage.site.set("/", { head: WATCH });
  const page = await stage.record();
  const recording = await page.evaluate(async () => {
    window.playhead.track("before the stop");
    await window.playhead.flush();
    const { watched } = window as unknown as { watched: Watched };
    return { listeners: watched.listeners.length, workers: watched.workers, own: Object.hasOwn(history, "pushState") };
  });
  expect(recording.listeners).toBeGreaterThan(10);
  expect(recording).toMatchObject({ workers: 1, own: true });
  await page.evaluate(() => window.playhead.stop());
  await page.waitForFunction(() => (window as unknown as { watched: Watched }).watched.workers === 0);
  const left = await page.evaluate(() => {
    const { watched } = window as unknown as { watched: Watched };
    history.pushState({}, "", "/quiet");
    document.body.append("quiet");
    return {
      listeners: watched.listeners.map(([, type]) => type),
      timers: watched.timers.size,
      own: ["pushState", "replaceState"].filter((name) => Object.hasOwn(history, name)),
      native: String(history.pushState).includes("[native code]"),
      session: window.playhead.sessionId(),
    };
  });
  expect(left).toEqual({ listeners: [], timers: 0, own: [], native: true, session: null });
  const { length } = stage.ingest.requests;
  await page.click("#buy");
  await page.close();
  expect(stage.ingest.requests).toHaveLength(length);
});

test("stop() gives back attachShadow, and leaves one that somebody else has put there since", async () => {
  const page = await stage.record();
  const first = await page.evaluate(() => {
    const { prototype } = Element;
    const native = () => String(prototype.attachShadow).includes("[native code]");
    const recording = native();
    window.playhead.stop();
    return { recording, stopped: native() };
  });
  expect(first).toEqual({ recording: false, stopped: true });
  const other = await stage.record();
  const kept = await other.evaluate(() => {
    const { prototype } = Element;
    const { attachShadow: ours } = prototype;
    const theirs = function (this: Element, init: ShadowRootInit) {
      return ours.call(this, init);
    };
    prototype.attachShadow = theirs;
    window.playhead.stop();
    const root = document.createElement("div").attachShadow({ mode: "closed" });
    return prototype.attachShadow === theirs && root.mode;
  });
  expect(kept).toBe("closed");
});

test("stop() leaves a history that somebody else has wrapped since", async () => {
  const page = await stage.record();
  const wrapped = await page.evaluate(() => {
    const ours = history.pushState.bind(history);
    const theirs = (...args: Parameters<History["pushState"]>) => ours(...args);
    history.pushState = theirs;
    window.playhead.stop();
    history.pushState({ works: true }, "", "/still");
    return history.pushState === theirs && (history.state as { works: boolean }).works && location.pathname;
  });
  expect(wrapped).toBe("/still");
});

test("what is recorded before stop() still arrives", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  await page.evaluate(() => {
    window.playhead.track("last words");
    window.playhead.stop();
    window.playhead.track("too late");
  });
  await ingest.until(() => ingest.payloads("playhead.track").length > 0, "the last event");
  expect(ingest.payloads("playhead.track")).toEqual([{ name: "last words" }]);
});

test("a policy that forbids blob workers is recorded all the same", async () => {
  const { ingest, site } = stage;
  const { origin } = ingest;
  const policy = `default-src 'self'; script-src 'self' 'unsafe-inline' ${origin}; connect-src ${origin}; worker-src 'self'`;
  site.set("/", { headers: { "content-security-policy": policy } });
  const page = await stage.record();
  await page.evaluate(() => (window.playhead.track("works"), window.playhead.flush()));
  expect(ingest.payloads("playhead.track")).toEqual([{ name: "works" }]);
  expect(stage.errors).toEqual([]);
});

test("Trusted Types are no obstacle", async () => {
  const { ingest, site } = stage;
  site.set("/", { headers: { "content-security-policy": "require-trusted-types-for 'script'" } });
  const page = await stage.record();
  await page.evaluate(() => (window.playhead.track("works"), window.playhead.flush()));
  expect(ingest.payloads("playhead.track")).toEqual([{ name: "works" }]);
  expect(stage.errors).toEqual([]);
});

test.each([
  ["connections", "connect-src 'self'"],
  ["the recorder's script", "script-src 'self' 'unsafe-inline'"],
])("a policy that forbids %s keeps the recorder quiet", async (_, rule) => {
  const { ingest, site } = stage;
  // The loader itself comes from the site, as with a bundle of one's own.
  const loader = await readFile(new URL("../../../dist/client/playhead.js", import.meta.url), "utf8");
  site.set("/", {
    tag: `<script>${loader}</script><script>playhead.init({ key: "${KEY}", host: "${ingest.origin}" })</script>`,
    headers: { "content-security-policy": rule },
  });
  const page = await stage.open();
  expect(await page.evaluate(() => window.playhead.flush().catch(String))).toContain("not recording");
  await page.click("#buy");
  expect(ingest.uploads).toEqual([]);
  expect(stage.errors).toEqual([]);
  expect(stage.console.filter((line) => line.startsWith("warning"))).toEqual([]);
});

test("a policy that comes later ends recording at the first refusal", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  await page.evaluate(() => {
    const meta = document.createElement("meta");
    meta.httpEquiv = "Content-Security-Policy";
    meta.content = "connect-src 'self'";
    document.head.append(meta);
    window.playhead.track("refused");
  });
  await page.waitForFunction(() => window.playhead.sessionId() === null);
  expect(ingest.payloads("playhead.track")).toEqual([]);
  expect(stage.console.filter((line) => line.includes("Content Security Policy")).length).toBeLessThanOrEqual(2);
});

/** Things that pages do to the browser before we come. */
const HOSTILE: Record<string, string> = {
  "a frozen history": `Object.freeze(history);`,
  "no storage": `Object.defineProperty(window, "localStorage", { get() { throw new Error("blocked"); } });
    Object.defineProperty(window, "sessionStorage", { get() { throw new Error("blocked"); } });`,
  "toJSON on every array": `Array.prototype.toJSON = function () { return "spoilt"; };`,
  "toJSON on every object": `Object.prototype.toJSON = function () { return "spoilt"; };`,
  "its own Function.prototype.bind": `Function.prototype.bind = function (self, ...first) {
    const run = this; return function (...rest) { return Reflect.apply(run, self, [...first, ...rest]); }; };`,
  "its own Array.from": `Array.from = (list) => [].slice.call(list);`,
  "a zone": `window.Zone = { root: { run: (run) => (window.zoned = true, run()) }, __symbol__: (name) => name };`,
  "names of its own on window": `window.name = "x"; window.event = 1; window.status = "s";`,
};

test.each(Object.entries(HOSTILE))("a page with %s works and is recorded", async (_, script) => {
  const { ingest, site } = stage;
  site.set("/", { head: `<script>${script}</script>` });
  const page = await stage.record();
  await page.click("#buy");
  await page.evaluate(async () => {
    window.playhead.track("bought", { list: [1, { two: 2 }], at: new Date(0) });
    await window.playhead.flush();
  });
  expect(ingest.payloads("playhead.track")).toEqual([
    { name: "bought", properties: { list: [1, { two: 2 }], at: "1970-01-01T00:00:00.000Z" } },
  ]);
  const events = ingest.stored.flatMap(({ batch }) => batch.events);
  expect(events.some(({ type }) => type === EventType.FullSnapshot)).toBe(true);
  expect(stage.errors).toEqual([]);
});

test("what pages spoil after we have come does not matter", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  const count = await page.evaluate(async () => {
    const broken = () => {
      throw new Error("spoilt");
    };
    JSON.stringify = broken;
    window.fetch = broken as unknown as typeof fetch;
    window.setTimeout = broken as unknown as typeof setTimeout;
    Date.now = () => Number.NaN;
    window.playhead.track("still here");
    await window.playhead.flush();
    return 1;
  });
  expect(count).toBe(1);
  expect(ingest.payloads("playhead.track")).toEqual([{ name: "still here" }]);
});

test("the tag pasted twice records once; a name that is taken is left alone", async () => {
  const { ingest, site } = stage;
  const tag = `<script async src="${ingest.origin}/playhead.js" data-key="${KEY}"></script>`;
  site.set("/twice", { tag: tag + tag });
  const twice = await stage.record("/twice");
  await twice.evaluate(() => window.playhead.flush());
  expect(ingest.starts).toHaveLength(1);
  site.set("/taken", { head: `<script>window.playhead = { mine: true };</script>` });
  const taken = await stage.record("/taken");
  expect(await taken.evaluate(() => (window as unknown as { playhead: object }).playhead)).toEqual({ mine: true });
  expect(ingest.starts).toHaveLength(2);
  expect(stage.errors).toEqual([]);
});

test("the npm module records with the recorder of the package", async () => {
  const { ingest, site, context } = stage;
  await context.route(/\/npm\//, async (route) => {
    const { pathname } = new URL(route.request().url());
    const body = await readFile(new URL(`../../../dist${pathname}`, import.meta.url), "utf8");
    await route.fulfill({ body, contentType: "text/javascript" });
  });
  site.set("/", {
    tag: `<script type="module">
      import playhead from "/npm/playhead.mjs";
      window.playhead = playhead;
      playhead.init({ key: "${KEY}", host: "${ingest.origin}" });
    </script>`,
  });
  const page = await stage.record();
  await page.evaluate(() => (window.playhead.track("from npm"), window.playhead.flush()));
  expect(ingest.payloads("playhead.track")).toEqual([{ name: "from npm" }]);
  expect(ingest.requests.filter((request) => request.startsWith("GET"))).toEqual([]);
});
