import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";
import { CHROME, sendVisit, type ListedVisit } from "./list-visits.ts";

const origin = inject("origin");
/** Where pictures go for somebody to look at, and of how many sessions; none are made without. */
const { SHOTS, SHOT_SESSIONS = "0" } = process.env;
let browser: Browser;
let page: Page;
let problems: string[];

const VISITS: ListedVisit[] = [
  { user: "anna", paths: ["/list-home", "/list-cart", "/list-pay"], error: "total is undefined", seconds: 200 },
  { user: "bert", paths: ["/list-pay", "/list-cart"], rage: "Pay now", agent: CHROME.replace("Chrome/140.0.0.0 ", "") },
  { paths: ["/list-home"] },
];

beforeAll(async () => {
  browser = await launchChromium();
  for (const visit of VISITS) await sendVisit(origin, visit);
  for (let n = 0; n < Number(SHOT_SESSIONS); n++) {
    const paths = Array.from({ length: 1 + (n % 5) }, (_, step) => `/shop/part-${(n * 7 + step) % 23}`);
    const trouble = n % 6 === 0 ? { error: `thing ${n % 4} is undefined` } : n % 7 === 0 ? { rage: "Pay now" } : {};
    await sendVisit(origin, { ...(n % 3 && { user: `person${n}@shop.example` }), paths, seconds: n * 3, ...trouble });
  }
  ({ page, problems } = await signIn(browser, origin));
});
afterAll(() => browser.close());

const rows = () => page.locator("tbody tr:not([data-skeleton])");
const field = () => page.getByRole("textbox", { name: "Search sessions" });

/** Opens the list with a search in the address, and waits for so many rows. */
async function openList(q: string, count: number): Promise<void> {
  await page.goto(`${origin}/sessions?${new URLSearchParams({ q })}`);
  await expect.poll(() => rows().count(), { timeout: 20_000 }).toBe(count);
}

async function shot(name: string): Promise<void> {
  if (!SHOTS) return;
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [1280, 1024, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await page.waitForTimeout(250);
      await page.screenshot({ path: `${SHOTS}/${name}-${scheme}-${width}.png` });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1880, height: 1200 });
}

describe("the search of the session list", () => {
  it("makes chips of what is typed, finds by them, and keeps them in the address", async () => {
    await openList("url:/list-*", VISITS.length);
    await shot("list-chips");
    await page.keyboard.press("/");
    await field().pressSequentially("user:ann");
    await page.getByRole("option", { name: /user:anna/ }).click();
    await expect.poll(() => rows().count()).toBe(1);
    expect(new URL(page.url()).searchParams.get("q")).toBe("url:/list-* user:anna");
    await page.getByRole("button", { name: "Remove user:anna" }).click();
    await expect.poll(() => rows().count()).toBe(VISITS.length);
    await page.goBack();
    await expect.poll(() => rows().count()).toBe(1);
  });

  it("finds pages in order, errors, and what did not happen", async () => {
    const expected = {
      "visited:/list-cart > /list-pay": 1,
      'error:"total is undefined"': 1,
      "-has:error url:/list-*": 2,
      "duration:>3m url:/list-*": 1,
    };
    for (const [q, count] of Object.entries(expected)) await openList(q, count);
    expect(problems).toEqual([]);
  });

  it("is one line of text as well, and says what is wrong with it", async () => {
    await openList("url:/list-*", VISITS.length);
    await page.getByRole("button", { name: "Edit as text" }).click();
    const text = page.getByRole("textbox", { name: "Search, as text" });
    await text.fill("url:/list-* colour:red");
    await page.getByText(/Character 13: There is no field "colour"/).waitFor();
    await shot("list-fault");
    await text.fill("url:/list-* has:rage");
    await text.press("Enter");
    await expect.poll(() => rows().count()).toBe(1);
  });

  it("says what to leave out when nothing fits", async () => {
    await openList("user:anna has:rage", 0);
    const without = page.getByRole("button", { name: /without has:rage/ });
    await without.waitFor();
    await expect.poll(() => without.textContent()).toContain("1 found");
    await shot("list-nothing");
    await without.click();
    await expect.poll(() => rows().count()).toBe(1);
  });

  it("is saved, and comes back by its name", async () => {
    await openList("url:/list-* has:error", 1);
    await page.getByRole("button", { name: "Saved" }).click();
    await page.getByRole("menuitem", { name: "Save this search…" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Broken");
    await shot("list-save");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await openList("url:/list-*", VISITS.length);
    await page.getByRole("button", { name: "Saved" }).click();
    await page.getByRole("menuitem", { name: "Broken" }).click();
    await expect.poll(() => rows().count()).toBe(1);
  });
});

describe("the rows of the session list", () => {
  it("are walked and selected from the keyboard, and tagged together", async () => {
    await openList("url:/list-* has:user", 2);
    for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
    await page.getByText("2 selected").waitFor();
    await page.getByRole("toolbar").getByRole("button", { name: "Tag" }).click();
    await page.getByPlaceholder("checkout bug").fill("Look again");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText("Given to 2 sessions.").waitFor();
    await shot("list-tag");
    await openList('tag:"look again"', 2);
    await shot("list-tagged");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toMatch(/\/sessions\/[0-9a-f-]{36}/);
  });

  it("show the columns that were chosen, also after a reload", async () => {
    await openList("url:/list-*", VISITS.length);
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "Environment" }).check();
    await page.getByRole("checkbox", { name: "Browser" }).uncheck();
    await shot("list-columns");
    await page.reload();
    await expect.poll(() => rows().count(), { timeout: 20_000 }).toBe(VISITS.length);
    const heads = await page.getByRole("columnheader").allTextContents();
    expect(heads).toContain("Environment");
    expect(heads).not.toContain("Browser");
    expect(problems).toEqual([]);
  });

  it("are those of the days that were chosen", async () => {
    await openList("url:/list-* last:1h", VISITS.length);
    await page.getByRole("button", { name: "Last hour" }).click();
    await page.getByRole("button", { name: "Any time" }).waitFor();
    await shot("list-times");
    await page.getByRole("button", { name: "Last 7 days" }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe("url:/list-* last:1w");
    if (SHOTS) {
      await openList("", Math.min(50, VISITS.length + Number(SHOT_SESSIONS)));
      await shot("list-all");
    }
  });
});
