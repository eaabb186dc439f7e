import type { Browser } from "playwright-core";
import type { RecordedWindow } from "./dom-text.ts";

/** A visitor looks around in the shop. Answers the session, and moments of it, in milliseconds since it began. */
export async function visitShop(browser: Browser, origin: string): Promise<{ session: string; moments: number[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const moments: number[] = [];
  type Recorder = RecordedWindow & { playhead?: { sessionId?(): string | null; sessionUrl?(): string | null } };
  const sessionOf = () =>
    page
      .waitForFunction(() => (window as unknown as Recorder).playhead?.sessionId?.())
      .then((handle) => handle.jsonValue() as Promise<string>);
  const note = async () => {
    const url = await page.evaluate(() => (window as unknown as Recorder).playhead!.sessionUrl!());
    moments.push(Number(new URL(url!).searchParams.get("t")));
  };
  await page.goto(`${origin}/demo/`);
  const session = await sessionOf();
  await page.getByTestId("filter-oak").click();
  await page.waitForURL(/category=oak/);
  await page.mouse.wheel(0, 300);
  await page.waitForTimeout(600);
  await note();
  await page.getByTestId("product-link-ledge-stand").click();
  await page.waitForURL(/product/);
  await sessionOf();
  await page.getByTestId("tab-care").click();
  await page.getByTestId("add-to-cart").click();
  await page.waitForTimeout(600);
  await note();
  await page.evaluate(() => (window as unknown as { playhead: { flush(): Promise<void> } }).playhead.flush());
  await context.close();
  return { session, moments };
}
