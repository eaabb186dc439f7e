import { settle } from "./settle.mjs";

const STEPS = 12;

async function centre(locator) {
  const box = await locator.boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A drag in small steps, as a hand would: the library decides with every move where the item would fall. */
async function drag(page, from, to) {
  const start = await centre(from);
  const end = await centre(to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 6, start.y + 6, { steps: 3 });
  await page.mouse.move(end.x, end.y, { steps: STEPS });
  await page.mouse.move(end.x, end.y + 2, { steps: 2 });
  await page.mouse.up();
  await settle(page);
}

/** SortableJS: nodes move within a list, between two lists, and with a clone that follows the pointer. */
export async function playSortable(page, mark) {
  const item = (id) => page.locator(`li[data-id="${id}"]:not(.sortable-fallback)`);
  await item("mug").waitFor();
  await page.waitForFunction(() => document.querySelector('li[draggable], ul[aria-label="Waiting"]') !== null);
  await settle(page);
  await mark("loaded");

  await drag(page, item("mug"), item("lamp-foot"));
  await page.locator('#waiting li:nth-child(n + 2)[data-id="mug"]').waitFor();
  await mark("moved within a list");

  await drag(page, item("planter"), item("bowl"));
  await page.locator('#loaded li[data-id="planter"]').waitFor();
  await mark("moved to the other list");

  await drag(page, item("bisque"), item("lustre"));
  await page.locator('#order li:nth-child(n + 2)[data-id="bisque"]').waitFor();
  await page.locator(".sortable-fallback").waitFor({ state: "detached" });
  await mark("moved with a clone");
}
