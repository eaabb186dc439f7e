import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openAt, signIn } from "./admin-user.ts";
import { launchChromium } from "./chromium.ts";
import { visitShop } from "./shop-visit.ts";

const origin = inject("origin");
const PASSWORD = "correct horse battery";
let browser: Browser;
let admin: Awaited<ReturnType<typeof signIn>>;
let visit: Awaited<ReturnType<typeof visitShop>>;
let folder = "";

beforeAll(async () => {
  browser = await launchChromium();
  folder = mkdtempSync(join(tmpdir(), "playhead-export-"));
  visit = await visitShop(browser, origin);
  admin = await signIn(browser, origin);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await browser.close();
});

/** Exports the session; answers the address of the file on disk. */
async function exported(name: string, password?: string): Promise<string> {
  const response = await admin.page.request.post(`${origin}/api/exports`, {
    headers: { Origin: origin },
    data: { sessions: [visit.session], format: "html", ...(password && { password }) },
  });
  expect(response.status()).toBe(200);
  expect(response.headers()["content-disposition"]).toMatch(/^attachment; filename="playhead-.*\.html"$/);
  const file = join(folder, name);
  writeFileSync(file, await response.body());
  return pathToFileURL(file).href;
}

/** Opens a file in a browser without a network, and notes what it asks for outside of itself. */
async function openFile(address: string): Promise<{ page: Page; asked: string[]; problems: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1880, height: 1200 }, offline: true });
  const page = await context.newPage();
  const [asked, problems]: string[][] = [[], []];
  page.on("request", (request) => {
    if (!/^(?:file|blob|data):/.test(request.url())) asked!.push(request.url());
  });
  page.on("console", (message) => message.type() === "error" && problems!.push(message.text()));
  page.on("pageerror", (error) => problems!.push(error.message));
  await page.goto(address);
  return { page, asked: asked!, problems: problems! };
}

function settled(page: Page): Promise<unknown> {
  return page.waitForSelector('iframe[data-replay][data-state="settled"]', { state: "attached", timeout: 30_000 });
}

function picture(page: Page): Promise<Buffer> {
  return page.locator("iframe[data-replay]").screenshot({ animations: "disabled" });
}

/** Share of pixels that differ. */
function difference(one: Buffer, other: Buffer): number {
  const [a, b] = [PNG.sync.read(one), PNG.sync.read(other)];
  expect([b.width, b.height]).toEqual([a.width, a.height]);
  return pixelmatch(a.data, b.data, undefined, a.width, a.height, { threshold: 0.1 }) / (a.width * a.height);
}

describe("a session as a file", () => {
  it("plays from the disk without a network, and shows the pixels of the player", async () => {
    const address = await exported("session.html");
    for (const t of visit.moments) {
      await openAt(admin.page, origin, visit.session, t);
      const file = await openFile(`${address}#t=${t}`);
      await settled(file.page);
      const [there, here] = [await picture(admin.page), await picture(file.page)];
      expect(difference(there, here), `at ${t} ms`).toBeLessThan(0.001);
      expect(file.asked).toEqual([]);
      expect(file.problems).toEqual([]);
      await file.page.context().close();
    }
  });

  it("plays on, pauses, seeks and changes its speed", async () => {
    const { page } = await openFile(await exported("controls.html"));
    await settled(page);
    await page.getByLabel("Speed").selectOption("16");
    await page.getByRole("button", { name: "Play" }).click();
    await page.waitForFunction((t) => window.player!.time > t, 2_000);
    await page.getByRole("button", { name: "Pause" }).click();
    await settled(page);
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction(() => window.player!.time === 0 || window.player!.state === "settled");
    const last = visit.moments.at(-1)!;
    await page.getByRole("slider", { name: "Time" }).fill(String(last));
    await page.waitForFunction((t) => window.player!.time === t && window.player!.state === "settled", last);
    expect(await page.locator("#time").textContent()).toMatch(/^\d\d?:\d\d \/ \d\d?:\d\d$/);
    await page.context().close();
  });

  it("with a password opens with that password only", async () => {
    const { page, asked } = await openFile(await exported("locked.html", PASSWORD));
    const html = await page.content();
    expect(html.includes(visit.session)).toBe(false);
    await page.getByLabel("Password").fill("correct horse batterx");
    await page.getByRole("button", { name: "Open" }).click();
    await page.getByText("That is not the password.").waitFor();
    await page.getByLabel("Password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await settled(page);
    expect(asked).toEqual([]);
    await page.context().close();
  });

  it("that was broken off says so", async () => {
    const response = await admin.page.request.post(`${origin}/api/exports`, {
      headers: { Origin: origin },
      data: { sessions: [visit.session], format: "html" },
    });
    const file = join(folder, "part.html");
    const whole = await response.body();
    writeFileSync(file, whole.subarray(0, whole.byteLength - 400));
    const { page } = await openFile(pathToFileURL(file).href);
    await page.getByText("This file is not whole").waitFor();
    expect(await page.locator("iframe").count()).toBe(0);
    await page.context().close();
  });
});
