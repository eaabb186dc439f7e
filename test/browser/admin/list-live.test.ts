import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";
import { beginVisit } from "./list-visits.ts";

const origin = inject("origin");
/** Where pictures go for somebody to look at; none are made without. */
const { SHOTS } = process.env;
let browser: Browser;
let page: Page;
let problems: string[];
/** How often the list was asked for. */
let asked = 0;

beforeAll(async () => {
  browser = await launchChromium();
  ({ page, problems } = await signIn(browser, origin));
  page.on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/sessions") asked++;
  });
});
afterAll(() => browser.close());

const rowOf = (session: string) => page.locator("tbody tr", { has: page.locator(`a[data-session="${session}"]`) });

async function shot(name: string): Promise<void> {
  if (!SHOTS) return;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: `${SHOTS}/${name}-${colorScheme}-${width}.png` });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1880, height: 1200 });
}

test("the list moves with running sessions, and shows new ones, without asking again", async () => {
  // Perhaps too late for the first answer; the list is asked for once more.
  const old = await beginVisit(origin, "/live-old");
  // The list that is open since the sign-in asks once more when it likes.
  await page.goto("about:blank");
  asked = 0;
  // Listened to from its beginning: it may have spoken before the page is loaded.
  const heard = page
    .waitForEvent("websocket", (socket) => socket.url().endsWith("/api/sessions/live"))
    .then((socket) => socket.waitForEvent("framereceived"));
  await page.goto(`${origin}/sessions`);
  await heard;
  await expect.poll(() => asked, { timeout: 20_000 }).toBe(2);
  await rowOf(old.session).waitFor();

  const fresh = await beginVisit(origin, "/live-new");
  await rowOf(fresh.session).getByText("Live", { exact: true }).waitFor();
  expect(await page.locator("tbody tr a[data-session]").first().getAttribute("data-session")).toBe(fresh.session);
  await fresh.goOn(["/live-next"], ["it broke"]);
  await rowOf(fresh.session).getByRole("img", { name: "1 script error" }).waitFor();
  // Begun before the list was opened: it was asked about.
  await old.goOn(["/live-next"], ["this broke", "that broke"]);
  await rowOf(old.session).getByRole("img", { name: "2 script errors" }).waitFor();

  await rowOf(old.session).getByRole("checkbox").check();
  const held = await beginVisit(origin, "/live-held");
  const more = page.getByRole("button", { name: "1 new session" });
  await more.waitFor();
  await shot("list-new");
  expect(await rowOf(held.session).count()).toBe(0);
  await more.click();
  await rowOf(held.session).waitFor();
  expect(await rowOf(old.session).getByRole("checkbox").isChecked()).toBe(true);
  expect(asked).toBe(2);
});

test("a search shows what comes to fit it", async () => {
  await page.goto(`${origin}/sessions?${new URLSearchParams({ q: "url:/live-found" })}`);
  await page.getByText("No session fits").waitFor();
  const other = await beginVisit(origin, "/live-other");
  const found = await beginVisit(origin, "/live-found");
  await rowOf(found.session).waitFor();
  expect(await rowOf(other.session).count()).toBe(0);
  expect(problems).toEqual([]);
});
