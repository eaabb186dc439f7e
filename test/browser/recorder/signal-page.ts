import { afterAll, afterEach, beforeAll } from "vitest";
import { launchChromium } from "../chromium.ts";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { judgeClicks, newReactionRules } from "../../../src/protocol/reactions.ts";
import type { CustomPayloads, CustomTag } from "../../../src/protocol/events.ts";

const SIGNALS = fileURLToPath(new URL("../../../src/recorder/signals/", import.meta.url));
const NAMES = ["click", "depth", "form", "reaction", "error", "log", "network", "task", "vital"] as const;
/** Rage and dead clicks are what the server makes of reactions. */
export type SignalName = (typeof NAMES)[number] | "rage" | "dead";

/** An origin that no request leaves for. */
export const ORIGIN = "http://site.test";

interface Harness {
  /** Listeners and observers that are there now. */
  open(): string[];
  start(name: SignalName): () => void;
}

/** Counts what is listened to and observed, and keeps what is sent over a change of documents. Runs before everything else. */
const HARNESS = `
const open = new Map();
// Signals listen so; the test driver and the page do not.
const counts = (options) => options?.passive && options.capture;
const count = (what, by) => open.set(what, (open.get(what) ?? 0) + by);
const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
EventTarget.prototype.addEventListener = function (type, run, options) { if (counts(options)) count(type, 1); return add.call(this, type, run, options); };
EventTarget.prototype.removeEventListener = function (type, run, options) { if (counts(options)) count(type, -1); return remove.call(this, type, run, options); };
for (const name of ["MutationObserver", "PerformanceObserver"]) {
  const watching = new WeakSet();
  const { prototype } = window[name];
  const { observe, disconnect } = prototype;
  prototype.observe = function (...args) { if (!watching.has(this)) count(name, 1); watching.add(this); return observe.apply(this, args); };
  prototype.disconnect = function () { if (watching.delete(this)) count(name, -1); return disconnect.call(this); };
}
window.harness = {
  open: () => [...open].filter(([, n]) => n !== 0).map(([what, n]) => what + " " + n),
  start: (name) => all[name]({
    tab: "tab", warn() {}, answer: () => () => {}, early: [], host: "http://playhead.test", fault() {},
    settings: { path: "", console: "debug", network: "full" },
    send(tag, payload) {
      const sent = JSON.parse(sessionStorage.getItem("sent") ?? "[]");
      sessionStorage.setItem("sent", JSON.stringify([...sent, { tag, payload }]));
    },
  }),
};`;

/** The signals as a script for pages. */
export async function bundleSignals(): Promise<string> {
  const imports = NAMES.map((name) => `import { ${name} } from "./${name}.ts";`).join("");
  const { outputFiles } = await build({
    stdin: { contents: `${imports} const all = { ${NAMES.join()} }; ${HARNESS}`, resolveDir: SIGNALS, loader: "ts" },
    bundle: true,
    format: "iife",
    target: "es2020",
    write: false,
  });
  return outputFiles[0]!.text;
}

export interface SignalPage {
  page: Page;
  /** What the signal has sent, with other documents of the tab. */
  sent(): Promise<CustomPayloads[CustomTag][]>;
  /** Lets timers of this long run. */
  pass(ms: number): Promise<void>;
  /** Stops the signal, and says what is left of it. */
  stop(): Promise<string[]>;
}

/** A page with this body, on which one signal runs. Its clock can be put forward, unless it is to be the real one. */
export async function openSignal(
  browser: Browser,
  script: string,
  name: SignalName,
  body: string,
  clock: "ours" | "real" = "ours",
): Promise<SignalPage> {
  const judged = name === "rage" || name === "dead";
  const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
  if (clock === "ours") await page.clock.install();
  await page.addInitScript(script);
  await page.route(`${ORIGIN}/**`, (route) =>
    route.request().url().endsWith(".js")
      ? route.fulfill({ status: 404 })
      : route.fulfill({ contentType: "text/html", body: `<!doctype html><title>Page</title><body>${body}` }),
  );
  await page.goto(`${ORIGIN}/start`);
  const before = await page.evaluate(() => (window as unknown as { harness: Harness }).harness.open());
  await page.evaluate(
    (which) => {
      const { harness } = window as unknown as { harness: Harness };
      Object.assign(window, { stopSignal: harness.start(which) });
    },
    judged ? ("reaction" as const) : name,
  );
  return {
    page,
    sent: async () => {
      const text = await page.evaluate(() => sessionStorage.getItem("sent") ?? "[]");
      const payloads = (JSON.parse(text) as { payload: never }[]).map(({ payload }) => payload);
      if (!judged) return payloads;
      const signs = payloads.flatMap((facts) => judgeClicks(facts, newReactionRules()));
      return signs.filter(({ tag }) => tag === `playhead.${name}`).map(({ payload }) => payload);
    },
    pass: (ms) => page.clock.runFor(ms),
    stop: async () => {
      const left = await page.evaluate(() => {
        const { harness, stopSignal } = window as unknown as { harness: Harness; stopSignal(): void };
        stopSignal();
        return harness.open();
      });
      return left.filter((what) => !before.includes(what));
    },
  };
}

/** For a test file: a browser and the signals for all of it, and pages that are closed after each test. */
export function useSignals(): (name: SignalName, body: string, clock?: "real") => Promise<SignalPage> {
  let browser: Browser;
  let script: string;
  let opened: SignalPage[] = [];
  beforeAll(async () => {
    script = await bundleSignals();
    browser = await launchChromium();
  });
  afterEach(async () => {
    for (const { page } of opened) await page.close();
    opened = [];
  });
  afterAll(() => browser.close());
  return async (name, body, clock) => {
    const signal = await openSignal(browser, script, name, body, clock);
    opened.push(signal);
    return signal;
  };
}
