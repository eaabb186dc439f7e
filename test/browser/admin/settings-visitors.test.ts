import type { Browser, Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Settings } from "../../../src/protocol/settings.schema.ts";
import { signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";

/* What visitors decide and who they are: consent, identity, and what an environment and a segment make of a visit. */

const origin = inject("origin");
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
const changes = () => page.getByRole("region", { name: "Unsaved changes" }).getByRole("listitem").allTextContents();
/** As the server derives it. */
const SECRET = /^[0-9a-f]{64}$/;
const saved = () => page.getByRole("region", { name: "Unsaved changes" }).waitFor({ state: "detached" });
const json = (body: unknown) => (route: Route) => route.fulfill({ json: body });

test("the tenant's switch says what it does, and everybody sees that it is off", async () => {
  await page.goto(`${origin}/settings/consent`);
  const whole = page.getByRole("switch", { name: /^Recording is/ });
  await whole.click();
  await page.getByText("Saving switches everything off within seconds").waitFor();
  expect(await changes()).toEqual([
    "Recording as a whole on → off",
    "Nobody will be recorded, and visitors are not shown a switch",
  ]);
  await save();
  await saved();
  await page.getByText("Nothing: recording as a whole is off").waitFor();
  await page.getByRole("link", { name: "Environments" }).click();
  await page.getByText("Nobody is recorded: recording as a whole is off.").first().waitFor();
  await page.getByRole("main").getByRole("link", { name: "Consent" }).click();
  await whole.click();
  await save();
  await saved();
  await page.getByText("Visitors are recorded until they say no.").waitFor();
});

test("another text is told as one, shown as visitors will see it, and is another version for an earlier yes", async () => {
  await page.goto(`${origin}/settings/consent`);
  const before = await page.getByLabel("Purpose").inputValue();
  await page.getByLabel("Purpose").fill("We look for what is hard to use.");
  await page.getByLabel("Address of your privacy notice").fill("https://www.example.com/privacy");
  const preview = page.getByTestId("consent-preview");
  await preview.getByText("We look for what is hard to use.").waitFor();
  expect(await preview.locator("p").allTextContents()).toEqual([
    "You are being recorded.",
    "We look for what is hard to use.",
    "Privacy notice",
  ]);
  await page.getByLabel("Are not recorded before they say yes").check();
  await page
    .getByText(/visitors who said yes before will be asked again/)
    .first()
    .waitFor();
  await preview.getByText("You are not recorded.").waitFor();
  await page.getByLabel("What a visitor sees").selectOption("gpc");
  await preview.getByText(/Global Privacy Control says no/).waitFor();
  await save();
  await saved();
  await page.getByText("Nobody is recorded who has not said yes.").waitFor();

  await page.getByLabel("Are recorded until they say no").check();
  await page.getByLabel("Purpose").fill(before);
  await page.getByLabel("Address of your privacy notice").fill("");
  await save();
  await saved();
});

test("a source of user ids has its name, signatures their snippet, and the secret is shown when asked for", async () => {
  await page.goto(`${origin}/settings/identity`);
  await page.getByLabel("A cookie").check();
  await page.getByLabel("Name of the cookie").fill("customer_id");
  await page.getByLabel("Only signed ids count").click();
  await page.getByText("comes without a signature, so it does not count").waitFor();
  await page.getByText('createHmac("sha256"').waitFor();
  expect(await changes()).toEqual([
    "Identity: user id from playhead.identify() → cookie “customer_id”",
    "Identity: only signed ids count off → on",
  ]);
  expect(await page.getByText(SECRET).count()).toBe(0);
  await page.getByRole("button", { name: "Reveal" }).click();
  await page.getByText(SECRET).waitFor();
  await page.getByRole("button", { name: "Hide" }).click();
  expect(await page.getByText(SECRET).count()).toBe(0);
  await page.getByRole("button", { name: "Make another secret" }).click();
  await page.getByRole("dialog").getByText("The present secret stops working").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Make another" }).click();
  await page.getByText("Secret number 2").waitFor();
  // What was being edited is still there.
  expect(await page.getByLabel("Name of the cookie").inputValue()).toBe("customer_id");
  await page.getByRole("button", { name: "Discard" }).click();
});

test("an environment says when playback starts, and is removed when somebody confirms", async () => {
  await page.goto(`${origin}/settings/environments`);
  await page.getByRole("button", { name: "Add an environment" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Pop-up");
  await page.keyboard.press("Enter");
  await page.waitForURL(/environments\/pop-up$/);
  // Only playback has a beginning of its own.
  expect(await page.getByLabel("Minimum duration").count()).toBe(0);
  await page.getByLabel("Playback", { exact: true }).check();
  await page.getByLabel("Manual").check();
  await page.getByLabel("Keep the minute before recording begins").click();
  await page.getByLabel("Minimum duration").fill("5");
  expect(await changes()).toEqual([
    "Pop-up: level off → playback",
    "Pop-up: method automatic → manual",
    "Pop-up: minimum duration none → 5 s",
    "Pop-up: the minute before recording begins not kept → kept",
  ]);
  await save();
  await saved();
  await page.getByRole("button", { name: "Remove Pop-up" }).click();
  await page.getByRole("dialog").getByText("1 key that works now will stop working.").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.waitForURL(/environments$/);
  await page.getByRole("row", { name: /Production/ }).waitFor();
  expect(await page.getByRole("row", { name: /Pop-up/ }).count()).toBe(0);
});

test("a level above what the platform's owner allows can be seen and not be chosen", async () => {
  await page.route("**/api/settings", async (route) => {
    const response = await route.fetch();
    const settings = (await response.json()) as Settings;
    settings.policy.maxLevel = "dxa";
    await route.fulfill({ response, json: settings });
  });
  await page.goto(`${origin}/settings/environments/production`);
  await page.getByText("locked by the platform's owner", { exact: true }).waitFor();
  expect(await page.getByRole("radio", { name: /^Playback/ }).isDisabled()).toBe(true);
  await page.getByText("Playback is set here, but the platform's owner allows").waitFor();
  await page.unroute("**/api/settings");
});

test("a rule is tried on earlier visits while it is being edited", async () => {
  const tried = page.getByTestId("rule-preview");
  await page.route("**/api/settings/preview", json({ visits: 0, matching: 0, unknown: 0, since: null }));
  await page.goto(`${origin}/settings/segments/new`);
  await tried.getByText("Fill in the conditions").waitFor();
  await page.getByRole("combobox", { name: "Condition 1: values" }).fill("/till");
  await page.keyboard.press("Enter");
  await tried.getByText("There are no visits yet").waitFor();
  await page.unroute("**/api/settings/preview");
  await page.route("**/api/settings/preview", json({ visits: 500, matching: 132, unknown: 61, since: 1 }));
  await page.getByLabel("Condition 1: what is looked at").selectOption("event");
  await page.getByRole("combobox", { name: "Condition 1: values" }).fill("checkout_failed");
  await page.keyboard.press("Enter");
  await tried
    .getByText("132 of the last 500 visits would match. Of 61 visits it cannot be told because tracked events")
    .waitFor();
  await page.unroute("**/api/settings/preview");
  await page.getByRole("button", { name: "Discard" }).click();
  expect(problems).toEqual([]);
});
