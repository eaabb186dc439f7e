import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CanvasPicture } from "../../src/protocol/canvas-picture.ts";
import { EventType, IncrementalSource, type RecordedEvent } from "../../src/protocol/events.ts";
import { newRecorderPrivacy } from "../../src/protocol/privacy/new-privacy.ts";
import type { RecorderPrivacy } from "../../src/protocol/privacy/privacy.schema.ts";
import { difference, coloursOf, startReplays, type Replays } from "./replays.ts";
import { launchChromium } from "./chromium.ts";
import { yes } from "./recorder/ingest.ts";
import { useStage } from "./recorder/stage.ts";

const stage = useStage();
let browser: Browser;
let replays: Replays;
beforeAll(async () => {
  browser = await launchChromium();
  replays = await startReplays(browser);
});
afterAll(async () => {
  await replays.stop();
  await browser.close();
});

/** A canvas with a name; `draw` runs with it as `canvas`. */
const drawn = (name: string, draw: string, size = { width: 200, height: 100 }) =>
  `<canvas id="${name}" width="${size.width}" height="${size.height}"></canvas>
   <script>{ const canvas = document.getElementById("${name}"); ${draw} }</script>`;

const filled = (colour: string) => `
  const context = canvas.getContext("2d");
  context.fillStyle = "${colour}";
  context.fillRect(0, 0, canvas.width, canvas.height);`;

function wantCanvases(privacy: Partial<RecorderPrivacy> = {}): void {
  stage.ingest.onStart = () => yes({ canvas: "", privacy: { ...newRecorderPrivacy(), canvas: true, ...privacy } });
}

function recorded(): RecordedEvent[] {
  return stage.ingest.stored.flatMap(({ batch }) => batch.events);
}

function pictures(): CanvasPicture[] {
  return recorded()
    .filter(({ type }) => type === EventType.IncrementalSnapshot)
    .map(({ data }) => data as CanvasPicture)
    .filter(({ source }) => source === IncrementalSource.Canvas);
}

/** Waits until so many pictures have arrived. */
async function pictured(page: Page, count: number): Promise<void> {
  await stage.ingest.until(() => pictures().length >= count, `${count} pictures of canvases`);
  await page.evaluate(() => window.playhead.flush());
}

test("what was drawn before recording began, in a shadow root and in a frame is in the replay", async () => {
  wantCanvases();
  stage.site.set("/", {
    body: `${drawn("plain", filled("rgb(200, 0, 0)"))}
      <div id="host"></div><iframe id="frame" srcdoc='${drawn("framed", filled("rgb(0, 0, 200)")).replaceAll("'", "&#39;")}'></iframe>
      <script>
        const root = document.getElementById("host").attachShadow({ mode: "open" });
        root.innerHTML = '<canvas id="shadowed" width="200" height="100"></canvas>';
        const canvas = root.firstChild;
        { ${filled("rgb(0, 160, 0)")} }
      </script>`,
  });
  const page = await stage.record();
  await pictured(page, 3);
  expect(pictures().every(({ width, height, image }) => width === 200 && height === 100 && !!image)).toBe(true);
  const replay = await replays.open(recorded());
  const colours = await coloursOf(replay, page, ["#plain", "#host", "#frame"]);
  const [red, green, blue] = colours;
  expect(difference(red!, [200, 0, 0])).toBeLessThan(12);
  expect(difference(green!, [0, 160, 0])).toBeLessThan(12);
  expect(difference(blue!, [0, 0, 200])).toBeLessThan(12);
});

test("an animation stops on its last picture, and at rest nothing more is told", async () => {
  wantCanvases();
  stage.site.set("/", {
    body: drawn(
      "chart",
      `const context = canvas.getContext("2d");
       let step = 0;
       const draw = () => {
         context.fillStyle = step < 40 ? "rgb(" + step * 5 + ", 80, 80)" : "rgb(10, 200, 30)";
         context.fillRect(0, 0, 200, 100);
         if (step++ < 40) requestAnimationFrame(draw);
         else window.done = true;
       };
       setTimeout(draw, 1500);`,
    ),
  });
  const page = await stage.record();
  await page.waitForFunction(() => (window as { done?: boolean }).done);
  // A quarter of a second after the last stroke at the latest it is read, and encoded soon after.
  await page.waitForTimeout(1_000);
  await page.evaluate(() => window.playhead.flush());
  // Forty pictures were drawn.
  expect(pictures().length).toBeGreaterThan(1);
  expect(pictures().length).toBeLessThan(20);
  const replay = await replays.open(recorded());
  const [last] = await coloursOf(replay, page, ["#chart"]);
  expect(difference(last!, [10, 200, 30])).toBeLessThan(12);
});

test("a WebGL picture that is drawn once and never again is in the replay", async () => {
  wantCanvases();
  stage.site.set("/", {
    body: `${drawn("plain", filled("rgb(0, 0, 0)"))}${drawn(
      "scene",
      `document.addEventListener("click", () => {
         const gl = canvas.getContext("webgl");
         gl.clearColor(0.8, 0.2, 0.6, 1);
         gl.clear(gl.COLOR_BUFFER_BIT);
       });`,
    )}`,
  });
  const page = await stage.record();
  await pictured(page, 1);
  await page.click("#scene");
  await stage.ingest.until(() => new Set(pictures().map(({ image }) => image)).size >= 3, "the scene");
  const replay = await replays.open(recorded());
  const [scene] = await coloursOf(replay, page, ["#scene"]);
  expect(difference(scene!, [204, 51, 153])).toBeLessThan(12);
});

test("without the tenant's wish there is a labelled box of the same size, and no picture", async () => {
  stage.site.set("/", { body: `${drawn("plain", filled("rgb(200, 0, 0)"))}<p id="after">After</p>` });
  const page = await stage.record();
  await page.evaluate(() => window.playhead.flush());
  expect(pictures()).toEqual([]);
  expect(stage.ingest.requests.filter((request) => request.includes("/r/canvas"))).toEqual([]);
  const replay = await replays.open(recorded());
  const frame = replay.frameLocator("iframe[data-replay]");
  const [box, after] = [await page.locator("#plain").boundingBox(), await page.locator("#after").boundingBox()];
  const at = (selector: string) =>
    frame.locator(selector).evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x, y, width, height };
    });
  expect(await at("#plain")).toEqual(box);
  expect(await at("#after")).toEqual(after);
  expect(
    decodeURIComponent(await frame.locator("#plain").evaluate((element) => (element as HTMLElement).style.content)),
  ).toContain("Canvas not recorded");
});

test("nothing leaves the page of a canvas that is masked or blocked, or of any where no content may", async () => {
  wantCanvases();
  const body = `<div data-playhead="mask">${drawn("masked", filled("red"))}</div>
    <div data-playhead="block">${drawn("blocked", filled("blue"))}</div>${drawn("open", filled("green"))}`;
  stage.site.set("/", { body });
  const page = await stage.record();
  await pictured(page, 1);
  await page.evaluate(() => {
    for (const canvas of document.querySelectorAll("canvas")) canvas.getContext("2d")!.clearRect(0, 0, 9, 9);
  });
  await pictured(page, 2);
  expect(new Set(pictures().map(({ id }) => id)).size).toBe(1);

  const before = pictures().length;
  wantCanvases({ mode: "content_free" });
  const other = await stage.record();
  await other.evaluate(() => {
    for (const canvas of document.querySelectorAll("canvas")) canvas.getContext("2d")!.clearRect(0, 0, 99, 99);
  });
  await other.waitForTimeout(800);
  await other.evaluate(() => window.playhead.flush());
  expect(pictures()).toHaveLength(before);
});

test("a canvas with pixels of another site says so", async () => {
  wantCanvases();
  stage.site.set("/", {
    body: drawn(
      "foreign",
      `const image = new Image();
       image.onload = () => canvas.getContext("2d").drawImage(image, 0, 0);
       image.src = "${stage.site.origin.replace("localhost", "127.0.0.1")}/picture.svg";`,
    ),
  });
  await stage.context.route("**/picture.svg", (route) =>
    route.fulfill({
      contentType: "image/svg+xml",
      body: `<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50"><rect width="50" height="50"/></svg>`,
    }),
  );
  const page = await stage.record();
  await stage.ingest.until(() => pictures().some(({ fault }) => fault === "tainted"), "the fault");
  const replay = await replays.open(recorded());
  const content = await replay
    .frameLocator("iframe[data-replay]")
    .locator("#foreign")
    .evaluate((element) => (element as HTMLElement).style.content);
  expect(decodeURIComponent(content)).toContain("Canvas of another site");
  expect(await page.evaluate(() => document.querySelectorAll("canvas").length)).toBe(1);
});

test("the page's own methods are back when recording ends", async () => {
  wantCanvases();
  stage.site.set("/", {
    head: `<script>window.own = CanvasRenderingContext2D.prototype.fillRect;</script>`,
    body: drawn("plain", filled("red")),
  });
  const page = await stage.record();
  await pictured(page, 1);
  const isOwn = () =>
    page.evaluate(() => (window as unknown as { own: unknown }).own === CanvasRenderingContext2D.prototype["fillRect"]);
  expect(await isOwn()).toBe(false);
  await page.evaluate(() => window.playhead.stop());
  expect(await isOwn()).toBe(true);
});
