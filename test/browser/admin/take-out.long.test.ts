import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openAt, signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";
import { visitShop } from "../shop-visit.ts";

const origin = inject("origin");
/** Where pictures go for somebody to look at; none are made without. */
const { SHOTS } = process.env;
let browser: Browser;
let page: Page;
let session = "";

beforeAll(async () => {
  browser = await launchChromium();
  ({ session } = await visitShop(browser, origin));
  ({ page } = await signIn(browser, origin));
});
afterAll(() => browser.close());

async function shot(of: Page, name: string): Promise<void> {
  if (!SHOTS) return;
  for (const scheme of ["light", "dark"] as const) {
    await of.emulateMedia({ colorScheme: scheme });
    for (const width of [1280, 480]) {
      await of.setViewportSize({ width, height: 800 });
      await of.waitForTimeout(300);
      await of.screenshot({ path: `${SHOTS}/${name}-${scheme}-${width}.png` });
    }
  }
  await of.emulateMedia({ colorScheme: "light" });
  await of.setViewportSize({ width: 1880, height: 1200 });
}

describe("exporting in the admin", () => {
  it("saves the file that is asked for from the player", async () => {
    await openAt(page, origin, session, 0);
    await page.getByRole("button", { name: "Export" }).click();
    await shot(page, "export");
    await page.getByRole("radio", { name: /^Events/ }).check();
    const download = page.waitForEvent("download");
    await page.getByRole("dialog").getByRole("button", { name: "Export" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^playhead-.*\.ndjson$/);
    expect(readFileSync(await file.path(), "utf8").split("\n", 1)[0]).toContain(session);
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  it("saves the sessions that are ticked in the list", async () => {
    await page.goto(`${origin}/sessions`);
    await page.getByRole("checkbox").first().check();
    await shot(page, "list");
    await page.getByRole("toolbar").getByRole("button", { name: "Export" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("dialog").getByRole("button", { name: "Export" }).click();
    expect((await download).suggestedFilename()).toMatch(/^playhead-.*\.html$/);
  });
});

describe("a link", () => {
  it("is made in the player, plays for somebody who is not signed in, and ends when it is revoked", async () => {
    await openAt(page, origin, session, 0);
    await page.getByRole("button", { name: "Share" }).click();
    await shot(page, "share");
    await page.getByLabel("Password (optional)").fill("correct horse battery");
    await page.getByRole("button", { name: "Make a link" }).click();
    const address = await page.getByLabel("The link").inputValue();
    expect(address).toMatch(/\/s\/us_[\w-]{43}$/);
    await page.getByText("not opened yet").waitFor();
    await shot(page, "shared");

    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    const guest = await context.newPage();
    const refused: string[] = [];
    guest.on("response", (response) => {
      if (response.status() >= 400) refused.push(`${response.status()} ${new URL(response.url()).pathname}`);
    });
    await guest.goto(address);
    await shot(guest, "locked");
    await guest.getByRole("textbox", { name: "Password" }).fill("correct horse batterx");
    await guest.getByRole("button", { name: "Open" }).click();
    await guest.getByText("That is not the password of this link.").waitFor();
    await guest.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
    await guest.keyboard.press("Enter");
    await guest.getByRole("button", { name: "Pause" }).click();
    await guest.waitForSelector('iframe[data-replay][data-state="settled"]', { state: "attached" });
    await shot(guest, "link");
    // Asked for: no password, a wrong one. Everything that the picture needed came.
    expect(refused).toEqual(["401 /api/shared/open", "401 /api/shared/open"]);

    await page.getByRole("button", { name: "Revoke" }).click();
    await page.getByText("Revoked").waitFor();
    await guest.reload();
    await guest.getByText("This link does not work").waitFor();
    await shot(guest, "dead");
    await context.close();
  });
});
