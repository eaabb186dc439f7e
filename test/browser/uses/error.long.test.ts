import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";
import { runExported } from "../exported-run.ts";
import { enterShop, untilCounted, watched, watchFirst } from "./shop-flow.ts";

const origin = inject("origin");
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it("an error leads to the moment it happened, and from there to a test that does the same again", async () => {
  const shopper = await enterShop(browser, origin);
  await shopper.toProduct();
  await shopper.toCart();
  await shopper.page.evaluate(() => {
    setTimeout(() => {
      throw new RangeError("voucher is out of range");
    });
  });
  const { page, problems } = await signIn(browser, origin);
  await untilCounted(page, origin, shopper.session, "voucher is out of range");
  await shopper.leave();

  await page.goto(`${origin}/insights/errors`);
  const row = page.getByRole("row", { name: /RangeError: voucher is out of range/ });
  expect(await row.innerText()).toContain("/demo/cart");
  await row.getByRole("link").click();
  await watchFirst(page);
  expect(watched(page).session).toBe(shopper.session);
  await page.getByText("voucher is out of range").first().waitFor();

  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("radio", { name: /^Playwright test/ }).check();
  const download = page.waitForEvent("download");
  await page.getByRole("dialog").getByRole("button", { name: "Export" }).click();
  const script = readFileSync(await (await download).path(), "utf8");
  expect(script).toContain('url.pathname === "/demo/cart"');
  expect(await runExported(script, origin)).toMatch(/1 passed/);
  expect(problems).toEqual([]);
});
