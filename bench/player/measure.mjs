// What a person waits for: opening a session, jumping in it, and what it leaves in memory.
const SETTLED = 'iframe[data-replay][data-state="settled"]';
const MIB = 1024 * 1024;

/** Notes when the final picture is there, by the page's own clock: whoever asks from outside waits for what the page does next as well. */
function noteSettled(settled) {
  new MutationObserver(() => {
    if (window.settledAt === undefined && document.querySelector(settled)) window.settledAt = performance.now();
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
}
const noting = new WeakSet();

/** Milliseconds from asking for the player's page to the final picture of a moment. The admin's files are in the browser's cache by then. */
export async function openMs(page, origin, session, time) {
  if (!noting.has(page)) await page.addInitScript(noteSettled, SETTLED);
  noting.add(page);
  await page.goto(`${origin}/sessions`);
  await page.waitForSelector("main");
  await page.goto(`${origin}/sessions/${session}?t=${time}&paused=1`);
  const settledAt = await page.waitForFunction(() => window.settledAt, null, { timeout: 120_000 });
  return settledAt.jsonValue();
}

/** Milliseconds from a key that jumps (`0`–`9`: that tenth of the session) to the final picture. */
export async function seekMs(page, key) {
  return page.evaluate(
    ({ pressed, settled }) =>
      new Promise((resolve) => {
        const before = document.querySelector("iframe[data-replay]");
        const started = performance.now();
        const look = () => {
          const now = document.querySelector(settled);
          if (now && now !== before) resolve(performance.now() - started);
          else requestAnimationFrame(look);
        };
        window.dispatchEvent(new KeyboardEvent("keydown", { key: pressed, bubbles: true }));
        look();
      }),
    { pressed: key, settled: SETTLED },
  );
}

/** Waits until nothing more of a session is fetched. */
export async function quiet(page) {
  for (let last = Date.now(); Date.now() - last < 2_000;) {
    const asked = page.waitForRequest(/\/chunks\//, { timeout: 2_000 }).then(
      () => true,
      () => false,
    );
    if (await asked) last = Date.now();
    else return;
  }
}

/** Used heap of the page after collecting garbage, MiB. */
export async function heapMib(page) {
  const client = await page.context().newCDPSession(page);
  await client.send("HeapProfiler.enable");
  for (let times = 0; times < 3; times++) await client.send("HeapProfiler.collectGarbage");
  const { usedSize } = await client.send("Runtime.getHeapUsage");
  await client.detach();
  return usedSize / MIB;
}

export function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
