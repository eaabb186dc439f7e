// npm run bench:fidelity: how like the page a replay looks, for rrweb as it comes and for the product, with the recorded site there
// and with it gone. Prints similarities (1 = the same picture), no verdicts; pictures and results.json go to bench/fidelity/out.
//   --pages forms,shoelace   --variants site,gone   --recorders rrweb,playhead   --table FILE (the table as Markdown)
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { PNG } from "pngjs";
import { compare, sheet } from "./compare.mjs";
import { sleep } from "./hands.mjs";
import { apps } from "./pages/apps.mjs";
import { kits } from "./pages/kits.mjs";
import { more } from "./pages/more.mjs";
import { lately } from "./pages/lately.mjs";
import { own } from "./pages/own.mjs";
import { platform } from "./pages/platform.mjs";
import { widgets } from "./pages/widgets.mjs";
import { prepare } from "./prepare.mjs";
import { startProduct } from "./product.mjs";
import { startRrweb } from "./rrweb.mjs";
import { startSite } from "./site.mjs";
import { describe, table } from "./table.mjs";

const OUT = fileURLToPath(new URL("out/", import.meta.url));
const RESULTS = join(OUT, "results.json");
const PAGES = [...apps, ...widgets, ...platform, ...own, ...lately, ...kits, ...more];
const VIEWPORT = { width: 1280, height: 800 };
/** Waiting for the player's network: quiet for so long, or the time is up. */
const QUIET_MS = 250;
const QUIET_MAX_MS = 3_500;

const { values: options } = parseArgs({
  options: {
    pages: { type: "string", default: PAGES.map(({ name }) => name).join(",") },
    variants: { type: "string", default: "site,gone" },
    recorders: { type: "string", default: "rrweb,playhead" },
    table: { type: "string" },
  },
});

function launch() {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    // Nothing but this machine can be reached.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--enable-unsafe-swiftshader",
      "--disable-background-networking",
      "--autoplay-policy=no-user-gesture-required",
      "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ],
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
}

/** Visits a page and takes its picture at each moment. */
async function record(browser, site, recorder, page) {
  const context = await browser.newContext({
    viewport: page.viewport ?? VIEWPORT,
    locale: "en-GB",
    timezoneId: "UTC",
    ...page.context,
  });
  const state = await recorder.begin(context, page);
  const visited = await context.newPage();
  visited.setDefaultTimeout(8_000);
  const moments = [];
  const ready = async () => recorder.ready?.(visited);
  const cp = async (label, { settle = 350 } = {}) => {
    await sleep(settle);
    const at = await recorder.now(visited);
    moments.push({ label, at, live: await visited.screenshot({ animations: "allow", caret: "initial" }) });
  };
  let problem = null;
  try {
    await visited.goto(site.A + page.path, { waitUntil: "load" });
    await ready();
    await page.run({ page: visited, cp, ready });
  } catch (error) {
    problem = String(error).split("\n", 1)[0];
  }
  const recording = await recorder.end(visited, state);
  await context.close();
  return { recording, moments, problem };
}

/** Resolves when a context has asked for nothing for a moment. */
function network(context) {
  const open = new Set();
  let last = Date.now();
  const ended = (request) => {
    last = Date.now();
    open.delete(request);
  };
  context.on("request", (request) => {
    last = Date.now();
    open.add(request);
  });
  context.on("requestfinished", ended);
  context.on("requestfailed", ended);
  return async () => {
    const end = Date.now() + QUIET_MAX_MS;
    await sleep(QUIET_MS);
    while (Date.now() < end && (open.size > 0 || Date.now() - last < QUIET_MS)) await sleep(50);
  };
}

/** Plays a recording and compares each moment. */
async function replay(browser, site, recorder, { recording, moments }, gone, folder) {
  const player = await recorder.open(browser, recording);
  const strangers = new Set();
  const isSite = (url) => url.href.startsWith(site.A) || url.href.startsWith(site.B);
  player.context.on("request", (request) => isSite(new URL(request.url())) && strangers.add(request.url()));
  if (gone) await player.context.route(isSite, (route) => route.abort("connectionrefused"));
  const quiet = network(player.context);
  const scores = [];
  try {
    await player.start();
    for (const [index, { label, at, live }] of moments.entries()) {
      await player.seek(at);
      await quiet();
      const { width, height } = PNG.sync.read(live);
      const shown = await player.picture({ width, height });
      const { ssim, differing, difference } = compare(live, shown);
      const name = `${index + 1}-${label}-${recorder.name}-${gone ? "gone" : "site"}.png`;
      writeFileSync(join(folder, name), sheet([live, shown, difference]));
      scores.push({ label, ssim, differing });
    }
  } finally {
    await player.context.close();
  }
  return { scores, strangers: strangers.size };
}

const results = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, "utf8")) : {};
prepare();
const browser = await launch();
let current = null;
const site = await startSite((isA) => current.recorder.snippet(isA, current.page));
const makers = { rrweb: startRrweb, playhead: startProduct };
const recorders = [];
try {
  for (const name of options.recorders.split(",")) recorders.push(await makers[name](browser, () => site));
  for (const name of options.pages.split(",")) {
    const page = PAGES.find((each) => each.name === name);
    if (!page) throw new Error(`There is no page "${name}". There are: ${PAGES.map((each) => each.name).join(", ")}`);
    const folder = join(OUT, name);
    mkdirSync(folder, { recursive: true });
    for (const recorder of recorders) {
      current = { recorder, page };
      const visit = await record(browser, site, recorder, page);
      const entry = ((results[name] ??= {})[recorder.name] = { problem: visit.problem });
      for (const variant of options.variants.split(",")) {
        try {
          entry[variant] = await replay(browser, site, recorder, visit, variant === "gone", folder);
        } catch (error) {
          entry.problem = `${variant}: ${String(error).split("\n", 1)[0]}`;
        }
        console.log(describe(name, recorder.name, variant, entry));
      }
    }
    writeFileSync(RESULTS, JSON.stringify(results, null, 1));
  }
} finally {
  for (const recorder of recorders) await recorder.stop();
  await browser.close();
  site.close();
}
const text = table(results);
console.log(`\n${text}`);
if (options.table) writeFileSync(options.table, text);
