import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { root } from "../../scripts/lib.mjs";
import { signIn } from "./admin-user.ts";
import { CHROMIUM, launchChromium } from "./chromium.ts";

const origin = inject("origin");
const CONFIG = `export default {
  testDir: ".",
  outputDir: "results",
  timeout: 60_000,
  use: { launchOptions: { executablePath: ${JSON.stringify(CHROMIUM)}, args: ["--no-sandbox", "--disable-gpu"] } },
};
`;
let browser: Browser;
let folder = "";

beforeAll(async () => {
  browser = await launchChromium();
  // In the repository, so that the test finds the library that it names.
  mkdirSync(join(root, "dist"), { recursive: true });
  folder = mkdtempSync(join(root, "dist/exported-test-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await browser.close();
});

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
  writeFileSync(join(folder, "visit.spec.ts"), script);
  writeFileSync(join(folder, "playwright.config.ts"), CONFIG);
  const cli = join(root, "node_modules/@playwright/test/cli.js");
  const run = promisify(execFile)(process.execPath, [cli, "test", "--reporter=line"], {
    cwd: folder,
    timeout: 90_000,
    env: { ...process.env, BASE_URL: origin },
  });
  const outcome = await run.then(
    ({ stdout }) => stdout,
    (error: { stdout: string; stderr: string }) => `${error.stdout}\n${error.stderr}`,
  );
  expect(outcome).toMatch(/1 passed/);
});
