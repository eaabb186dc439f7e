import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";
import { enterShop, untilCounted, untilPlaying, watched } from "./shop-flow.ts";

const origin = inject("origin");
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it("a funnel shows where visitors leave, and those who left there are watched one after the other", async () => {
  const [far, first, second] = [
    await enterShop(browser, origin),
    await enterShop(browser, origin),
    await enterShop(browser, origin),
  ];
  for (const each of [far, first, second]) await each.toProduct();
  await far.toCart();
  for (const each of [far, first, second]) await each.leave();
  const { page, problems } = await signIn(browser, origin);
  for (const { session } of [far, first, second]) await untilCounted(page, origin, session);

  await page.getByRole("link", { name: "Insights" }).click();
  const fill = async (no: number, text: string) => {
    const field = page.getByRole("combobox", { name: `What step ${no} is` });
    await field.fill(text);
    await field.press("Enter");
  };
  await fill(1, "/demo/");
  await page.getByRole("button", { name: "Add a step" }).click();
  await fill(2, "/demo/product");
  await page.getByRole("button", { name: "Add a step" }).click();
  await fill(3, "/demo/cart");
  const funnel = page.getByRole("list", { name: "Steps of the funnel" }).getByRole("listitem");
  await expect.poll(() => funnel.count()).toBe(3);
  const left = funnel.nth(1).getByText(/(\d+) sessions? dropped off here/);
  const lost = Number(/\d+/.exec(await left.innerText())![0]);
  expect(lost).toBeGreaterThanOrEqual(2);

  await funnel.nth(1).getByRole("link", { name: "Watch those who dropped off here" }).click();
  const rows = page.getByRole("link", { name: /^Watch the session of/ });
  await expect.poll(() => rows.count()).toBe(lost);
  await page.getByRole("link", { name: "Watch one after the other" }).click();
  await untilPlaying(page);
  // The newest first; whoever came to the cart is none of them.
  expect(watched(page).session).toBe(second.session);
  await page.getByRole("link", { name: "Next session of the insight" }).click();
  await expect.poll(() => watched(page).session).toBe(first.session);
  await untilPlaying(page);
  expect(problems).toEqual([]);
});
