import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";

const origin = inject("origin");
const SITE = "https://settings.example.com";
let browser: Browser;
let page: Page;
let problems: string[];

beforeAll(async () => {
  browser = await launchChromium();
  ({ page, problems } = await signIn(browser, origin));
  page.setDefaultTimeout(8_000);
});
afterAll(() => browser.close());

const save = () => page.getByRole("button", { name: "Save" }).click();
const unsaved = () => page.getByRole("region", { name: "Unsaved changes" });

async function addTag(field: string, text: string): Promise<void> {
  await page.getByRole("combobox", { name: field }).fill(text);
  await page.keyboard.press("Enter");
}

async function verdictOf(url: string): Promise<string> {
  await page.getByLabel("URL of the page").fill(url);
  const answered = page.waitForResponse((response) => response.url().endsWith("/api/settings/test"));
  await page.keyboard.press("Enter");
  const { reason } = (await (await answered).json()) as { reason: string };
  return reason;
}

test("an environment of one's own records the segment that is chosen, and the tester says so", async () => {
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("link", { name: "Segments" }).click();
  await page.getByRole("link", { name: "Add a segment" }).click();
  await page.getByLabel("Name of the segment").fill("At the till");
  await addTag("Condition 1: values", "/till");
  await save();
  await page.waitForURL(/\/settings\/segments$/);
  await page.getByRole("row", { name: /At the till.*URL contains \/till/s }).waitFor();

  await page.getByRole("link", { name: "Environments" }).click();
  await page.getByRole("button", { name: "Add an environment" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Shop floor");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/settings\/environments\/shop-floor$/);
  await page.getByRole("heading", { name: "Shop floor", exact: true }).waitFor();
  await page.getByText("Nobody is recorded: the level is off.").waitFor();

  await page.getByLabel("Playback").check();
  await addTag("Allowed origins", SITE);
  await page.getByRole("combobox", { name: "Recorded segments" }).click();
  await page.getByRole("option", { name: "At the till" }).click();
  expect(await unsaved().getByRole("listitem").allTextContents()).toEqual([
    "Shop floor: level off → playback",
    `Shop floor: origin added: ${SITE}`,
    "Shop floor: recorded segment added: At the till",
  ]);
  await save();
  await page.getByText("Records visitors in At the till on 1 allowed origin.").waitFor();

  await page.getByRole("link", { name: "Decision tester" }).click();
  await page.getByRole("combobox", { name: "Environment" }).selectOption("shop-floor");
  expect(await verdictOf(`${SITE}/till`)).toBe("recorded");
  expect(await verdictOf(`${SITE}/cart`)).toBe("no_segment");
  expect(await verdictOf("https://elsewhere.example/till")).toBe("origin_not_allowed");
  await page.getByText("decided: not recorded").waitFor();
  expect(problems).toEqual([]);
});

test("a segment in use is not deleted", async () => {
  await page.getByRole("link", { name: "Segments" }).click();
  await page.getByRole("button", { name: "Delete At the till" }).click();
  await page.getByText("Take it out of Shop floor first.").waitFor();
  expect(await page.getByRole("dialog").getByRole("button", { name: "Delete" }).count()).toBe(0);
  await page.keyboard.press("Escape");
});

test("a key is made and revoked without losing what is being edited", async () => {
  await page.goto(`${origin}/settings/environments/shop-floor`);
  await page.getByRole("textbox", { name: "Name" }).fill("Shop");
  const keys = page.getByRole("list", { name: "Keys" }).getByRole("listitem");
  await page.getByRole("button", { name: "Make a new key" }).click();
  await keys.nth(1).waitFor();
  await page.getByRole("button", { name: "Revoke" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await page.getByText(/^Revoked/).waitFor();
  await save();
  await page.getByRole("heading", { name: "Shop", exact: true }).waitFor();
  expect(await unsaved().count()).toBe(0);
  expect(await keys.count()).toBe(2);
});

test("somebody else's change in between is not undone", async () => {
  const other = await page.context().newPage();
  await other.goto(`${origin}/settings/exclusions`);
  await page.getByRole("textbox", { name: "Name" }).fill("Shop floor");
  await other.getByRole("textbox", { name: "Excluded domains" }).fill("settled.example.com");
  await other.getByRole("button", { name: "Save" }).click();
  await other.getByText("1 domain").waitFor();
  await other.close();

  await save();
  await page.getByRole("button", { name: "Load the new settings" }).click();
  await unsaved().waitFor({ state: "detached" });
  await page.getByRole("textbox", { name: "Name" }).fill("Shop floor");
  await save();
  await page.getByRole("heading", { name: "Shop floor" }).waitFor();
  await page.getByRole("link", { name: "Exclusions" }).click();
  expect(await page.getByRole("textbox", { name: "Excluded domains" }).inputValue()).toBe("settled.example.com");
});

test("what is not saved is not left behind unasked", async () => {
  await page.getByRole("link", { name: "Exclusions" }).click();
  const field = page.getByRole("textbox", { name: "Excluded IP addresses" });
  await field.fill("203.0.113.7\nnowhere");
  await save();
  await page.getByText('Line 2: "nowhere" is not an IP address').waitFor();
  await page.getByRole("link", { name: "Quota" }).click();
  await page.getByRole("button", { name: "Stay here" }).click();
  expect(await field.inputValue()).toBe("203.0.113.7\nnowhere");
  await page.getByRole("link", { name: "Quota" }).click();
  await page.getByRole("button", { name: "Leave", exact: true }).click();
  await page.waitForURL(/\/settings\/quota$/);
});
