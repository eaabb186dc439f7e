import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";

interface Recorded {
  playhead?: { sessionId(): string | null; flush(): Promise<void>; identify(user: string): void };
}

/** A visitor of the demo shop, at its front page. */
export interface Shopper {
  page: Page;
  session: string;
  toProduct(): Promise<void>;
  toCart(): Promise<void>;
  toCheckout(): Promise<void>;
  /** Closes the browser, when the server has everything. */
  leave(): Promise<void>;
}

async function untilRecorded(page: Page): Promise<string> {
  const handle = await page.waitForFunction(() => (window as unknown as Recorded).playhead?.sessionId());
  return handle.jsonValue() as Promise<string>;
}

export async function enterShop(browser: Browser, origin: string): Promise<Shopper> {
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${origin}/demo/`);
  const session = await untilRecorded(page);
  const go = async (link: string, address: RegExp) => {
    await page.getByTestId(link).click();
    await page.waitForURL(address);
    await untilRecorded(page);
  };
  return {
    page,
    session,
    toProduct: () => go("product-link-ledge-stand", /product/),
    async toCart() {
      await page.getByTestId("add-to-cart").click();
      await go("go-to-cart", /cart/);
    },
    toCheckout: () => go("go-to-checkout", /checkout/),
    async leave() {
      await page.evaluate(() => (window as unknown as Recorded).playhead!.flush());
      await context.close();
    },
  };
}

/** Says who the visitor is, as a site does after a sign-in. */
export async function identify(page: Page, user: string): Promise<void> {
  await page.evaluate((id) => (window as unknown as Recorded).playhead!.identify(id), user);
}

/**
 * Has all that came of a session counted: taking it out puts the rest of a running session where it is looked for. `until`: a text that has
 * to have come.
 */
export async function untilCounted(admin: Page, origin: string, session: string, until = ""): Promise<void> {
  const takeOut = async () => {
    const response = await admin.request.post(`${origin}/api/exports`, {
      headers: { Origin: origin },
      data: { sessions: [session], format: "ndjson" },
    });
    return response.text();
  };
  await expect.poll(takeOut, { timeout: 20_000, interval: 500 }).toContain(until);
}

/** Session and moment that the player stands at, by its address. */
export function watched(page: Page): { session: string; t: number } {
  const { pathname, searchParams } = new URL(page.url());
  return { session: pathname.split("/").at(-1)!, t: Number(searchParams.get("t")) };
}

/** Waits for a picture of the player. */
export async function untilPlaying(page: Page): Promise<void> {
  await page.waitForSelector('iframe[data-replay]:is([data-state="playing"], [data-state="settled"])', {
    state: "attached",
    timeout: 30_000,
  });
}

/** Opens the first session of a list, and waits for its picture. */
export async function watchFirst(page: Page): Promise<void> {
  await page
    .getByRole("link", { name: /^Watch the session of/ })
    .first()
    .click();
  await untilPlaying(page);
}
