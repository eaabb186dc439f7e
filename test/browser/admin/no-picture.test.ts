import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../chromium.ts";
import { custom, element, keyframe, text, type Recorded } from "./recordings.ts";
import { startAdmin, type AdminServer } from "./serve.ts";

const PAGE = { url: "https://shop.example/checkout", title: "Checkout" };
/** More rows than fit the list, so that the keyboard has to bring some into view. */
const DEPTHS = 40;

const SIGNALS: Recorded = {
  a: [
    custom(0, "playhead.page", PAGE),
    custom(1_000, "playhead.click", { name: "pay", tag: "button" }),
    custom(1_200, "playhead.dead", { x: 1, y: 2, name: "pay" }),
    custom(2_000, "playhead.error", { name: "TypeError", message: "total is null", file: "a.js", line: 3, column: 1 }),
    ...Array.from({ length: DEPTHS }, (_, index) =>
      custom(3_000 + index * 1_000, "playhead.depth", { percent: index + 1 }),
    ),
  ],
};

/** A session that ended at dxa, but has a picture of its first part. */
const LOWERED: Recorded = {
  a: [
    custom(0, "playhead.page", PAGE),
    ...keyframe(100, "", [element(10, "p", {}, [text(11, "hello")])]),
    custom(9_000, "playhead.level", { level: "dxa", reason: "capture_failed" }),
  ],
};

let browser: Browser;
let admin: AdminServer;
let page: Page;
beforeAll(async () => {
  admin = await startAdmin(
    { signals: SIGNALS, lowered: LOWERED },
    {
      signals: { level: "dxa", reason: "not_started", knownAs: "ada@example.com" },
      lowered: { level: "dxa", reason: "unsupported_browser" },
    },
  );
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1_200, height: 700 } });
  page.setDefaultTimeout(8_000);
});
afterAll(async () => {
  await browser.close();
  await admin.stop();
});

test("the list says at which level a session was collected and why, and as whom the visitor is known", async () => {
  await page.goto(`${admin.origin}/sessions`);
  const row = page.getByRole("row").filter({ hasText: "known as ada@example.com" });
  await row.getByText("dxa", { exact: true }).waitFor();
  await row.getByTitle("The page has not called playhead.start().").waitFor();
  await row.getByRole("link", { name: /^Open the events of/ }).press("Enter");
  await page.getByRole("heading", { name: "Collected at dxa: there is no picture" }).waitFor();
  expect(await page.getByRole("paragraph").getByText("The page has not called playhead.start().").isVisible()).toBe(
    true,
  );
});

test("without a picture there are the events, with time, and no player", async () => {
  await page.goto(`${admin.origin}/sessions/signals`);
  await page.getByRole("button", { name: /Dead click pay clicked, and nothing happened/ }).waitFor();
  await page.getByRole("button", { name: /Error TypeError: total is null a\.js:3:1/ }).waitFor();
  expect(await page.getByRole("button", { name: /^Play|^Pause/ }).count()).toBe(0);
  expect(await page.locator("iframe").isVisible()).toBe(false);
  await page.getByLabel("Filter events").fill("error");
  expect(await page.getByRole("list", { name: "Events" }).getByRole("listitem").count()).toBe(1);
});

test("the keyboard goes through all events, also those out of view", async () => {
  await page.goto(`${admin.origin}/sessions/signals`);
  const focused = () => page.evaluate(() => document.activeElement?.closest("[data-row]")?.textContent ?? null);
  await page.getByRole("button", { name: /Page Checkout/ }).waitFor();
  await page.getByLabel("Filter events").focus();
  await page.keyboard.press("Tab");
  expect(await focused()).toContain("Checkout");
  await page.keyboard.press("ArrowDown");
  await expect.poll(focused).toContain("Click");
  await page.keyboard.press("End");
  await expect.poll(focused).toContain(`Scrolled to ${DEPTHS} %`);
  await page.keyboard.press("Enter");
  await page.locator('[aria-current="true"]', { hasText: `Scrolled to ${DEPTHS} %` }).waitFor();
  // One stop in the whole list: the next one is in the details.
  await page.keyboard.press("Tab");
  expect(await focused()).toBeNull();
});

test("a session that lost its picture on the way is played as far as there is one", async () => {
  await page.goto(`${admin.origin}/sessions/lowered?t=1000&paused=1`);
  await page.waitForSelector('iframe[data-replay][data-state="settled"]', { state: "attached" });
  await page.getByRole("button", { name: /^Level From here on without a picture/ }).waitFor();
  expect(await page.getByRole("heading", { name: /there is no picture/ }).count()).toBe(0);
});
