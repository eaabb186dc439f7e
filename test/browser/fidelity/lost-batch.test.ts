import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { signIn } from "../admin-user.ts";
import { inReplay, pageOf, visitor } from "../asset-visits.ts";
import { launchChromium } from "../chromium.ts";
import { openShop, type ShopSite } from "../shop-site.ts";

const origin = inject("origin");
let browser: Browser;
let admin: Awaited<ReturnType<typeof signIn>>;
let site: ShopSite;

beforeAll(async () => {
  browser = await launchChromium();
  admin = await signIn(browser, origin);
  site = await openShop(origin);
  site.answers.set(
    "/own.html",
    pageOf("", `<h1>Before</h1><button onclick="document.querySelector('h1').textContent = 'After'">go</button>`),
  );
});
afterAll(async () => {
  await site?.close();
  await browser?.close();
});

/** A visit whose first batch somebody on the way takes, saying that all is well; `asked`: the server has asked for a keyframe. */
async function lossyVisit() {
  const { context } = await visitor(browser);
  let lost = 0;
  await context.route(/\/batches\?(?:.*&)?seq=0(?:&|$)/, (route) => {
    lost++;
    return route.fulfill({ status: 202, json: { ok: true }, headers: { "access-control-allow-origin": "*" } });
  });
  let asked = false;
  context.on("response", (response) => {
    if (!/\/batches\?/.test(response.url())) return;
    const told = async () => {
      const answer = (await response.json()) as { ok?: true; keyframe?: true };
      asked ||= answer.keyframe === true;
    };
    // Of a page that has gone nobody can read the answer any more.
    told().catch(() => undefined);
  });
  const page = await context.newPage();
  await page.goto(`${site.origin}/own.html`);
  await expect.poll(() => lost, { timeout: 20_000 }).toBe(1);
  const session = (await page.evaluate(() => window.playhead.sessionId()))!;
  await page.click("button");
  await page.evaluate(() => window.playhead.flush());
  await expect.poll(() => asked, { timeout: 20_000, interval: 20 }).toBe(true);
  return { context, page, session };
}

async function open(session: string): Promise<void> {
  await admin.page.goto(`${origin}/sessions/${session}?paused=1`);
  await admin.page.waitForSelector("iframe[data-replay][data-state=settled]", { state: "attached", timeout: 30_000 });
}

test("a lost first batch: the server asks for a keyframe, and the player begins there and shows what is missing", async () => {
  const { context, page, session } = await lossyVisit();
  await page.evaluate(() => window.playhead.flush());
  await open(session);
  await expect.poll(() => inReplay(admin.page, "document.querySelector('h1')?.textContent")).toBe("After");
  const gap = admin.page.locator("[data-stretch=gap]");
  await gap.first().waitFor({ state: "attached" });
  expect(await gap.first().evaluate((element) => [element.style.left, parseFloat(element.style.width) > 0])).toEqual([
    "0%",
    true,
  ]);
  const answer = await admin.page.request.get(`${origin}/api/sessions/${session}`);
  expect(await answer.json()).toMatchObject({ entryUrl: `${site.origin}/own.html`, browser: "Chrome", pages: 1 });
  await context.close();
});

test("a picture that comes late is shown to whoever waits for it", async () => {
  const { context, page, session } = await lossyVisit();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  // What comes next has the keyframe.
  await context.route(/\/batches\?/, async (route) => {
    await held;
    await route.fallback();
  });
  await open(session);
  await admin.page.getByText("Waiting for the first picture").waitFor();
  release();
  await page.click("button");
  await expect
    .poll(() => inReplay(admin.page, "document?.querySelector('h1')?.textContent"), { timeout: 20_000 })
    .toBe("After");
  await context.close();
});

test("a visit that is left before the keyframe comes says that there is no picture yet, and what came is listed", async () => {
  const { context, session } = await lossyVisit();
  await context.close();
  await open(session);
  await expect.poll(() => admin.page.getByText("Waiting for the first picture").isVisible()).toBe(true);
  await admin.page.getByText("Part of the recording is missing").first().waitFor();
});
