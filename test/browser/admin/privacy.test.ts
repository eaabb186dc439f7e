import type { Browser, Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPolicy } from "../../../src/protocol/new-policy.ts";
import type { Manifest } from "../../../src/protocol/api.schema.ts";
import type { Settings } from "../../../src/protocol/settings.schema.ts";
import { launchChromium } from "../chromium.ts";
import { STARTED_AT, custom, element, event, keyframe, text, type Recorded } from "./recordings.ts";
import { startAdmin, type AdminServer } from "./serve.ts";

/* What is recorded of pages and visitors, rules tried on a recorded page, and what is stored of a session. */

const ID = "019abf2e-0000-7000-8000-000000000001";
const CSS =
  "body{margin:20px;font:16px sans-serif} .name,.price{width:200px;height:30px;margin:0} #far{margin-top:3000px}";
const BODY = [
  element(10, "p", { class: "name" }, [text(11, "Ada Lovelace")]),
  element(12, "p", { class: "price" }, [text(13, "12.00")]),
  element(14, "p", { class: "price", title: "[card]" }, [text(15, "24.00")]),
  element(16, "p", { class: "price", id: "far" }, [text(17, "36.00")]),
];
const SESSIONS: Record<string, Recorded> = {
  [ID]: {
    cart: [
      ...keyframe(0, CSS, BODY),
      custom(2_000, "playhead.track", { name: "paid", properties: { note: "card [card]" } }),
      ...Array.from({ length: 400 }, (_, at) => event(3_000 + at, 3, { source: 3, id: 1, x: 0, y: at })),
    ],
  },
};
const ROWS = { [ID]: { redactions: 3, quarantine: "held" as const, user: "ada" } };

let admin: AdminServer;
let browser: Browser;
let page: Page;
let settings: Settings = { version: 1, at: STARTED_AT, policy: newPolicy("t", "eu", STARTED_AT) };
let released = false;
const problems: string[] = [];

const json = (body: unknown) => (route: Route) => route.fulfill({ json: body });

beforeAll(async () => {
  [admin, browser] = await Promise.all([startAdmin(SESSIONS, ROWS), launchChromium()]);
  page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  page.setDefaultTimeout(8_000);
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      problems.push(`${message.text()} ${message.location().url}`);
  });
  const user = { id: "u", name: "Ada Owner", email: "ada@example.com" };
  const tenant = { id: "t", name: "Example", region: "eu" };
  const permissions = ["view", "settings"];
  await page.route("**/api/me", json({ user, tenant, role: "owner", permissions, environment: null }));
  const quiet = { forecast: 0, warnings: [], days: [], history: [], start: STARTED_AT, end: STARTED_AT };
  await page.route("**/api/settings/usage", json({ limit: 100, count: 0, bytes: 0, byteLimit: null, ...quiet }));
  await page.route("**/api/settings", async (route) => {
    if (route.request().method() === "PUT") {
      const { policy } = route.request().postDataJSON() as Settings;
      settings = { version: settings.version + 1, at: STARTED_AT, policy };
    }
    await route.fulfill({ json: settings });
  });
  const counts = { total: 0, done: 0, changed: 0, failed: 0, waiting: 0 };
  const none = { request: null, version: null, startedAt: null, finishedAt: null, by: null };
  const applied = { state: "none", ...counts, ...none, failures: [], unsupported: [] };
  // Nothing of the list runs.
  await page.routeWebSocket("**/api/sessions/live", () => undefined);
  await page.route("**/api/settings/privacy/apply", json(applied));
  await page.route(`**/api/sessions/${ID}/inspect`, async (route) => {
    const answer = await fetch(`${admin.origin}/api/sessions/${ID}/manifest`);
    const { session, pages, chunks, grant, grantExpiresAt } = (await answer.json()) as Manifest;
    const quarantine = released ? "released" : "held";
    const redacted = [
      { kind: "card", place: "attribute:title", count: 1 },
      { kind: "card", place: "track.properties", count: 2 },
    ];
    const row = { ...session, quarantine };
    const entry = { id: "a", at: STARTED_AT, actor: "u", name: "Ada Owner", action: "view", maskedIp: null };
    await route.fulfill({
      json: {
        session: row,
        record: { tenant: "t", ...row, maskedIp: "203.0.113.0/24", version: 3, chunks: 1, receivedAt: STARTED_AT },
        redacted,
        pages,
        chunks: chunks.map((chunk) => ({ ...chunk, sha256: "ab".repeat(32) })),
        files: [],
        trail: [[0, "page", "/cart"]],
        trailCut: 0,
        tags: [],
        seen: [],
        joined: [{ user: "ada", at: STARTED_AT }],
        activity: [{ ...entry, details: { inspected: true } }],
        grant,
        grantExpiresAt,
      },
    });
  });
  await page.route(`**/api/sessions/${ID}/release`, async (route) => {
    released = true;
    const list = (await (await fetch(`${admin.origin}/api/sessions`)).json()) as { sessions: object[] };
    await route.fulfill({ json: { ...list.sessions[0], quarantine: "released", redacted: [] } });
  });
});
afterAll(async () => {
  await browser.close();
  await admin.stop();
});

const changes = () => page.getByRole("region", { name: "Unsaved changes" }).getByRole("listitem").allTextContents();
const rule = (number: number) => page.getByRole("listitem", { name: `Rule ${number}` });

test("a rule is tried on a recorded page while it is written, told in words, and saved", async () => {
  await page.goto(`${admin.origin}/settings/privacy`);
  await page.getByRole("button", { name: "Add a rule" }).click();
  await rule(1).getByLabel("Selector").fill("p >");
  await rule(1).getByText("The browser does not take it for a selector").waitFor();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText(/Not saved. The browser does not take “p >” for a selector/).waitFor();
  await rule(1).getByLabel("Selector").fill(".price");
  await page.getByRole("button", { name: "Add a rule" }).click();
  await rule(2).getByLabel("Selector").fill(".name");
  await rule(2).getByLabel("Treatment").selectOption("block");
  await page.getByRole("combobox", { name: "Session", exact: true }).selectOption(ID);
  const marks = page.locator("[data-treatment]");
  // One of three prices is out of view, and counts.
  await rule(1).getByText("3 elements on the page below.").waitFor();
  await rule(2).getByText("1 element on the page below.").waitFor();
  expect(await marks.allTextContents()).toEqual(["Block", "Mask", "Mask"]);
  const frame = page.frameLocator('[data-testid="privacy-preview"] iframe');
  const [place, drawn] = [await marks.first().boundingBox(), await frame.locator(".name").boundingBox()];
  for (const side of ["x", "y", "width", "height"] as const) expect(place![side]).toBeCloseTo(drawn![side], 0);

  await rule(2).getByLabel("Only on paths").fill("/account*");
  await rule(2).getByText("Does not hold on the page below.").waitFor();
  expect(await marks.allTextContents()).toEqual(["Mask", "Mask"]);
  await page.getByLabel("No content at all").check();
  await rule(1).getByLabel("Treatment").selectOption("allow");
  await rule(1).getByText("Has no effect: in this mode no rule can show anything.").waitFor();
  expect(await changes()).toEqual([
    "Privacy: mode Hide what visitors enter → No content at all",
    "Privacy: new rule: show “.price”",
    "Privacy: new rule: block “.name” on /account*",
  ]);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("No content is recorded, with 2 rules.").waitFor();
  expect(settings.policy.privacy).toMatchObject({
    mode: "content_free",
    rules: [
      { selector: ".price", treatment: "allow" },
      { selector: ".name", treatment: "block", url: "/account*" },
    ],
  });
});

test("the list says what was taken out, and the inspector where it came from, with a rule begun for it", async () => {
  await page.goto(`${admin.origin}/sessions`);
  await page.getByText("held back").waitFor();
  await page.getByRole("link", { name: "3 secrets were taken out before it was stored. See what." }).click();
  const table = page.getByRole("table", { name: "3 secrets" });
  expect(await table.getByRole("row").nth(1).textContent()).toContain("Card numberattribute title1");
  await table.getByText("It comes from a call of your site; take it out there.").waitFor();
  await page.getByRole("button", { name: "Release" }).click();
  await page.getByText("This session is held back").waitFor({ state: "detached" });
  await table.getByRole("link", { name: "Write a rule" }).click();
  await page.waitForURL(/settings\/privacy/);
  expect(await rule(3).getByLabel("Selector").inputValue()).toBe("[title]");
  await rule(3).getByText("1 element on the page below.").waitFor();
  await page.getByRole("button", { name: "Discard" }).click();
});

test("the inspector shows every event as it is stored, by kind, and who has looked", async () => {
  await page.goto(`${admin.origin}/sessions/${ID}/inspect`);
  await page.getByText("403 events in 1 chunk.").waitFor();
  const list = page.getByRole("list", { name: "Events as they are stored" });
  // Of a long list only what is in view exists.
  expect(await list.getByRole("listitem").count()).toBeLessThan(60);
  await page.getByLabel("Kind of event").selectOption("Custom event");
  await list.getByRole("button").first().click();
  const raw = JSON.parse((await page.getByTestId("raw-event").textContent())!) as unknown;
  expect(raw).toEqual(SESSIONS[ID]!["cart"]!.find(({ type }) => type === 5));
  const fields = page.getByTestId("session-fields");
  await fields.getByText("203.0.113.0/24").waitFor();
  await page.getByRole("cell", { name: "looked at what is stored" }).waitFor();
  expect(problems).toEqual([]);
});
