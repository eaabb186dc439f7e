import { settle } from "./settle.mjs";

function state(page, text) {
  return page.locator("#state", { hasText: text }).waitFor();
}

/** Tabulator: a virtual list of 2,000 rows. Scrolls, sorts, filters, edits, groups and replaces everything at once. */
export async function playTabulator(page, mark) {
  await page.locator(".tabulator-row").first().waitFor();
  await settle(page);
  await mark("built");

  await page.locator(".tabulator-tableholder").hover();
  for (let turn = 0; turn < 6; turn += 1) {
    await page.mouse.wheel(0, 900);
    await settle(page);
  }
  await mark("scrolled");

  await page.locator('.tabulator-col[tabulator-field="celsius"]').click();
  await page.locator('.tabulator-col[tabulator-field="celsius"][aria-sort="ascending"]').waitFor();
  await settle(page);
  await mark("sorted");

  await page.locator("#find").fill("Piece 00");
  await state(page, "99 rows");
  await page.locator(".tabulator-tableholder").hover();
  await page.mouse.wheel(0, -20000);
  await settle(page);
  const cell = page.locator('.tabulator-row .tabulator-cell[tabulator-field="piece"]').first();
  await cell.click();
  await cell.locator("input").fill("Piece 0000, repaired");
  await cell.locator("input").press("Enter");
  await settle(page);
  await mark("filtered and edited");

  await page.locator("#find").fill("");
  await page.locator("#group").click();
  await page.locator(".tabulator-group").first().waitFor();
  await settle(page);
  await mark("grouped");

  await page.locator("#reload").click();
  await state(page, "replaced");
  await settle(page);
  await mark("replaced");
}
