// npm run bench:live: how soon somebody who joins a running session has a picture, sees what the visitor does, and the list moves.
import { pathToFileURL } from "node:url";
import { signIn } from "../test/browser/admin-user.ts";
import { launchChromium } from "../test/browser/chromium.ts";
import { startServer } from "./server.mjs";

const JOINS = 7;
const CLICKS = 5;

/** When the replay shows that so many clicks were counted; the page is asked with each frame. */
function untilShown(admin, count) {
  return admin.waitForFunction(
    (wanted) =>
      document.querySelector("iframe[data-replay]")?.contentDocument?.querySelector("#counted")?.textContent === wanted,
    String(count),
    { timeout: 30_000, polling: "raf" },
  );
}

function told(name, times) {
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  console.log(`${name.padEnd(34)} ${median} ms median, ${sorted.at(-1)} ms at most (of ${sorted.length})`);
}

/** Joins a session of the demo shop again and again from the list, each time when nothing has been recorded for a while. */
export async function live(browser, origin) {
  const visitor = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await visitor.newPage();
  await page.goto(`${origin}/demo/product.html?id=tide-mug`);
  const session = await (await page.waitForFunction(() => window.playhead?.sessionId?.())).jsonValue();
  await page.evaluate(() => {
    const button = document.createElement("button");
    button.id = "counted";
    button.textContent = "0";
    button.style.cssText = "position:fixed;bottom:0;left:0;z-index:99999";
    button.addEventListener("click", () => (button.textContent = String(Number(button.textContent) + 1)));
    document.body.append(button);
  });
  let counted = 0;
  const press = async () => {
    await page.evaluate(() => document.querySelector("#counted").click());
    counted++;
  };
  await press();
  await page.evaluate(() => window.playhead.flush());
  const { page: admin, context } = await signIn(browser, origin);
  const link = admin.locator(`a[data-session="${session}"]`);
  const times = { join: [], first: [], later: [], list: [] };
  for (let n = 0; n < JOINS; n++) {
    await link.waitFor({ state: "attached" });
    // As long as the recorder waits with a batch when nobody watches.
    await page.waitForTimeout(6_000);
    const opened = Date.now();
    await link.evaluate((element) => element.click());
    await untilShown(admin, counted);
    times.join.push(Date.now() - opened);
    for (let click = 0; click <= CLICKS; click++) {
      const clicked = Date.now();
      await press();
      await untilShown(admin, counted);
      (click === 0 ? times.first : times.later).push(Date.now() - clicked);
      await page.waitForTimeout(700);
    }
    await admin.getByRole("link", { name: "Sessions", exact: true }).first().click();
    const clicks = () => admin.locator("tr", { has: link }).locator('[data-label="clicks"]').textContent();
    await link.waitFor({ state: "attached" });
    await page.waitForTimeout(4_000);
    const before = await clicks();
    const clicked = Date.now();
    await press();
    while ((await clicks()) === before) await page.waitForTimeout(20);
    times.list.push(Date.now() - clicked);
  }
  await context.close();
  await visitor.close();
  told("click in the list to picture", times.join);
  told("first click after that to player", times.first);
  told("clicks after that to player", times.later);
  told("click to a row of the list", times.list);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const server = await startServer();
  const browser = await launchChromium();
  try {
    await live(browser, server.origin);
  } finally {
    await browser.close();
    await server.stop();
  }
}
