import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { signIn } from "../admin-user.ts";
import { inReplay, pageOf, visitor } from "../asset-visits.ts";
import { launchChromium } from "../chromium.ts";
import { openShop, type ShopSite } from "../shop-site.ts";

const origin = inject("origin");
let browser: Browser;
let admin: Awaited<ReturnType<typeof signIn>>;
let site: ShopSite;

beforeAll(async () => {
  browser = await launchChromium();
  admin = await signIn(browser, origin);
  site = await openShop(origin);
});
afterAll(async () => {
  await site?.close();
  await browser?.close();
});

test("a lost first batch: the server asks for a keyframe, and the player begins there", async () => {
  site.answers.set(
    "/own.html",
    pageOf("", `<h1>Before</h1><button onclick="document.querySelector('h1').textContent = 'After'">go</button>`),
  );
  const { context } = await visitor(browser);
  let lost = 0;
  // Somebody on the way takes it and says that all is well.
  await context.route(/\/batches\?(?:.*&)?seq=0(?:&|$)/, (route) => {
    lost++;
    return route.fulfill({ status: 202, json: { ok: true }, headers: { "access-control-allow-origin": "*" } });
  });
  let asked = false;
  context.on("response", (response) => {
    if (!/\/batches\?/.test(response.url())) return;
    const told = async () => {
      const answer = (await response.json()) as { ok?: true; keyframe?: true };
      asked ||= answer.keyframe === true;
    };
    // Of a page that has gone nobody can read the answer any more.
    told().catch(() => undefined);
  });
  const page = await context.newPage();
  await page.goto(`${site.origin}/own.html`);
  await expect.poll(() => lost, { timeout: 20_000 }).toBe(1);
  const session = (await page.evaluate(() => window.playhead.sessionId()))!;
  await page.click("button");
  await page.evaluate(() => window.playhead.flush());
  await expect.poll(() => asked, { timeout: 20_000 }).toBe(true);

  await admin.page.goto(`${origin}/sessions/${session}?paused=1`);
  await admin.page.waitForSelector("iframe[data-replay][data-state=settled]", { state: "attached", timeout: 30_000 });
  expect(await inReplay(admin.page, "document.querySelector('h1').textContent")).toBe("After");
  await context.close();
});
