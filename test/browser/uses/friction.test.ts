import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { openAt, signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";
import { enterShop, untilCounted, watched, watchFirst } from "./shop-flow.ts";

const origin = inject("origin");
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it("an element that visitors struggle with leads to their sessions, at the moment they did", async () => {
  const shopper = await enterShop(browser, origin);
  const { page: shop, session } = shopper;
  // A button of the site that does nothing.
  await shop.evaluate(() => {
    const broken = document.createElement("button");
    broken.id = "broken-button";
    broken.textContent = "Compare";
    broken.style.cssText = "position:fixed;left:40px;bottom:40px;z-index:99";
    document.body.append(broken);
  });
  const before = await shop.evaluate(() =>
    new URL((window as unknown as { playhead: { sessionUrl(): string } }).playhead.sessionUrl()).searchParams.get("t"),
  );
  for (let i = 0; i < 5; i++) await shop.locator("#broken-button").click({ delay: 20 });
  const { page, problems } = await signIn(browser, origin);
  await untilCounted(page, origin, session, "playhead.rage");
  await shopper.leave();

  await page.goto(`${origin}/insights/friction`);
  const row = page
    .getByRole("region", { name: "Rage clicks" })
    .last()
    .getByRole("row", { name: /broken-button/ });
  await row.getByRole("link").click();
  await watchFirst(page);
  const { session: opened, t } = watched(page);
  expect(opened).toBe(session);
  // It begins a little before the clicks, and before they are over.
  expect(t).toBeGreaterThan(Number(before) - 4_000);
  expect(t).toBeLessThan(Number(before) + 3_000);
  await openAt(page, origin, session, t + 3_000);
  expect(await page.frameLocator("iframe[data-replay]").locator("#broken-button").count()).toBe(1);
  expect(problems).toEqual([]);
});
