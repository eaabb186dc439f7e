// npm run bench:player [-- <folder of recordings>]: a session of three hours against one of a minute, through the real stack. The folder
// (or PLAYHEAD_RECORDINGS) holds gzipped JSON lists of rrweb events; without one a page of our own making stands in for all.
import { gzipSync } from "node:zlib";
import { batchText } from "../src/protocol/batch.ts";
import { uuidv7 } from "../src/protocol/ids.ts";
import { demoTarget } from "../scripts/import.mjs";
import { run } from "../scripts/lib.mjs";
import { signIn } from "../test/browser/admin-user.ts";
import { launchChromium } from "../test/browser/chromium.ts";
import { heapMib, median, openMs, quiet, seekMs } from "./player/measure.mjs";
import { makeSession, PAGE_MS, readPages } from "./player/session.mjs";
import { startServer } from "./server.mjs";

function mib(bytes) {
  return (bytes / 1024 / 1024).toFixed(1);
}

const LONG_PAGES = 180;
const RUNS = Number(process.env.RUNS ?? 5);
/** Where the same page stands in both sessions. */
const PLACES = [0.5, 0.9, 0.98];

async function call(target, path, body) {
  const response = await fetch(new URL(path, target.url), { method: "POST", headers: target.headers, body });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  const text = await response.text();
  return text === "" ? null : JSON.parse(text);
}

/** Puts a session into the store; answers its id and how many bytes of text it has. */
async function store(target, batches, startedAt) {
  const json = { ...target, headers: { ...target.headers, "Content-Type": "application/json" } };
  const plain = { ...target, headers: { ...target.headers, "Content-Type": "text/plain" } };
  const asked = { from: uuidv7(), visitor: uuidv7(), startedAt };
  const { session, token } = await call(json, "/api/imports", JSON.stringify(asked));
  let bytes = 0;
  for (const { page, seq, events } of batches) {
    const text = batchText(
      events.at(-1).timestamp,
      events.map((event) => JSON.stringify(event)),
    );
    bytes += text.length;
    const query = new URLSearchParams({ page, seq: String(seq), token });
    await call(plain, `/api/imports/${session}/batches?${query}`, gzipSync(text));
  }
  await call(plain, `/api/imports/${session}/end?${new URLSearchParams({ token })}`, "");
  return { session, bytes };
}

function row(what, long, short, unit) {
  console.log(
    `${what.padEnd(34)} ${long.toFixed(0).padStart(6)} ${unit}  against ${short.toFixed(0).padStart(6)} ${unit}: ${(long / short).toFixed(2)}`,
  );
}

/** Medians of runs that take turns, so that both have the same weather. */
async function inTurn(first, second) {
  const [long, short] = [[], []];
  for (let times = 0; times < RUNS; times++) {
    long.push(await first());
    short.push(await second());
  }
  return [median(long), median(short)];
}

async function compare(browser, origin, long, short) {
  const { page, context } = await signIn(browser, origin);
  const open = (session, time) => () => openMs(page, origin, session, time);
  await openMs(page, origin, short, 0);
  for (const [name, place] of [
    ["the start", 0],
    ["50 %", 0.5],
    ["98 %", 0.98],
  ]) {
    const time = Math.floor(place * LONG_PAGES) * PAGE_MS;
    row(`open at ${name}`, ...(await inTurn(open(long, time), open(short, place * PAGE_MS))), "ms");
  }
  // What is near is here by then, what is far is not.
  const leap = (session) => async () => {
    await openMs(page, origin, session, 0);
    return seekMs(page, "9");
  };
  row("jump to what is not here yet", ...(await inTurn(leap(long), leap(short))), "ms");
  await page.close();
  // Fresh ones: pages that were left stay in the memory of a tab.
  const [there, here] = [await context.newPage(), await context.newPage()];
  const tabs = [
    [there, long],
    [here, short],
  ];
  for (const [tab, session] of tabs) {
    await tab.bringToFront();
    await openMs(tab, origin, session, 0);
    await quiet(tab);
  }
  for (const [name, key, back] of [
    ["to 50 %", "5", "1"],
    ["to 90 %", "9", "1"],
    ["back to the start", "0", "9"],
  ]) {
    const jump = (tab) => async () => {
      await tab.bringToFront();
      await seekMs(tab, back);
      return seekMs(tab, key);
    };
    row(`jump ${name}, all is here`, ...(await inTurn(jump(there), jump(here))), "ms");
  }
  const heaps = [];
  for (const [tab] of tabs) {
    await tab.bringToFront();
    for (const key of ["5", "9", "0", "5"]) await seekMs(tab, key);
    await quiet(tab);
    heaps.push(await heapMib(tab));
  }
  row("heap when all is known", ...heaps, "MiB");
  await context.close();
}

await run("node", ["scripts/build.mjs"]);
const server = await startServer();
const browser = await launchChromium();
try {
  const pages = readPages(process.argv[2] ?? process.env.PLAYHEAD_RECORDINGS);
  const target = await demoTarget(server.origin);
  const startedAt = Date.now() - (LONG_PAGES + 1) * PAGE_MS;
  const long = await store(target, makeSession(pages, LONG_PAGES, PLACES, startedAt), startedAt);
  const short = await store(target, makeSession(pages, 1, [], startedAt), startedAt);
  console.log(
    `3 hours (${mib(long.bytes)} MiB of text) against 1 minute (${mib(short.bytes)} MiB), medians of ${RUNS}`,
  );
  await compare(browser, server.origin, long.session, short.session);
} finally {
  await browser.close();
  await server.stop();
}
