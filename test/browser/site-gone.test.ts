import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { openAt, signIn } from "./admin-user.ts";
import {
  difference,
  inReplay,
  manifestOf,
  pageOf,
  pictureOf,
  record,
  strangers,
  untilKept,
  uploads,
  visitor,
  type Playhead,
} from "./asset-visits.ts";
import { launchChromium } from "./chromium.ts";
import { takeMoment } from "./dom-text.ts";
import { openShop, type ShopSite } from "./shop-site.ts";

const origin = inject("origin");
let browser: Browser;
let admin: Awaited<ReturnType<typeof signIn>>;
let site: ShopSite;

const FILLER = Array.from({ length: 60 }, (_, i) => `.c${i} { margin: ${i}px }`).join(" ");

const SVG = (inner: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60">${inner}</svg>`;

/** Every way a page names files, one picture each. */
const ANSWERS: Record<string, { type: string; body: string }> = {
  "/css/own.css": {
    type: "text/css",
    body: `@charset "utf-8"; @import "parts/type.css"; @import url(parts/print.css) print; ${FILLER}
      body { margin: 0; font: 20px Grotesk, monospace; background: #eef url(../images/wrap-pattern.png) }
      main { display: flex; flex-wrap: wrap; gap: 8px; --room: 6px 9px }
      .masked { width: 60px; height: 60px; background: teal; mask-image: url(../pic/mask.svg?v=1) }
      .card { padding: var(--room); padding-top: 30px; background: #fc9; line-height: calc(10px / 3 + 20px) }`,
  },
  "/css/parts/type.css": {
    type: "text/css",
    body: `${FILLER} @font-face { font-family: Grotesk; src: url("../../fonts/hanken-grotesk-latin-wght-normal.woff2") format("woff2"); font-weight: 100 900 }
      h1 { border: 10px solid; border-image: url(../../pic/border.svg) 10 round }`,
  },
  "/css/parts/print.css": { type: "text/css", body: `${FILLER} main { display: none }` },
  "/pic/mask.svg": { type: "image/svg+xml", body: SVG(`<circle cx="30" cy="30" r="28"/>`) },
  "/pic/border.svg": { type: "image/svg+xml", body: SVG(`<rect width="60" height="60" fill="crimson"/>`) },
  "/pic/sprite.svg": {
    type: "image/svg+xml",
    body: SVG(`<symbol id="star" viewBox="0 0 10 10"><path d="M0 10 5 0l5 10z" fill="purple"/></symbol>`),
  },
};

const BODY = `<main><h1>Every file</h1>
  <img src="images/tide-mug-480.jpg" width="120">
  <img srcset="images/dune-lamp-480.jpg 480w, images/dune-lamp-960.webp 960w" sizes="120px" width="120">
  <picture><source type="image/webp" srcset="images/pebble-tray-480.webp"><img src="images/pebble-tray-480.jpg" width="120"></picture>
  <svg width="60" height="60"><use href="pic/sprite.svg#star"/></svg>
  <svg width="60" height="60"><image href="images/icon.svg" width="60" height="60"/></svg>
  <input type="image" src="images/ridge-planter-480.jpg" width="90">
  <video poster="images/wheel-poster.webp" width="120" height="90"></video>
  <div class="masked"></div><div class="card">card</div>
  <style>.own { padding: var(--room); padding-top: 40px; line-height: calc(10px / 3 + 20px) }</style><div class="own">own</div>
  <div style="width: 80px; height: 80px; background: url('images/ledge-stand-480.jpg') center / cover"></div>
  <img id="blob"><img id="data" width="100" height="60"></main>
  <script>
    const canvas = document.createElement("canvas"); canvas.width = 80; canvas.height = 60;
    const pen = canvas.getContext("2d"); pen.fillStyle = "orange"; pen.fillRect(0, 0, 80, 60); pen.fillStyle = "navy"; pen.fillRect(10, 10, 30, 30);
    canvas.toBlob((blob) => { const url = URL.createObjectURL(blob); document.getElementById("blob").src = url;
      document.getElementById("blob").onload = () => URL.revokeObjectURL(url); });
    document.getElementById("data").src = "data:image/svg+xml;base64," + btoa('<svg xmlns="http://www.w3.org/2000/svg" width="100" height="60"><!--' +
      "x".repeat(90000) + '--><rect width="100" height="60" fill="seagreen"/></svg>');
  </script>`;

beforeAll(async () => {
  browser = await launchChromium();
  admin = await signIn(browser, origin);
  site = await openShop(origin);
  for (const [path, answer] of Object.entries(ANSWERS)) site.answers.set(path, answer);
  site.answers.set("/own.html", pageOf(`<link rel="stylesheet" href="/css/own.css">`, BODY));
});
afterAll(() => browser.close());

const FILES = [
  "css/own.css",
  "css/parts/type.css",
  "css/parts/print.css",
  "fonts/hanken-grotesk-latin-wght-normal.woff2",
  "images/wrap-pattern.png",
  "images/tide-mug-480.jpg",
  "images/dune-lamp-480.jpg",
  "images/pebble-tray-480.webp",
  "images/icon.svg",
  "images/ridge-planter-480.jpg",
  "images/wheel-poster.webp",
  "images/ledge-stand-480.jpg",
  "pic/mask.svg?v=1",
  "pic/border.svg",
  "pic/sprite.svg",
];

/** A visit to the page, until everything that it used is kept. */
async function visit(): Promise<{ session: string; t: number; live: Buffer; uploaded: number; problems: string[] }> {
  const { context, sent, problems } = await visitor(browser);
  const { page, session } = await record(context, `${site.origin}/own.html`);
  await page.waitForLoadState("load");
  await untilKept(admin.page, session, ...FILES.map((path) => `${site.origin}/${path}`));
  await expect.poll(async () => (await manifestOf(admin.page, session)).assets.length).toBe(FILES.length + 2);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const { t } = await takeMoment(page);
  const live = await page.screenshot();
  await page.evaluate(() => (window as unknown as Playhead).playhead.flush());
  await context.close();
  return { session, t, live, uploaded: uploads(sent).length, problems };
}

/** What the player shows of it, and what it asks of others. */
async function replay({ session, t }: { session: string; t: number }, player: Page = admin.page) {
  await openAt(player, origin, session, t);
  return pictureOf(player);
}

it("a page is the same pixels when its site is gone, whatever way it names its files, and a second visitor uploads nothing", async () => {
  const first = await visit();
  expect(first.problems).toEqual([]);
  const up = await replay(first);
  expect(await difference(browser, first.live, up)).toBeLessThan(0.002);

  const second = await visit();
  expect(second.uploaded).toBe(0);

  await site.close();
  const others = strangers(admin.page);
  for (const each of [first, second]) {
    const gone = await replay(each);
    expect(await difference(browser, up, gone)).toBe(0);
    expect(await inReplay(admin.page, "document.querySelectorAll('[data-playhead-not-kept]').length")).toBe(0);
  }
  expect(others).toEqual([]);
  // The live socket is connected anew when `wrangler dev` loses it, and shows none of this.
  expect(admin.problems.filter((problem) => !problem.includes("/live?"))).toEqual([]);
});
