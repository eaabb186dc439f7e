import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { totp } from "../../totp.ts";
import { signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";

const PASSWORD = "a-long-password-1234";

let browser: Browser;
let owner: { context: BrowserContext; page: Page };
let origin = "";

beforeAll(async () => {
  origin = inject("origin");
  browser = await launchChromium();
  owner = await signIn(browser, origin);
});
afterAll(() => browser?.close());

async function newPage(address: number): Promise<Page> {
  const headers = { "CF-Connecting-IP": `198.18.0.${address}` };
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, extraHTTPHeaders: headers });
  return context.newPage();
}

/** Makes an invitation in the admin and answers its link. */
async function inviteAs(role: string): Promise<string> {
  const { page } = owner;
  await page.goto(`${origin}/settings/members`);
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByRole("radio", { name: role, exact: true }).check();
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.locator("code", { hasText: "/join#" }).innerText();
  await page.getByRole("button", { name: "Done" }).click();
  return link.trim();
}

/** Follows an invitation with a new account. */
async function joinAs(page: Page, link: string, email: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Make the account and join" }).click();
  await page.waitForURL(/\/sessions$/);
}

async function enterPassword(page: Page, email: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/\/sign-in/);
}

describe("an invitation", () => {
  it("is followed, gives its role, and works once; another role and the removal hold at once", async () => {
    const link = await inviteAs("Viewer");
    const page = await newPage(1);
    await joinAs(page, link, "viewer@members.test");
    const nav = page.getByRole("navigation", { name: "Main" });
    await nav.getByRole("link", { name: "Sessions" }).waitFor();
    expect(await nav.getByRole("link", { name: "Settings" }).count()).toBe(0);
    await page.goto(`${origin}/settings/members`);
    await page.getByRole("heading", { name: "Settings are for owners and admins" }).waitFor();

    const late = await newPage(2);
    await late.goto(link);
    await late.getByRole("heading", { name: "This invitation does not work" }).waitFor();

    await owner.page.reload();
    const changed = owner.page.waitForResponse((response) => response.url().endsWith("/role"));
    await owner.page.getByRole("combobox", { name: "Role of Ada Lovelace" }).selectOption("admin");
    expect((await changed).status()).toBe(204);
    await page.goto(`${origin}/settings/members`);
    await page.getByRole("heading", { name: "Members" }).waitFor();
    // Admins handle no owners.
    expect(await page.getByRole("combobox", { name: "Role of Demo Owner" }).isDisabled()).toBe(true);

    await owner.page.getByRole("button", { name: "Remove Ada Lovelace" }).click();
    await owner.page.getByRole("button", { name: "Remove", exact: true }).click();
    await owner.page.getByRole("row", { name: /Ada Lovelace/ }).waitFor({ state: "detached" });
    await page.goto(`${origin}/sessions`);
    await page.waitForURL(/\/sign-in/);
  });
});

describe("codes of an app", () => {
  it("are set up with a picture or a text, and asked for when signing in", async () => {
    const page = await newPage(3);
    await joinAs(page, await inviteAs("Analyst"), "codes@members.test");
    await page.goto(`${origin}/account`);
    await page.getByRole("button", { name: "Set up codes" }).click();
    await page.getByLabel("Your password").fill(PASSWORD);
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("img", { name: "QR code for the app" }).waitFor();
    const secret = await page.locator("code").first().innerText();
    await page.getByLabel("Code that the app shows").fill(await totp(secret));
    await page.getByRole("button", { name: "Switch on" }).click();
    const backup = page.getByRole("list", { name: "Backup codes" }).getByRole("listitem");
    await backup.first().waitFor();
    const [first] = await backup.allInnerTexts();
    expect(first).toMatch(/^\w{5}-\w{5}$/);
    await signOut(page);

    await enterPassword(page, "codes@members.test");
    await page.getByLabel(/six digits/).fill("000000");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel(/six digits/).fill(await totp(secret));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(/\/sessions$/);
    await signOut(page);

    await enterPassword(page, "codes@members.test");
    await page.getByRole("button", { name: "Use a backup code" }).click();
    await page.getByLabel(/codes that you kept/).fill(first!);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(/\/sessions$/);
  });
});

describe("a passkey", () => {
  it("is added, signs in without a password, and does not any more once it is removed", async () => {
    const page = await newPage(4);
    const device = await page.context().newCDPSession(page);
    await device.send("WebAuthn.enable");
    await device.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await joinAs(page, await inviteAs("Viewer"), "passkey@members.test");
    await page.goto(`${origin}/account`);
    await page.getByLabel("Name of the device").fill("Laptop");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByRole("list", { name: "Passkeys" }).getByText("Laptop").waitFor();
    await signOut(page);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.waitForURL(/\/sessions$/);
    await page.goto(`${origin}/account`);
    await page.getByRole("button", { name: "Remove Laptop" }).click();
    await page.getByRole("list", { name: "Passkeys" }).getByText("Laptop").waitFor({ state: "detached" });
    await signOut(page);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    expect(await page.getByRole("alert").innerText()).toBe("This passkey belongs to no account here.");
  });
});
