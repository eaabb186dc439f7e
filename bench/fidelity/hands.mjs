// What a visitor does, for the scripts of the pages.
import { fileURLToPath } from "node:url";

export function sleep(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** A file to upload. */
export function media(name) {
  return fileURLToPath(new URL(`./media/${name}`, import.meta.url));
}

async function centre(target) {
  if (Array.isArray(target)) return target;
  const { x, y, width, height } = await target.boundingBox();
  return [x + width / 2, y + height / 2];
}

/** Presses, moves in steps, and releases unless `hold`. Ends are locators or `[x, y]`. */
export async function drag(page, from, to, { steps = 12, hold = false } = {}) {
  const [x, y] = await centre(from);
  const [toX, toY] = await centre(to);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await sleep(80);
  for (let i = 1; i <= steps; i++) {
    await page.mouse.move(x + ((toX - x) * i) / steps, y + ((toY - y) * i) / steps);
    await sleep(20);
  }
  await sleep(40);
  if (!hold) await page.mouse.up();
}

export function type(page, text, delay = 25) {
  return page.keyboard.type(text, { delay });
}

export async function wheel(page, dy, steps = 4) {
  for (let i = 0; i < steps; i++) {
    await page.mouse.wheel(0, dy / steps);
    await sleep(60);
  }
}

/** Waits for the page to say that it is. */
export function ready(page) {
  return page.waitForFunction(() => window.ready, null, { timeout: 20_000 });
}
