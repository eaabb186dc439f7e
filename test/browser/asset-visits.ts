import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { expect } from "vitest";
import type { Manifest } from "../../src/protocol/api.schema.ts";
import { assetKey } from "../../src/protocol/index.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import type { RecordedWindow } from "./dom-text.ts";

export const VIEWPORT = { width: 1280, height: 800 };

export type Playhead = { playhead: { sessionId(): string | null; flush(): Promise<void> } };

/** A visitor with what they sent about files. */
export async function visitor(
  browser: Browser,
): Promise<{ context: BrowserContext; sent: Request[]; problems: string[] }> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const sent: Request[] = [];
  const problems: string[] = [];
  context.on("request", (request) => /\/v1\/sessions\/[^/]+\/assets/.test(request.url()) && sent.push(request));
  // A request that `wrangler dev` lost is said twice by the browser, and made again by the recorder.
  const lost = /blocked by CORS policy|net::ERR_FAILED/;
  context.on("console", (message) => {
    if (message.type() === "error" && !lost.test(message.text())) problems.push(message.text());
  });
  context.on("weberror", (error) => problems.push(error.error().message));
  return { context, sent, problems };
}

export function uploads(sent: readonly Request[]): Request[] {
  return sent.filter((request) => /\/assets\/[0-9a-f]{64}\?/.test(request.url()));
}

export async function manifestOf(admin: Page, session: string): Promise<Manifest> {
  const { origin } = new URL(admin.url());
  return (await admin.request.get(`${origin}/api/sessions/${session}/manifest`)).json() as Promise<Manifest>;
}

/** Opens a page and waits until it is recorded. */
export async function record(context: BrowserContext, address: string): Promise<{ page: Page; session: string }> {
  const page = await context.newPage();
  const recorded = async () => {
    await page.goto(address);
    return page.waitForFunction(
      () => (window as unknown as RecordedWindow & Playhead).playhead?.sessionId?.(),
      undefined,
      { timeout: 8_000 },
    );
  };
  // The question whether to record is one of those that `wrangler dev` may lose.
  const handle = await recorded().catch(recorded);
  return { page, session: (await handle.jsonValue()) as string };
}

/** Waits until the session has these files. */
export async function untilKept(admin: Page, session: string, ...addresses: string[]): Promise<Manifest> {
  const keys = addresses.map(assetKey);
  let manifest: Manifest | undefined;
  await expect
    .poll(
      async () => {
        manifest = await manifestOf(admin, session);
        return addresses.filter((_, i) => !manifest!.assets.some(({ key }) => key === keys[i]));
      },
      { timeout: 40_000, interval: 300 },
    )
    .toEqual([]);
  return manifest!;
}

/** Every request of the player's page that is not for this server. */
export function strangers(page: Page): string[] {
  const { origin } = new URL(page.url());
  const found: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !/^(?:data|blob):/.test(request.url())) found.push(request.url());
  });
  return found;
}

/** A document of our own on the shop's origin. */
export function pageOf(head: string, body: string): { type: string; body: string } {
  const script = `<script async src="/playhead.js" data-key="${DEMO.key}"></script>`;
  return {
    type: "text/html; charset=utf-8",
    body: `<!doctype html><html><head><link rel="icon" href="data:,">${script}${head}</head><body>${body}</body></html>`,
  };
}

const frame = "iframe[data-replay]";

/** Something of an element in the replay. */
export function inReplay<T>(page: Page, read: string): Promise<T> {
  return page.evaluate<T>(
    `(() => { const document = globalThis.document.querySelector(${JSON.stringify(frame)}).contentDocument; return ${read}; })()`,
  );
}

/** The share of pixels in which two pictures differ visibly, told by a page of its own: the player's policy lets nobody fetch. */
export async function difference(browser: Browser, one: Buffer, other: Buffer): Promise<number> {
  const blank = await browser.newPage();
  try {
    return await blank.evaluate(
      async ([a, b]) => {
        const pixels = async (data: string) => {
          const image = await createImageBitmap(await (await fetch(data)).blob());
          const context = new OffscreenCanvas(image.width, image.height).getContext("2d")!;
          context.drawImage(image, 0, 0);
          return context.getImageData(0, 0, image.width, image.height).data;
        };
        const [first, second] = [await pixels(a!), await pixels(b!)];
        let differing = 0;
        for (let i = 0; i < first.length; i += 4)
          if (Math.max(...[0, 1, 2].map((c) => Math.abs(first[i + c]! - second[i + c]!))) > 24) differing++;
        return differing / (first.length / 4);
      },
      [one, other].map((png) => `data:image/png;base64,${png.toString("base64")}`),
    );
  } finally {
    await blank.close();
  }
}

/** What the replay shows, without the pointer. */
export async function pictureOf(player: Page): Promise<Buffer> {
  await player.addStyleTag({ content: "[data-cursor],.replayer-mouse,.replayer-mouse-tail{display:none!important}" });
  const box = (await player.locator(frame).boundingBox())!;
  return player.screenshot({ clip: { x: box.x, y: box.y, ...VIEWPORT } });
}
