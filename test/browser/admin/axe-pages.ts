import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { signIn } from "../admin-user.ts";
import { seriousFaults, setScheme } from "../axe.ts";
import { launchChromium } from "../chromium.ts";

/** Looks at pages of the admin in light and dark. `prepare` makes what they show. */
export function testPages(
  paths: readonly string[],
  prepare?: (browser: Browser, origin: string) => Promise<unknown>,
): void {
  const origin = inject("origin");
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium();
    await prepare?.(browser, origin);
    ({ page } = await signIn(browser, origin));
    await page.setViewportSize({ width: 1280, height: 900 });
  });
  afterAll(() => browser?.close());

  describe.each(["light", "dark"] as const)("%s", (scheme) => {
    beforeAll(() => setScheme(page, scheme));

    test.each(paths)("axe finds nothing serious in %s", async (path) => {
      await page.goto(origin + path);
      await page.getByRole("heading").first().waitFor();
      await page.waitForFunction(() => !document.querySelector(".mantine-Skeleton-root, .mantine-Loader-root"));
      expect(await seriousFaults(page)).toEqual([]);
    });
  });
}
