import type { Browser, BrowserContext, Page } from "playwright-core";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";

let signIns = 0;

/** An address of its own for each: sign-ins are limited by address, and a developer's server believes the header. */
function nextAddress(): string {
  signIns++;
  return `198.51.${(process.pid ^ (signIns >> 8)) & 255}.${signIns & 255}`;
}

/** The demo owner, signed in, in a window with room for a replay at scale 1. */
export async function signIn(
  browser: Browser,
  origin: string,
): Promise<{ context: BrowserContext; page: Page; problems: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1880, height: 1200 },
    extraHTTPHeaders: { "CF-Connecting-IP": nextAddress() },
  });
  const page = await context.newPage();
  const problems: string[] = [];
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel(/e-?mail/i).fill(DEMO.email);
  await page
    .getByLabel(/password/i)
    .first()
    .fill(DEMO.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/sessions$/);
  // From here on; the 401 that led to the sign-in page is as it should be.
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => problems.push(error.message));
  return { context, page, problems };
}

/** Opens a session at a moment, paused, and waits for the final picture of it. */
export async function openAt(page: Page, origin: string, session: string, t: number): Promise<void> {
  await page.goto(`${origin}/sessions/${session}?t=${t}&paused=1`);
  await page.waitForSelector('iframe[data-replay][data-state="settled"]', { state: "attached", timeout: 30_000 });
}
