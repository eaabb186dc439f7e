import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";
import { enterShop, untilCounted, watched, watchFirst } from "./shop-flow.ts";

const origin = inject("origin");
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it("a path that was meant to be taken is looked for, and the session that took it is watched", async () => {
  const shopper = await enterShop(browser, origin);
  await shopper.toProduct();
  await shopper.toCart();
  await shopper.page.locator("a.card-name").first().click();
  await shopper.page.waitForURL(/product/);
  await shopper.leave();
  const { page, problems } = await signIn(browser, origin);
  await untilCounted(page, origin, shopper.session);

  await page.goto(`${origin}/insights/paths?page=/demo/cart`);
  const paths = page.getByRole("region", { name: "Paths" }).last();
  await expect.poll(() => paths.getByRole("link").count()).toBeGreaterThanOrEqual(2);
  const boxes = await paths.getByRole("link").allInnerTexts();
  expect(boxes[0]).toMatch(/^\/demo\/cart/);
  await paths
    .getByRole("link", { name: /^\/demo\/product/ })
    .first()
    .click();
  await page.getByRole("heading", { name: "/demo/cart → /demo/product" }).waitFor();
  await watchFirst(page);
  expect(watched(page).session).toBe(shopper.session);
  expect(problems).toEqual([]);
});
