import { chromium } from "playwright-core";
import { startSite } from "./site.mjs";
import { startProduct } from "./product.mjs";
import { platform } from "./pages/platform.mjs";
import { widgets } from "./pages/widgets.mjs";
import { sleep } from "./hands.mjs";
const [, , name, label, code] = process.argv;
const page = [...platform, ...widgets].find((p) => p.name === name);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"],
});
let current;
const site = await startSite((isA) => current.snippet(isA, page));
current = await startProduct(browser, () => site);
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
const v = await context.newPage();
await v.goto(site.A + page.path, { waitUntil: "load" });
await current.ready(v);
let at;
await page.run({
  page: v,
  ready: () => current.ready(v),
  cp: async (l, { settle = 350 } = {}) => {
    await sleep(settle);
    if (l === label) {
      at = await current.now(v);
      console.log("LIVE  ", await v.evaluate(code));
    }
  },
});
const rec = await current.end(v);
const player = await current.open(browser, rec);
const seen = [];
player.context.on("page", () => {});
await player.start();
await player.seek(at);
await sleep(500);
const p = player.context.pages()[0];
const h = await p.$("iframe[data-replay]");
const f = await h.contentFrame();
console.log("REPLAY", await f.evaluate(code));
await current.stop();
await browser.close();
site.close();
process.exit(0);
