import { readFileSync } from "node:fs";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import type { SessionList } from "../../../src/protocol/api.schema.ts";
import { batchText } from "../../../src/protocol/batch.ts";
import { uuidv7 } from "../../../src/protocol/index.ts";
import { DEMO } from "../../../src/worker/local/demo-tenant.ts";
import { signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";

const origin = inject("origin");
/** Where pictures go for somebody to look at; none are made without. */
const { SHOTS } = process.env;
/** Whoever wants to be forgotten. */
const PERSON = "anna.to.forget";
let browser: Browser;
let page: Page;
let problems: string[];
let kept = "";
const annas: string[] = [];

/** A session of few events, as a recorder sends it. */
async function record(user: string): Promise<string> {
  const [session, visitor, id] = [uuidv7(), uuidv7(), uuidv7()];
  const headers = { Origin: origin, "Content-Type": "text/plain" };
  const ask = { key: DEMO.key, session, visitor, page: id, url: `${origin}/demo/`, recorder: "test", user };
  const started = await fetch(`${origin}/v1/sessions`, { method: "POST", headers, body: JSON.stringify(ask) });
  const { token } = (await started.json()) as { token: string };
  const now = Date.now();
  const events = [
    { type: 4, data: { href: `${origin}/demo/`, width: 800, height: 600 }, timestamp: now },
    { type: 5, data: { tag: "playhead.identify", payload: { user } }, timestamp: now },
  ];
  const text = batchText(
    now,
    events.map((event) => JSON.stringify(event)),
  );
  const url = `${origin}/v1/sessions/${session}/batches?page=${id}&seq=0&token=${encodeURIComponent(token)}`;
  expect((await fetch(url, { method: "POST", headers, body: text })).status).toBe(202);
  return session;
}

async function shot(name: string): Promise<void> {
  if (!SHOTS) return;
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: `${SHOTS}/${name}-${scheme}-${width}.png` });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1880, height: 1200 });
}

/** The row of a user's session. */
function row(user: string): Locator {
  return page.getByRole("row").filter({ hasText: user });
}

async function listed(): Promise<string[]> {
  const answer = await page.request.get(`${origin}/api/sessions?limit=200`);
  return ((await answer.json()) as SessionList).sessions.map(({ id }) => id);
}

/** Waits until the index has all of these sessions, which is two seconds after they began. */
async function whenListed(sessions: readonly string[]): Promise<void> {
  await vi.waitFor(async () => expect(await listed()).toEqual(expect.arrayContaining([...sessions])), 20_000);
}

/** What the log's menu of downloads gives. */
async function downloaded(item: string): Promise<string> {
  await page.getByRole("button", { name: "Download", exact: true }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: item }).click();
  return readFileSync(await (await download).path(), "utf8");
}

beforeAll(async () => {
  browser = await launchChromium();
  ({ page, problems } = await signIn(browser, origin));
  kept = await record("complainant");
  annas.push(await record(PERSON), await record(PERSON));
  await whenListed([kept, ...annas, await record("doomed-1"), await record("doomed-2")]);
});
afterAll(() => browser?.close());

describe("what is kept, and for how long", () => {
  it("a session is pinned with a reason, and stays when it is chosen for deletion", async () => {
    await page.goto(`${origin}/sessions/${kept}`);
    await page.getByRole("button", { name: "Pin", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Why it is kept").fill("proof of a complaint");
    await shot("pin");
    await dialog.getByRole("button", { name: "Pin", exact: true }).click();
    await page.getByRole("button", { name: "Pinned" }).waitFor();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await dialog.getByRole("button", { name: "Delete 1 session" }).click();
    await dialog.getByText("1 session is pinned and stays: unpin first.").waitFor();
    await shot("pinned-stays");
    await dialog.getByRole("button", { name: "Close" }).last().click();
    expect(await listed()).toContain(kept);
  });

  it("a retention that is changed is saved, after it is said what that deletes", async () => {
    const days = page.getByLabel("Sessions are kept for");
    const change = async (value: string) => {
      await page.goto(`${origin}/settings/quota`);
      await days.fill(value);
      await days.blur();
      if (value === "30") {
        await page.getByText("Stored sessions older than 30 days are deleted").waitFor();
        await shot("retention");
      }
      await page.getByRole("button", { name: /^Save/ }).first().click();
      await page.getByText("Will change").waitFor({ state: "detached" });
      await page.reload();
      await expect.poll(() => days.inputValue(), { timeout: 10_000 }).toBe(`${value} days`);
    };
    await change("30");
    // As the other tests of this server find it.
    await change("365");
  });
});

describe("what is deleted", () => {
  it("several sessions are deleted after a question that says how many", async () => {
    await page.goto(`${origin}/sessions`);
    for (const user of ["doomed-1", "doomed-2"]) await row(user).getByRole("checkbox").check();
    await page.getByRole("toolbar").getByRole("button", { name: "Delete" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete 2 sessions?" });
    await dialog.waitFor();
    await shot("delete");
    await dialog.getByRole("button", { name: "Delete 2 sessions" }).click();
    for (const user of ["doomed-1", "doomed-2"]) await row(user).waitFor({ state: "detached" });
    expect([await row(PERSON).count(), await row("complainant").count()]).toEqual([2, 1]);
  });

  it("a person is found, erased after a question, and is nowhere afterwards", async () => {
    await page.goto(`${origin}/settings/erase`);
    await page.getByLabel("User id or GUID").fill(PERSON);
    await page.getByRole("button", { name: "Find" }).click();
    await page.getByText(`of user ${PERSON}, in 2 browsers.`).waitFor();
    await page.getByRole("button", { name: `Erase user ${PERSON}` }).click();
    await shot("erase");
    await page.getByRole("dialog").getByRole("button", { name: "Erase 2 sessions" }).click();
    await page.getByText("They are being erased").waitFor();
    await page.getByRole("row", { name: /Person erased 2 sessions/ }).waitFor({ timeout: 60_000 });
    await shot("erased");
    await page.getByRole("button", { name: "Find" }).click();
    await page.getByText(`0 sessions of user ${PERSON}`).waitFor();
    expect((await listed()).filter((session) => annas.includes(session))).toEqual([]);
  });
});

describe("the activity log", () => {
  it("tells of all of it, can be filtered and checked, and names nobody who was erased", async () => {
    await page.goto(`${origin}/activity`);
    const log = page.getByRole("region", { name: "Entries of the log" });
    await log.getByRole("row").nth(6).waitFor();
    expect(await log.innerText()).not.toContain(PERSON);
    await page.getByRole("button", { name: "Verify now" }).click();
    await page.getByText(/Verified up to entry/).waitFor();
    await shot("activity");
    await page.getByLabel("Search").fill("complaint");
    await expect.poll(() => log.getByRole("row").count(), { timeout: 10_000 }).toBe(2);
    await log.getByText("pinned").first().waitFor();
    await shot("activity-filtered");
  });

  it("is taken out as a signed file and as a table", async () => {
    await page.goto(`${origin}/activity`);
    const [signed, table] = [await downloaded("Signed (NDJSON)"), await downloaded("Table (CSV)")];
    expect(signed.split("\n", 1)[0]).toContain('"publicKey"');
    for (const text of [signed, table]) {
      expect(text).toContain("proof of a complaint");
      expect(text).not.toContain(PERSON);
    }
    expect(problems).toEqual([]);
  });
});
