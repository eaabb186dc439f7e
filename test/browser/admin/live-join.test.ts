import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";
import { openShop, type ShopSite } from "../shop-site.ts";
import { inReplay, pageOf, record, visitor } from "../asset-visits.ts";

const origin = inject("origin");
let browser: Browser;
let site: ShopSite;

beforeAll(async () => {
  browser = await launchChromium();
  site = await openShop(origin);
  const counter = `<p id="count">0</p><button onclick="count.textContent = +count.textContent + 1">more</button>`;
  site.answers.set("/first.html", pageOf("<title>First</title>", "<h1>The first page</h1>"));
  site.answers.set("/second.html", pageOf("<title>Second</title>", `<h1>The second page</h1>${counter}`));
});
afterAll(async () => {
  await site?.close();
  await browser?.close();
});

const heading = (page: Page) => inReplay<string | undefined>(page, "document?.querySelector('h1')?.textContent");
const count = (page: Page) => inReplay<string | undefined>(page, "document?.querySelector('#count')?.textContent");

test("a running session is joined from the list, looked through to its start, and followed again", async () => {
  const { context } = await visitor(browser);
  const { page, session } = await record(context, `${site.origin}/first.html`);
  await page.evaluate(() => window.playhead.flush());
  await page.goto(`${site.origin}/second.html`);
  await page.waitForFunction(() => window.playhead?.sessionId?.());
  await page.click("button");
  await page.evaluate(() => window.playhead.flush());

  const admin = await signIn(browser, origin);
  const asked: string[] = [];
  admin.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const row = admin.page.locator("tbody tr", { has: admin.page.locator(`a[data-session="${session}"]`) });
  await row.getByText("Live", { exact: true }).waitFor();
  await row.locator("td").nth(2).click();
  await admin.page.waitForURL(`**/sessions/${session}*`);
  await expect.poll(() => heading(admin.page), { timeout: 20_000 }).toBe("The second page");
  expect(await count(admin.page)).toBe("1");

  await page.click("button");
  await expect.poll(() => count(admin.page), { timeout: 20_000 }).toBe("2");

  const second = await admin.context.newPage();
  await second.goto(`${origin}/sessions/${session}`);
  await admin.page.getByText("2 watching").waitFor();
  await second.close();
  await admin.page.getByText("2 watching").waitFor({ state: "detached" });

  await admin.page.keyboard.press("0");
  await expect.poll(() => heading(admin.page), { timeout: 20_000 }).toBe("The first page");
  await page.click("button");
  await admin.page.getByRole("button", { name: /go live/i }).click();
  await expect.poll(() => heading(admin.page), { timeout: 20_000 }).toBe("The second page");
  await expect.poll(() => count(admin.page), { timeout: 20_000 }).toBe("3");
  // All of it came over the socket.
  expect(asked.filter((path) => path.includes("/chunks/"))).toEqual([]);
  expect(admin.problems).toEqual([]);
  await context.close();
});
