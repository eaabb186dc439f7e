import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";
import { enterShop, identify, untilCounted, untilPlaying } from "./shop-flow.ts";

const origin = inject("origin");
const USER = "berta@customers.example";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it("somebody who wrote to support is found by their id, and a link to the moment opens without a sign-in", async () => {
  const shopper = await enterShop(browser, origin);
  await shopper.toProduct();
  await identify(shopper.page, USER);
  const { page, problems } = await signIn(browser, origin);
  await untilCounted(page, origin, shopper.session, USER);
  await shopper.leave();

  await page.goto(`${origin}/sessions?q=${encodeURIComponent(`user:${USER}`)}`);
  await page.getByRole("link", { name: `Play the session of ${USER}` }).press("Enter");
  await untilPlaying(page);
  await page.goto(`${page.url().split("?")[0]}?t=2000&paused=1`);
  await untilPlaying(page);
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  const address = await page.getByLabel("The link").inputValue();

  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const guest = await context.newPage();
  await guest.goto(address);
  await untilPlaying(guest);
  expect(
    await guest
      .frameLocator("iframe[data-replay]")
      .getByRole("link", { name: /Bisque & Bough/ })
      .count(),
  ).toBe(1);
  expect((await context.cookies()).filter(({ name }) => /session/i.test(name))).toEqual([]);
  await context.close();
  expect(problems).toEqual([]);
});
