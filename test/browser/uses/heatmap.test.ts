import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";
import { enterShop, untilCounted } from "./shop-flow.ts";

const origin = inject("origin");
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it("clicks lie on what was clicked in the recorded page, and looking at that page is a view of its session", async () => {
  const shopper = await enterShop(browser, origin);
  await shopper.toProduct();
  await shopper.page.getByTestId("add-to-cart").click();
  const { page, problems } = await signIn(browser, origin);
  await untilCounted(page, origin, shopper.session, "add-to-cart");
  await shopper.leave();

  await page.goto(`${origin}/insights/heatmap?page=/demo/product&device=desktop`);
  const canvas = page.locator("canvas");
  await canvas.waitFor({ timeout: 30_000 });
  const button = page.frameLocator("iframe[data-replay]").locator("#add-to-cart");
  // The frame is scaled and drawn as high as the whole page.
  const where = (await button.boundingBox())!;
  const sheet = (await canvas.boundingBox())!;
  const middle = { x: where.x + where.width / 2 - sheet.x, y: where.y + where.height / 2 - sheet.y };
  const alphaAt = ({ x, y }: typeof middle) =>
    canvas.evaluate(
      (element: HTMLCanvasElement, at) => {
        const fine = element.width / element.clientWidth;
        return element.getContext("2d")!.getImageData(at.x * fine, at.y * fine, 1, 1).data[3]!;
      },
      { x, y },
    );
  await expect.poll(() => alphaAt(middle)).toBeGreaterThan(60);
  expect(await alphaAt({ x: 5, y: 5 })).toBe(0);
  await page.getByRole("row", { name: /add-to-cart/ }).waitFor();

  // It stands at the newest session of the page, and says so.
  const opened = await page.getByRole("link", { name: /^Open that session/ }).getAttribute("href");
  const session = new URL(opened!, origin).pathname.split("/").at(-1)!;
  const log = await page.request.get(`${origin}/api/activity?session=${session}&action=view`);
  const { entries } = (await log.json()) as { entries: { action: string; session: string }[] };
  expect(entries).toMatchObject([{ action: "view", session }]);
  expect(problems).toEqual([]);
});
