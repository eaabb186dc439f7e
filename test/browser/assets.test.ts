import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Manifest } from "../../src/protocol/api.schema.ts";
import { assetKey } from "../../src/protocol/index.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { openAt, signIn } from "./admin-user.ts";
import { launchChromium } from "./chromium.ts";
import { replayDom, takeMoment, type Moment, type RecordedWindow } from "./dom-text.ts";
import { openShop, type ShopSite } from "./shop-site.ts";

const origin = inject("origin");
const VIEWPORT = { width: 1280, height: 800 };
let browser: Browser;
let admin: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  browser = await launchChromium();
  admin = await signIn(browser, origin);
});
afterAll(() => browser.close());

type Playhead = { playhead: { sessionId(): string | null; flush(): Promise<void> } };

/** A visitor with what they sent about files. */
async function visitor(): Promise<{ context: BrowserContext; sent: Request[]; problems: string[] }> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const sent: Request[] = [];
  const problems: string[] = [];
  context.on("request", (request) => /\/v1\/sessions\/[^/]+\/assets/.test(request.url()) && sent.push(request));
  context.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  context.on("weberror", (error) => problems.push(error.error().message));
  return { context, sent, problems };
}

function uploads(sent: readonly Request[]): Request[] {
  return sent.filter((request) => /\/assets\/[0-9a-f]{64}\?/.test(request.url()));
}

async function manifestOf(session: string): Promise<Manifest> {
  return (await admin.page.request.get(`${origin}/api/sessions/${session}/manifest`)).json() as Promise<Manifest>;
}

/** Opens a page and waits until it is recorded. */
async function record(context: BrowserContext, address: string): Promise<{ page: Page; session: string }> {
  const page = await context.newPage();
  await page.goto(address);
  const handle = await page.waitForFunction(() => (window as unknown as RecordedWindow & Playhead).playhead?.sessionId?.());
  return { page, session: (await handle.jsonValue()) as string };
}

/** Waits until the session has these files. */
async function untilKept(session: string, ...addresses: string[]): Promise<Manifest> {
  const keys = addresses.map(assetKey);
  let manifest: Manifest | undefined;
  await expect
    .poll(
      async () => {
        manifest = await manifestOf(session);
        return addresses.filter((_, i) => !manifest!.assets.some(({ key }) => key === keys[i]));
      },
      { timeout: 40_000, interval: 300 },
    )
    .toEqual([]);
  return manifest!;
}

/** Every request of the player's page that is not for this server. */
function strangers(page: Page): string[] {
  const found: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !/^(?:data|blob):/.test(request.url())) found.push(request.url());
  });
  return found;
}

/** A document of our own on the shop's origin. */
function pageOf(head: string, body: string): { type: string; body: string } {
  const script = `<script async src="/playhead.js" data-key="${DEMO.key}"></script>`.replace('src="/', 'src="/');
  return { type: "text/html; charset=utf-8", body: `<!doctype html><html><head>${script}${head}</head><body>${body}</body></html>` };
}

const frame = 'iframe[data-replay]';

/** Something of an element in the replay. */
function inReplay<T>(page: Page, read: string): Promise<T> {
  return page.evaluate<T>(`(() => { const document = globalThis.document.querySelector(${JSON.stringify(frame)}).contentDocument; return ${read}; })()`);
}

describe("the shop, switched off after a visit", () => {
  let shop: ShopSite;
  let session = "";
  let moment: Moment;
  let live: Buffer;

  beforeAll(async () => {
    shop = await openShop(origin);
  });

  it("is recorded without its style sheets in the snapshot, and every file that it used is kept", async () => {
    const { context, sent, problems } = await visitor();
    const visit = await record(context, `${shop.origin}/`);
    session = visit.session;
    await visit.page.waitForLoadState("networkidle");
    await untilKept(
      session,
      `${shop.origin}/css/base.css`,
      `${shop.origin}/fonts/hanken-grotesk-latin-wght-normal.woff2`,
      await visit.page.evaluate(() => document.images[0]!.currentSrc),
    );
    await visit.page.mouse.move(700, 5);
    moment = await takeMoment(visit.page);
    live = await visit.page.screenshot();
    await visit.page.evaluate(() => (window as unknown as Playhead).playhead.flush());
    console.log("files: requests", sent.length, "uploads", uploads(sent).length);
    expect(problems).toEqual([]);
    await context.close();
  });

  it("is not asked by a second visitor's browser for anything to upload", async () => {
    const { context, sent } = await visitor();
    const visit = await record(context, `${shop.origin}/`);
    await untilKept(visit.session, `${shop.origin}/css/base.css`, `${shop.origin}/css/layout.css`);
    expect(uploads(sent).map((request) => request.url())).toEqual([]);
    expect(sent.length).toBeGreaterThan(0);
    await context.close();
  });

  it("looks as it did, from this server alone", async () => {
    await shop.close();
    const found = strangers(admin.page);
    await openAt(admin.page, origin, session, moment.t);
    expect(await replayDom(admin.page)).toBe(moment.dom);
    expect(found).toEqual([]);
    expect(admin.problems).toEqual([]);
    const broken = await inReplay<string[]>(
      admin.page,
      "[...document.images].filter((i) => i.complete && i.naturalWidth < 2).map((i) => i.outerHTML)",
    );
    expect(broken).toEqual([]);
    expect(await inReplay(admin.page, "[...document.fonts].some((f) => f.status === 'loaded')")).toBe(true);
    await admin.page.addStyleTag({ content: "[data-cursor],.replayer-mouse,.replayer-mouse-tail{display:none!important}" });
    const box = (await admin.page.locator(frame).boundingBox())!;
    const replayed = await admin.page.screenshot({ clip: { x: box.x, y: box.y, ...VIEWPORT } });
    const difference = await admin.page.evaluate(
      async ([a, b]) => {
        const pixels = async (data: string) => {
          const image = await createImageBitmap(await (await fetch(data)).blob());
          const context = new OffscreenCanvas(image.width, image.height).getContext("2d")!;
          context.drawImage(image, 0, 0);
          return context.getImageData(0, 0, image.width, image.height).data;
        };
        const [one, two] = [await pixels(a!), await pixels(b!)];
        let other = 0;
        for (let i = 0; i < one.length; i += 4)
          if (Math.max(...[0, 1, 2].map((c) => Math.abs(one[i + c]! - two[i + c]!))) > 24) other++;
        return other / (one.length / 4);
      },
      [live, replayed].map((png) => `data:image/png;base64,${png.toString("base64")}`),
    ).catch(() => -1);
    console.log("files: pixels that differ", difference);
    expect(difference).toBeLessThan(0.005);
  });
});
