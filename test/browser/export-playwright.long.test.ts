import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { signIn } from "./admin-user.ts";
import { launchChromium } from "./chromium.ts";
import { runExported } from "./exported-run.ts";

const origin = inject("origin");
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** A visitor buys something. Answers the session. */
async function buy(): Promise<string> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${origin}/demo/`);
  const session = await page
    .waitForFunction(() => (window as unknown as { playhead?: { sessionId(): string | null } }).playhead?.sessionId())
    .then((handle) => handle.jsonValue() as Promise<string>);
  await page.getByTestId("filter-oak").click();
  await page.waitForURL(/category=oak/);
  await page.getByTestId("product-link-ledge-stand").click();
  await page.waitForURL(/product/);
  await page.getByTestId("tab-care").click();
  await page.getByTestId("add-to-cart").click();
  await page.getByTestId("go-to-cart").click();
  await page.waitForURL(/cart/);
  await page.getByTestId("go-to-checkout").click();
  await page.waitForURL(/checkout/);
  await page.getByLabel("Email").first().pressSequentially("ada@lovelace.example");
  await page.locator("#full-name").pressSequentially("Ada King");
  await page.locator("#street").fill("Ockham Park 7");
  await page.locator("#city").fill("London");
  await page.locator("#postcode").fill("GU23 6NQ");
  await page.locator("#country").focus();
  await page.locator("#country").selectOption({ index: 2 });
  await page.getByText("Invoice", { exact: false }).first().click();
  await page.locator("#terms").click();
  await page.getByTestId("place-order").click();
  await page.waitForURL(/thanks/);
  await page.waitForTimeout(500);
  await page.evaluate(() => (window as unknown as { playhead: { flush(): Promise<void> } }).playhead.flush());
  await context.close();
  return session;
}

it("a purchase is a test that buys the same again", async () => {
  const session = await buy();
  const admin = await signIn(browser, origin);
  const response = await admin.page.request.post(`${origin}/api/exports`, {
    headers: { Origin: origin },
    data: { sessions: [session], format: "playwright" },
  });
  expect(response.headers()["content-disposition"]).toMatch(/\.spec\.ts"$/);
  const script = await response.text();
  expect(["lovelace", "Ada King", "Ockham", "GU23"].filter((typed) => script.includes(typed))).toEqual([]);
  expect(script).toContain('.getByRole("button", { name: "Place the order", exact: true }).click();');
  expect(script).toContain('email: "visitor@example.com",');
  expect(script).toContain(".selectOption(values.country);");
  expect(script).toContain('waitForURL((url) => url.pathname === "/demo/thanks")');
  expect(await runExported(script, origin)).toMatch(/1 passed/);
});
