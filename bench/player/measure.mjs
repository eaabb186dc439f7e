// What a person waits for: opening a session, jumping in it, and what it leaves in memory.
const SETTLED = 'iframe[data-replay][data-state="settled"]';
const MIB = 1024 * 1024;

/** Milliseconds from the click that opens a session to the final picture of a moment. The admin itself is loaded by then. */
export async function openMs(page, origin, session, time) {
  await page.goto(`${origin}/sessions`);
  await page.waitForSelector("main");
  const started = Date.now();
  await page.goto(`${origin}/sessions/${session}?t=${time}&paused=1`);
  await page.waitForSelector(SETTLED, { state: "attached", timeout: 120_000 });
  return Date.now() - started;
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
