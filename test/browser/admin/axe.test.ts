import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { signIn } from "../admin-user.ts";
import { seriousFaults, setScheme } from "../axe.ts";
import { launchChromium } from "../chromium.ts";
import { visitShop } from "../shop-visit.ts";

/** What most people see most; the others are in axe.long.test.ts, the player with all its panes is in panes.test.ts. */
const PAGES = ["/sessions", "/insights", "/settings/environments", "/settings/privacy", "/activity"];

const origin = inject("origin");
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
  await visitShop(browser, origin);
  ({ page } = await signIn(browser, origin));
  await page.setViewportSize({ width: 1280, height: 900 });
});
afterAll(() => browser?.close());

describe.each(["light", "dark"] as const)("%s", (scheme) => {
  beforeAll(() => setScheme(page, scheme));

  test.each(PAGES)("axe finds nothing serious in %s", async (path) => {
    await page.goto(origin + path);
    await page.getByRole("heading").first().waitFor();
    await page.waitForFunction(() => !document.querySelector(".mantine-Skeleton-root, .mantine-Loader-root"));
    expect(await seriousFaults(page)).toEqual([]);
  });
});
