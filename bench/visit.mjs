// A minute in the demo shop as a visitor spends it, and the time until an admin sees a click.
import { openAt, signIn } from "../test/browser/admin-user.ts";

const KIB = 1024;
const VISIT_MS = 60_000;

/** Clicks measured for the time to the player. */
const CLICKS = 10;

async function browse(page, origin, until) {
  const products = ["tide-mug", "ridge-planter", "ledge-stand", "dune-lamp"];
  for (let i = 0; Date.now() < until; i++) {
    await page.goto(`${origin}/demo/`);
    await page.getByTestId("filter-all").click();
    await page.mouse.move(300, 300, { steps: 20 });
    await page.mouse.wheel(0, 600);
    await page.waitForTimeout(3_000);
    await page.goto(`${origin}/demo/product.html?id=${products[i % products.length]}`);
    await page.mouse.move(900, 500, { steps: 20 });
    await page.getByTestId("tab-care").click();
    await page.waitForTimeout(3_000);
    await page.getByTestId("add-to-cart").click();
    await page.waitForTimeout(3_000);
  }
}

async function traffic(browser, origin) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  let bytes = 0;
  let requests = 0;
  context.on("request", (request) => {
    if (!request.url().includes("/v1/sessions")) return;
    requests++;
    bytes += request.postDataBuffer()?.byteLength ?? 0;
  });
  const page = await context.newPage();
  const started = Date.now();
  await browse(page, origin, started + VISIT_MS);
  await page.evaluate(() => window.playhead.flush());
  const minutes = (Date.now() - started) / 60_000;
  await context.close();
  console.log(
    `shop visit        ${(bytes / KIB / minutes).toFixed(1)} KiB and ${(requests / minutes).toFixed(1)} requests a minute`,
  );
}

async function clickToPlayer(browser, origin) {
  const visitor = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await visitor.newPage();
  await page.goto(`${origin}/demo/product.html?id=tide-mug`);
  const session = await (await page.waitForFunction(() => window.playhead?.sessionId?.())).jsonValue();
  await page.evaluate(() => window.playhead.flush());
  const { page: admin, context } = await signIn(browser, origin);
  await openAt(admin, origin, session, 0);
  await admin.getByRole("button", { name: /go live/i }).click();
  const times = [];
  for (let i = 1; i <= CLICKS; i++) {
    await page.getByTestId("add-to-cart").click();
    const clicked = Date.now();
    await admin.waitForFunction(
      (count) =>
        document.querySelector("iframe[data-replay]")?.contentDocument?.querySelector(".badge")?.textContent ===
        String(count),
      i,
      { timeout: 30_000, polling: 20 },
    );
    times.push(Date.now() - clicked);
    await page.waitForTimeout(700);
  }
  times.sort((a, b) => a - b);
  await context.close();
  await visitor.close();
  console.log(`click to player   ${times[CLICKS / 2]} ms median, ${times.at(-1)} ms at most (of ${CLICKS})`);
}

/** Prints both. */
export async function visit(browser, origin) {
  await traffic(browser, origin);
  await clickToPlayer(browser, origin);
}
