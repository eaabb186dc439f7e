import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { ConsentChange, ConsentResponse } from "../../../src/protocol/consent.schema.ts";
import type { ConsentSite } from "../../../src/recorder/consent-site.ts";
import type { Consent } from "../../../src/recorder/consent/consent.ts";
import { launchChromium } from "../chromium.ts";

const HOST = "http://playhead.test";
const SITE = "http://site.test";
/** Where pictures of the element go, to be looked at. */
const PICTURES = process.env["PICTURES"];

type Shown = Extract<ConsentResponse, { shown: true }>;
declare global {
  interface Window {
    chunk: { openConsent(site: ConsentSite): Consent; mount(element: HTMLElement, site: ConsentSite): void };
    consent: Consent;
    /** What the page was told to do, and states that were heard. */
    told: string[];
    states: ConsentResponse[];
  }
}

let browser: Browser;
let chunk: string;
let context: BrowserContext;
let state: ConsentResponse;
let requests: { method: string; url: URL; body: ConsentChange | undefined; headers: Record<string, string> }[];
/** What the server answers instead, or `drop` to be out of reach. */
let failure: "drop" | { status: number; message: string } | undefined;

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../../../src/recorder/consent/chunk.ts", import.meta.url))],
    bundle: true,
    format: "esm",
    target: "es2020",
    write: false,
  });
  chunk = outputFiles[0]!.text;
  browser = await launchChromium();
});
afterAll(() => browser.close());

const off = (overrides: Partial<Shown> = {}): Shown => ({
  shown: true,
  choice: null,
  allowed: false,
  because: "unset",
  at: null,
  chosenVersion: null,
  version: 3,
  purpose: "We record visits to find out where our shop is hard to use.",
  noticeUrl: "https://site.test/privacy",
  erasure: true,
  ...overrides,
});

beforeEach(async () => {
  state = off();
  requests = [];
  failure = undefined;
  context = await browser.newContext({ viewport: { width: 800, height: 600 } });
  await context.route(`${HOST}/**`, async (route) => {
    const request = route.request();
    if (request.url().endsWith(".js"))
      return route.fulfill({
        contentType: "text/javascript",
        body: chunk,
        headers: { "access-control-allow-origin": "*" },
      });
    const body = request.postData() ? (JSON.parse(request.postData()!) as ConsentChange) : undefined;
    requests.push({ method: request.method(), url: new URL(request.url()), body, headers: await request.allHeaders() });
    if (failure === "drop") return route.abort();
    const json = (status: number, answer: unknown) =>
      route.fulfill({ status, json: answer, headers: { "access-control-allow-origin": "*" } });
    if (failure)
      return json(failure.status, { error: { code: "bad_request", message: failure.message, requestId: "r" } });
    if (body && state.shown) {
      if (body.version !== state.version)
        return json(409, { error: { code: "settings_conflict", message: "old", requestId: "r" } });
      const { choice } = body;
      state = {
        ...state,
        choice,
        allowed: choice === "yes",
        because: "choice",
        at: 1_790_000_000_000,
        chosenVersion: body.version,
      };
    }
    return json(200, state);
  });
});
afterEach(() => context.close());

/** A page of the site with the element, under a policy that allows no style in the page. */
async function open({ attributes = "", html = "", element = true } = {}): Promise<Page> {
  const page = await context.newPage();
  await page.route(`${SITE}/app.js`, (route) =>
    route.fulfill({
      contentType: "text/javascript",
      body: `import * as chunk from "${HOST}/r/consent.js"; window.chunk = chunk;`,
    }),
  );
  await page.route(`${SITE}/privacy`, (route) =>
    route.fulfill({
      contentType: "text/html; charset=utf-8",
      headers: {
        "content-security-policy": `default-src 'self'; style-src 'self'; script-src 'self' ${HOST}; connect-src ${HOST}; require-trusted-types-for 'script'`,
      },
      body: `<!doctype html><html ${html}><head><title>Privacy</title><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><script type="module" src="/app.js"></script></head><body>${element ? `<playhead-consent ${attributes}></playhead-consent>` : ""}</body></html>`,
    }),
  );
  await page.goto(`${SITE}/privacy`);
  await page.evaluate((host) => {
    const site: ConsentSite = {
      host,
      key: "ph_us_key",
      visitor: "01890000-0000-7000-8000-000000000000",
      user: () => ({ user: "ada", signature: "signed" }),
      storagePrefix: "playhead.12345678.",
      restart: () => window.told.push("restart"),
      stop: () => window.told.push("stop"),
    };
    window.told = [];
    window.states = [];
    window.consent = window.chunk.openConsent(site);
    window.consent.subscribe((heard) => window.states.push(heard));
    const found = document.querySelector<HTMLElement>("playhead-consent");
    if (found) window.chunk.mount(found, site);
    if (found) window.chunk.mount(found, site);
  }, HOST);
  return page;
}

const told = (page: Page) => page.evaluate(() => window.told);
const toggle = (page: Page) => page.getByRole("switch");

test("the state is asked for with who asks, without cookies and without a preflight", async () => {
  const page = await open();
  await toggle(page).waitFor();
  expect(requests.map(({ method }) => method)).toEqual(["GET"]);
  expect(Object.fromEntries(requests[0]!.url.searchParams)).toEqual({
    key: "ph_us_key",
    visitor: "01890000-0000-7000-8000-000000000000",
    user: "ada",
    signature: "signed",
  });
  expect(requests[0]!.headers["cookie"]).toBeUndefined();
});

test.each<[string, () => void]>([
  ["the tenant's switch is off", () => (state = { shown: false })],
  ["the server cannot be reached", () => (failure = "drop")],
  ["the server refuses", () => (failure = { status: 401, message: "no such key" })],
])("nothing is shown when %s", async (_, arrange) => {
  arrange();
  const page = await open();
  await expect.poll(() => requests.length).toBeGreaterThan(0);
  await page.evaluate(() => window.consent.get().catch(() => {}));
  const seen = await page.evaluate(() => {
    const element = document.querySelector("playhead-consent")!;
    return { display: getComputedStyle(element).display, inside: element.shadowRoot!.querySelectorAll("*").length };
  });
  expect(seen).toEqual({ display: "none", inside: 0 });
});

test("by mouse and by keyboard: yes starts this tab, no stops it at once, and the words follow", async () => {
  const page = await open();
  const problems: string[] = [];
  page.on("console", (message) => problems.push(message.text()));
  await toggle(page).click();
  await page.getByText("You are being recorded.").waitFor();
  expect(await toggle(page).getAttribute("aria-checked")).toBe("true");
  expect(requests.at(-1)).toMatchObject({ method: "POST", body: { choice: "yes", version: 3, user: "ada" } });
  expect(requests.at(-1)!.headers["content-type"]).toMatch(/^text\/plain/);
  expect(await told(page)).toEqual(["restart"]);
  await page.getByText("2026").waitFor();

  await toggle(page).focus();
  await page.keyboard.press("Space");
  await page.getByText("You are not recorded.").waitFor();
  await expect.poll(() => requests.at(-1)!.body?.choice).toBe("no");
  expect(await told(page)).toEqual(["restart", "stop"]);
  await expect.poll(() => page.evaluate(() => window.consent.isPending())).toBe(false);
  await expect.poll(() => toggle(page).getAttribute("aria-disabled")).toBe(null);
  await page.keyboard.press("Enter");
  await page.getByText("You are being recorded.").waitFor();
  expect(problems).toEqual([]);
});

test("the switch has its name and its state for screen readers, and the notice opens elsewhere", async () => {
  const page = await open();
  await page.getByRole("switch", { name: "Recording of my visits", checked: false }).waitFor();
  const link = page.getByRole("link", { name: "Privacy notice" });
  expect(await link.getAttribute("href")).toBe("https://site.test/privacy");
  expect([await link.getAttribute("target"), await link.getAttribute("rel")]).toEqual(["_blank", "noopener"]);
});

test.each<[string, Partial<Shown>]>([
  ["You are not recorded: your browser’s Global Privacy Control says no.", { because: "gpc" }],
  ["You are not recorded: the text has changed.", { because: "outdated", choice: "yes", at: 1, chosenVersion: 2 }],
  ["You are being recorded.", { allowed: true, because: "unset" }],
])("%s", async (words, overrides) => {
  state = off(overrides);
  const page = await open();
  await page.getByText(words, { exact: true }).waitFor();
  expect(await toggle(page).getAttribute("aria-checked")).toBe(String(state.shown && state.allowed));
});

test("another tab hears of it within a second", async () => {
  const [first, second] = [await open(), await open()];
  await second.evaluate(() => {
    const channel = new BroadcastChannel("playhead.12345678.consent");
    channel.addEventListener("message", ({ data }) => window.told.push(JSON.stringify(data)));
    Object.assign(window, { channel });
  });
  await first.bringToFront();
  for (const allowed of [true, false]) {
    await toggle(first).click();
    const started = Date.now();
    const heard = () => second.evaluate(() => window.states.at(-1));
    await expect.poll(heard).toMatchObject({ choice: allowed ? "yes" : "no", allowed });
    expect(Date.now() - started).toBeLessThan(1_000);
  }
  expect(await told(second)).toEqual(['{"allowed":true}', '{"allowed":false}']);
});

test("a yes to a text that has changed meanwhile is not given: the new text is shown first", async () => {
  const page = await open();
  await toggle(page).waitFor();
  state = off({ version: 4, purpose: "Now also for advertising." });
  await toggle(page).click();
  await page.getByText("The text has changed. Please read it.").waitFor();
  await page.getByText("Now also for advertising.").waitFor();
  expect(await toggle(page).getAttribute("aria-checked")).toBe("false");
  expect(await told(page)).toEqual([]);
  state = off({ version: 5 });
  const failed = await page.evaluate(() => window.consent.set(true).catch((error: { code: string }) => error.code));
  expect(failed).toBe("outdated");
  expect((await page.evaluate(() => window.states)).at(-1)).toMatchObject({ version: 5 });
  await page.evaluate(() => window.consent.set(true));
  expect(await told(page)).toEqual(["restart"]);
});

test("a no is a no to whatever text is in force", async () => {
  state = off({ allowed: true, choice: "yes" });
  const page = await open();
  await toggle(page).waitFor();
  state = off({ allowed: true, choice: "yes", version: 9 });
  await toggle(page).click();
  await page.getByText("You are not recorded.").waitFor();
  await expect.poll(() => requests.at(-1)!.body).toMatchObject({ choice: "no", version: 9 });
  await expect.poll(() => page.evaluate(() => window.consent.isPending())).toBe(false);
});

test("a no without a connection stops this browser, is kept, and is sent by the next page", async () => {
  state = off({ allowed: true, choice: "yes", at: 1 });
  const page = await open();
  await toggle(page).waitFor();
  failure = "drop";
  await toggle(page).click();
  await page.getByText("Kept in this browser.").waitFor();
  expect(await toggle(page).getAttribute("aria-checked")).toBe("false");
  expect(await told(page)).toEqual(["stop"]);
  expect(await page.evaluate(() => localStorage.getItem("playhead.12345678.consent.pending"))).toBe("3");
  await page.close();

  failure = undefined;
  requests.length = 0;
  const next = await open({ element: false });
  await expect.poll(() => requests.map(({ body }) => body?.choice)).toEqual(["no"]);
  await expect.poll(() => next.evaluate(() => window.consent.isPending())).toBe(false);
  expect(state).toMatchObject({ choice: "no" });
});

test("a no before anything is known stops at once, too", async () => {
  failure = "drop";
  const page = await open({ element: false });
  const failed = await page.evaluate(() => window.consent.set(false).catch((error: { code: string }) => error.code));
  expect(failed).toBe("unreachable");
  expect(await told(page)).toEqual(["stop"]);
  expect(await page.evaluate(() => window.consent.isPending())).toBe(true);
});

test("deleting is asked twice, says what happened, and is a no", async () => {
  state = off({ allowed: true, choice: "yes", at: 1 });
  const page = await open();
  await page.getByRole("button", { name: "Delete what you have of me" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Delete what you have of me" }).click();
  expect(requests.filter(({ body }) => body)).toEqual([]);
  failure = { status: 503, message: "later" };
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("The server could not be reached. Please try again.").waitFor();
  expect(await told(page)).toEqual(["stop"]);
  failure = undefined;
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("Everything is being deleted.").waitFor();
  expect(requests.at(-1)!.body).toMatchObject({ choice: "no", erase: true });
  expect(await toggle(page).getAttribute("aria-checked")).toBe("false");
});

test("without erasure there is no button for it, without a notice no link", async () => {
  state = off({ erasure: false, noticeUrl: "" });
  const page = await open();
  await toggle(page).waitFor();
  expect(await page.getByRole("button").count()).toBe(0);
  expect(await page.getByRole("link").count()).toBe(0);
});

test.each([
  ["light", { width: 800, height: 600 }, {}],
  ["dark", { width: 800, height: 600 }, {}],
  ["light", { width: 320, height: 720 }, {}],
  [
    "dark",
    { width: 320, height: 720 },
    {
      html: 'dir="rtl" lang="ar"',
      attributes:
        'label="تسجيل زياراتي" on-text="يتم تسجيلك." notice-text="إشعار الخصوصية" erase-text="احذف ما لديك عني" time-text="اختيارك في" erase-question="حذف كل التسجيلات؟" erase-yes="حذف" erase-no="إلغاء"',
    },
  ],
] as const)(
  "in %s, %j %j: nothing sticks out, and everything can be told from its ground",
  async (scheme, size, site) => {
    state = off({ allowed: true, choice: "yes", because: "choice", at: 1_790_000_000_000 });
    const page = await open(site);
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize(size);
    await toggle(page).waitFor();
    const picture = async (name: string) =>
      PICTURES &&
      (await page.screenshot({
        path: `${PICTURES}/${scheme}-${size.width}${"html" in site ? "-rtl" : ""}-${name}.png`,
      }));
    await toggle(page).focus();
    await picture("on");
    await page.locator("#erase").click();
    failure = { status: 503, message: "later" };
    await page.locator("#erase-yes").click();
    await page.getByRole("alert").waitFor();
    await picture("asked");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(size.width);
    expect(await toggle(page).getAttribute("aria-checked")).toBe("false");
    // Off after the try to delete: the thumb goes to where lines begin.
    const atLeft = async () => {
      const [thumb, box] = [await page.locator("#thumb").boundingBox(), await toggle(page).boundingBox()];
      return thumb!.x - box!.x < box!.width / 2 - thumb!.width / 2;
    };
    await expect.poll(atLeft).toBe(!("html" in site));
  },
);

test("what is drawn in forced colours still shows how the switch stands", async () => {
  state = off({ allowed: true });
  const page = await open();
  await page.emulateMedia({ forcedColors: "active" });
  await toggle(page).waitFor();
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/forced.png` });
  const [thumb, ground] = await page.evaluate(() => {
    const { shadowRoot } = document.querySelector("playhead-consent")!;
    return ["#thumb", "#switch"].map((part) => getComputedStyle(shadowRoot!.querySelector(part)!).backgroundColor);
  });
  expect(thumb).not.toBe(ground);
});
