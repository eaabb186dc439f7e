import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import type { SessionList } from "../../../src/protocol/api.schema.ts";
import type { Policy } from "../../../src/protocol/policy.schema.ts";
import { EVERYONE } from "../../../src/protocol/segment-match.ts";
import { signIn } from "../admin-user.ts";
import { launchChromium } from "../chromium.ts";
import { openSite, type Site } from "../recorder/site.ts";
import { kindsOf, watchSent } from "./sent.ts";
import { settingsOf } from "./settings.ts";

type PlayheadWindow = Window & {
  playhead: {
    sessionId(): string | null;
    start(): void;
    flush(): Promise<void>;
    track(name: string): void;
    identify(user: string): void;
    consent: { set(on: boolean): Promise<unknown>; get(): Promise<{ shown: boolean; allowed?: boolean }> };
  };
};

const origin = inject("origin");
const ENVIRONMENT = "who";
let browser: Browser;
let admin: Page;
let settings: ReturnType<typeof settingsOf>;
let site: Site;
const visitors: BrowserContext[] = [];

/** Longer than an edge believes its copy of the settings. */
const SETTLED_MS = 10_500;

beforeAll(async () => {
  browser = await launchChromium();
  admin = (await signIn(browser, origin)).page;
  settings = settingsOf(admin, origin);
  site = await openSite(origin);
});
afterEach(() => Promise.all(visitors.splice(0).map((visitor) => visitor.close())));
afterAll(async () => {
  const environments = (policy: Policy) => policy.environments.filter(({ id }) => id !== ENVIRONMENT);
  await settings.change((policy) => ({ ...policy, environments: environments(policy) }));
  await browser.close();
  await site.close();
});

async function newVisitor(): Promise<BrowserContext> {
  const visitor = await browser.newContext();
  visitors.push(visitor);
  return visitor;
}

function pageWith(key: string, path = "/"): string {
  const body = `<h1>Till</h1><button id="buy" name="buy">Buy</button><input id="name" name="name">
    <p style="height:3000px">Long</p>`;
  site.set(path, { tag: `<script async src="${origin}/playhead.js" data-key="${key}"></script>`, body });
  return site.origin + path;
}

const recording = (page: Page) =>
  page
    .waitForFunction(() => (window as unknown as PlayheadWindow).playhead?.sessionId?.())
    .then((handle) => handle.jsonValue() as Promise<string>);

async function use(page: Page): Promise<void> {
  await page.click("#buy");
  await page.fill("#name", "Ada");
  await page.mouse.wheel(0, 1500);
  await page.evaluate(async () => {
    const { playhead } = window as unknown as PlayheadWindow;
    playhead.track("looked");
    await playhead.flush();
  });
}

async function sessions(): Promise<SessionList["sessions"]> {
  const response = await admin.context().request.get(`${origin}/api/sessions?limit=200`);
  return ((await response.json()) as SessionList).sessions;
}

async function listed(id: string): Promise<SessionList["sessions"][number]> {
  await expect
    .poll(async () => (await sessions()).some((session) => session.id === id), { timeout: 15_000 })
    .toBe(true);
  return (await sessions()).find((session) => session.id === id)!;
}

describe("the same visit at each level", () => {
  it.each(["engagement", "dxa", "playback"] as const)("sends at %s what belongs to it, and no more", async (level) => {
    const key = await settings.environment(ENVIRONMENT, { level, origins: [site.origin], segments: [EVERYONE] });
    const visitor = await newVisitor();
    const sent = watchSent(visitor);
    const page = await visitor.newPage();
    await page.goto(pageWith(key));
    const session = await recording(page);
    await use(page);
    const kinds = kindsOf(sent);
    expect(kinds).toEqual(expect.objectContaining(new Set(["playhead.page", "playhead.click", "playhead.track"])));
    expect(kinds.has("playhead.form")).toBe(level !== "engagement");
    expect(kinds.has("FullSnapshot")).toBe(level === "playback");
    expect(sent.scripts.some((path) => path.includes("capture"))).toBe(level === "playback");
    expect(await listed(session)).toMatchObject({ level, reason: "recorded", environment: ENVIRONMENT });
  });
});

describe("an open page", () => {
  it("falls to dxa within one batch when the level is lowered", async () => {
    const key = await settings.environment(ENVIRONMENT, { level: "playback" });
    const visitor = await newVisitor();
    const sent = watchSent(visitor);
    const page = await visitor.newPage();
    await page.goto(pageWith(key));
    await recording(page);
    await use(page);
    await settings.environment(ENVIRONMENT, { level: "dxa" });
    await page.waitForTimeout(SETTLED_MS);
    await use(page);
    await expect.poll(() => kindsOf(sent).has("playhead.level"), { timeout: 15_000 }).toBe(true);
    const before = sent.batches.length;
    await use(page);
    expect(kindsOf({ ...sent, batches: sent.batches.slice(before) }).has("IncrementalSnapshot")).toBe(false);
  });
});

describe("recording by hand", () => {
  it("stays at dxa without a place in the quota, and becomes playback by start()", async () => {
    const key = await settings.environment(ENVIRONMENT, { level: "playback", method: "manual" });
    const count = async () => {
      const response = await admin.context().request.get(`${origin}/api/settings/usage`);
      return ((await response.json()) as { count: number }).count;
    };
    const before = await count();
    const visitor = await newVisitor();
    const sent = watchSent(visitor);
    const page = await visitor.newPage();
    await page.goto(pageWith(key));
    const session = await recording(page);
    await use(page);
    expect(kindsOf(sent).has("FullSnapshot")).toBe(false);
    expect(await listed(session)).toMatchObject({ level: "dxa", reason: "not_started" });
    expect(await count()).toBe(before);

    await page.evaluate(() => (window as unknown as PlayheadWindow).playhead.start());
    await expect.poll(() => kindsOf(sent).has("FullSnapshot"), { timeout: 10_000 }).toBe(true);
    expect(await recording(page)).toBe(session);
    await expect.poll(async () => (await listed(session)).level, { timeout: 10_000 }).toBe("playback");
    expect(await count()).toBe(before + 1);
    await settings.environment(ENVIRONMENT, { method: "automatic" });
  });
});

describe("consent", () => {
  it("said no in one tab stops the other within a second, is refused by the server, and starts again by a yes", async () => {
    const key = await settings.environment(ENVIRONMENT, { level: "playback" });
    const visitor = await newVisitor();
    const sent = watchSent(visitor);
    const [first, second] = [await visitor.newPage(), await visitor.newPage()];
    await first.goto(pageWith(key, "/one"));
    await second.goto(pageWith(key, "/two"));
    const session = await recording(first);
    expect(await recording(second)).toBe(session);

    await first.evaluate(() => (window as unknown as PlayheadWindow).playhead.consent.set(false));
    const saidAt = Date.now();
    await second.waitForFunction(() => (window as unknown as PlayheadWindow).playhead.sessionId() === null, null, {
      timeout: 1_000,
    });
    expect(Date.now() - saidAt).toBeLessThan(1_000);
    expect(await first.evaluate(() => (window as unknown as PlayheadWindow).playhead.sessionId())).toBe(null);

    await second.click("#buy");
    await second.reload();
    await second.waitForResponse(
      async (response) =>
        response.url().endsWith("/v1/sessions") && (await response.json()).reason === "consent_refused",
    );
    expect(sent.batches.filter(({ at }) => at > saidAt + 1_000)).toEqual([]);

    await second.evaluate(() => (window as unknown as PlayheadWindow).playhead.consent.set(true));
    await recording(second);
  });

  it("said no on one device is refused on the other one of the same user", async () => {
    const key = await settings.environment(ENVIRONMENT, { level: "playback" });
    const url = pageWith(key);
    const [phone, laptop] = [await newVisitor(), await newVisitor()];
    const [there, here] = [await phone.newPage(), await laptop.newPage()];
    const sent = watchSent(phone);
    for (const page of [there, here]) {
      await page.goto(url);
      await recording(page);
      await page.evaluate(() => (window as unknown as PlayheadWindow).playhead.identify("ada@example.com"));
      await page.evaluate(() => (window as unknown as PlayheadWindow).playhead.flush());
    }
    await here.evaluate(() => (window as unknown as PlayheadWindow).playhead.consent.set(false));
    const before = sent.batches.length;
    await there.click("#buy");
    await there.waitForFunction(() => (window as unknown as PlayheadWindow).playhead.sessionId() === null, null, {
      timeout: 10_000,
    });
    const statuses = await Promise.all(sent.batches.slice(before).map(({ status }) => status));
    expect(statuses.every((status) => status === 403)).toBe(true);
  });

  it("is not offered at all when the tenant's switch is off, and nobody is recorded", async () => {
    const key = await settings.environment(ENVIRONMENT, { level: "playback" });
    await settings.change((policy) => ({ ...policy, recording: false }));
    try {
      const visitor = await newVisitor();
      const sent = watchSent(visitor);
      const page = await visitor.newPage();
      const answered = page.waitForResponse((response) => response.url().endsWith("/v1/sessions"));
      await page.goto(pageWith(key));
      expect(await (await answered).json()).toMatchObject({ level: "off", reason: "tenant_off" });
      await page.evaluate(() => document.body.append(document.createElement("playhead-consent")));
      expect(await page.evaluate(() => (window as unknown as PlayheadWindow).playhead.consent.get())).toEqual({
        shown: false,
      });
      expect(await page.locator("playhead-consent").isVisible()).toBe(false);
      expect(sent.batches).toEqual([]);
    } finally {
      await settings.change((policy) => ({ ...policy, recording: true }));
    }
  });
});

describe("an environment that is off", () => {
  it("loads and sends nothing where the level is off", async () => {
    const key = await settings.environment(ENVIRONMENT, { level: "off" });
    const visitor = await newVisitor();
    const sent = watchSent(visitor);
    const page = await visitor.newPage();
    const url = pageWith(key);
    const reason = async () => {
      const answered = page.waitForResponse((response) => response.url().endsWith("/v1/sessions"));
      await page.goto(url);
      return ((await (await answered).json()) as { reason: string }).reason;
    };
    // An edge may still believe the tenant's switch of the test before.
    await expect.poll(reason, { timeout: 15_000, interval: 1_000 }).toBe("environment_off");
    expect(sent).toEqual({ batches: [], scripts: [] });
  });
});
