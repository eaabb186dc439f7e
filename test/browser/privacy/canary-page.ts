import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import type { RecorderPrivacy } from "../../../src/protocol/privacy/privacy.schema.ts";
import { CANARY, DEEDS, SINKS } from "../../privacy/canaries.ts";
import { toHtml } from "../../privacy/tree.ts";

const RECORDER = fileURLToPath(new URL("../../../src/recorder/", import.meta.url));
/** Served by nobody: the test answers for it. */
export const ORIGIN = "https://site.example";

/** What a page has once the recorder's part is in it. */
interface Harness {
  events: RecordedEvent[];
  /** Events that held a canary before they were filtered. */
  found: object[];
  setPrivacy(privacy: RecorderPrivacy): void;
  start(): void;
}

declare global {
  interface Window {
    harness: Harness;
  }
}

let bundled: Promise<string> | undefined;

/** rrweb as the recorder starts it, with the filter behind it. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { startRrweb } from "./rrweb.ts";
        import { filter, isOpenField, seePage, setPrivacy } from "./filter.ts";
        export const events = [];
        export const found = [];
        export { setPrivacy };
        export const start = () => startRrweb((event) => {
          if (JSON.stringify(event).includes("${CANARY}")) found.push({});
          const kept = filter(event);
          if (kept) events.push(JSON.parse(JSON.stringify(kept)));
        }, () => {}, { seePage, isOpenField }, { work: (run) => run(), fitsPage: () => true, step() {}, lost() {}, later: (run, ms) => setTimeout(run, ms) });`,
      loader: "ts",
      resolveDir: RECORDER,
    },
    bundle: true,
    format: "iife",
    globalName: "harness",
    write: false,
  });
  return outputFiles[0]!.text;
}

/** Opens a page with this in its body. Nothing is recorded yet. */
export async function openPage(browser: Browser, body: string, privacy: RecorderPrivacy): Promise<Page> {
  const page = await browser.newPage();
  await page.route("**/*", (route) =>
    route.request().resourceType() === "document" && route.request().url() === `${ORIGIN}/`
      ? route.fulfill({
          contentType: "text/html",
          body: `<!doctype html><html><head><title>T</title></head><body>${body}</body></html>`,
        })
      : route.abort(),
  );
  await page.goto(`${ORIGIN}/`, { waitUntil: "load" });
  await page.addScriptTag({ content: await (bundled ??= bundle()) });
  await page.evaluate((settings) => window.harness.setPrivacy(settings), privacy);
  return page;
}

/** Until what the page has done so far has been seen by its observers, and by those of its frames. */
export function settle(page: Page): Promise<void> {
  return page.evaluate(async () => {
    for (let frames = 0; frames < 3; frames++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

/** What has left the page. */
export function left(page: Page): Promise<RecordedEvent[]> {
  return page.evaluate(() => window.harness.events);
}

/** The page with a canary in every place that must not leave in this mode. */
export function canaryHtml(hidden: readonly string[]): string {
  const sinks = SINKS.filter((sink) => hidden.includes(sink.hidden)).map(({ tree }) => toHtml(tree));
  const all = sinks.join("\n");
  const framed = all.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<main>${all}</main>
    <div id="shadowed"><template shadowrootmode="open">${all}</template></div>
    <iframe srcdoc="${framed}"></iframe>
    ${DEEDS.map(({ html }, at) => `<div id="deed${at}">${html}</div>`).join("")}`;
}

/** Does on the page, while it is recorded, all that canaries are put in by. */
export async function doDeeds(page: Page, hidden: readonly string[]): Promise<void> {
  const sinks = SINKS.filter((sink) => hidden.includes(sink.hidden)).map(({ tree }) => toHtml(tree));
  for (const where of ["initial", "later"]) {
    await page.evaluate(
      async ({ deeds, canary, place }) => {
        const soon = () => new Promise((resolve) => setTimeout(resolve, 0));
        for (const [at, { html, run }] of deeds.entries()) {
          let root = document.getElementById(`deed${at}`)!;
          if (place === "later") {
            root = document.createElement("div");
            root.innerHTML = html;
            document.body.append(root);
            await soon();
          }
          // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- the deeds are data
          new Function("root", "canary", run)(root, canary);
          await soon();
        }
      },
      { deeds: DEEDS.map(({ html, run }) => ({ html, run })), canary: CANARY, place: where },
    );
  }
  await page.evaluate(async (all) => {
    for (const html of all) {
      const root = document.createElement("div");
      root.innerHTML = html;
      document.body.append(root);
      const inShadow = document.createElement("div");
      inShadow.attachShadow({ mode: "open" }).innerHTML = html;
      document.body.append(inShadow);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }, sinks);
  await settle(page);
}
