// npm run bench: prints what is measured of the product. Numbers, no verdicts; ratios are against a baseline in the same run.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { launchChromium } from "../test/browser/chromium.ts";
import { root, run } from "../scripts/lib.mjs";
import { misbehave } from "./misbehave.mjs";
import { startServer } from "./server.mjs";
import { throughput } from "./throughput.mjs";
import { visit } from "./visit.mjs";

const KIB = 1024;

function gz(file) {
  return gzipSync(readFileSync(join(root, "dist/client", file)), { level: 9 }).byteLength / KIB;
}

function sizes() {
  const [chunk] = readdirSync(join(root, "dist/client/r"));
  console.log(`loader            ${gz("playhead.js").toFixed(2)} KiB gz`);
  console.log(`recorder          ${gz(`r/${chunk}`).toFixed(2)} KiB gz`);
}

await run("node", ["scripts/build.mjs"]);
const server = await startServer();
const browser = await launchChromium();
try {
  sizes();
  await visit(browser, server.origin);
  await misbehave(browser);
  await throughput();
} finally {
  await browser.close();
  await server.stop();
}
