import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Usage, VisitProbe } from "../../../src/protocol/settings.schema.ts";
import { signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";

const origin = inject("origin");
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
  ({ page } = await signIn(browser, origin));
  page.setDefaultTimeout(8_000);
});
afterAll(() => browser.close());

async function setBudget(value: string): Promise<void> {
  await page.getByLabel("Bytes in a month").fill(value);
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await page.getByRole("button", { name: "Start a new period" }).click();
}

test("a byte budget is set in the unit one likes, and taken away again by emptying it", async () => {
  await page.goto(`${origin}/settings/quota`);
  await page.getByText("There is no byte budget").waitFor();
  await page.getByRole("combobox", { name: "Unit of the byte budget" }).click();
  await page.getByRole("option", { name: "GiB" }).click();
  const sent = page.waitForRequest((request) => request.method() === "PUT");
  await setBudget("1.5");
  expect((await sent).postDataJSON()).toMatchObject({ bytes: 1.5 * 2 ** 30 });
  await page.getByText("of 1.5 GiB").waitFor();
  expect(await page.getByLabel("Bytes in a month").inputValue()).toBe("1.5");
  await setBudget("");
  await page.getByText("There is no byte budget").waitFor();
});

test("retention is changed, and it is said what that deletes", async () => {
  await page.goto(`${origin}/settings/quota`);
  const unsaved = page.getByRole("region", { name: "Unsaved changes" });
  await page.getByLabel("Sessions are kept for").fill("30");
  expect(await unsaved.getByRole("listitem").allTextContents()).toEqual([
    "Retention 365 days → 30 days",
    "Stored sessions older than 30 days are deleted",
  ]);
  await page.getByRole("button", { name: "Save" }).click();
  await unsaved.waitFor({ state: "detached" });
  await page.getByLabel("Sessions are kept for").fill("365");
  await page.getByRole("button", { name: "Save" }).click();
  await unsaved.waitFor({ state: "detached" });
});

test("whoever may change it is told on every page that the quota is nearly used, until it is put away", async () => {
  await page.route("**/api/settings/usage", async (route) => {
    const response = await route.fetch();
    const usage = (await response.json()) as Usage;
    await route.fulfill({ response, json: { ...usage, count: 85, limit: 100, bytes: 9, byteLimit: 10 } });
  });
  await page.goto(`${origin}/sessions`);
  const banner = page.getByText("85 % of the session quota and 90 % of the byte budget are used.");
  await banner.waitFor();
  await page.getByRole("button", { name: "Put this notice away" }).click();
  expect(await banner.count()).toBe(0);
  await page.reload();
  await page.getByRole("link", { name: "See the quota" }).click();
  await page.getByText("90 % of the byte budget is used.").waitFor();
  await page.unroute("**/api/settings/usage");
});

test("the tester sends what the visitor chose and did, and tells which rules lowered the level", async () => {
  let probe: VisitProbe | null = null;
  await page.route("**/api/settings/test", async (route) => {
    probe = route.request().postDataJSON() as VisitProbe;
    const rules = [
      { rule: "consent_refused", passed: true, because: "The visitor has said yes" },
      { rule: "unsupported_browser", passed: true, lowered: true, because: "The browser cannot record the page" },
    ];
    await route.fulfill({ json: { level: "dxa", reason: "unsupported_browser", rules } });
  });
  await page.goto(`${origin}/settings/test`);
  await page.getByLabel("URL of the page").fill("https://a.example/");
  await page.getByText("Said yes").click();
  await page.getByLabel("The browser sends Global Privacy Control").click();
  await page.getByLabel("The browser cannot record the page").click();
  await page.getByLabel("Visit has lasted").fill("12");
  await page.getByRole("combobox", { name: "Tracked events" }).fill("paid");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Test this visit" }).click();
  await page.getByRole("heading", { name: "Collected without a picture" }).waitFor();
  await page.getByText("lowered the level").waitFor();
  expect(probe).toMatchObject({ consent: "yes", gpc: true, unsupported: true, lasted: 12_000, events: ["paid"] });
  await page.unroute("**/api/settings/test");
});
