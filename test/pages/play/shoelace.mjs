import { settle } from "./settle.mjs";

/** Shoelace: shadow roots with adopted style sheets. Fills a form, opens a dialog and a drawer, changes tabs. */
export async function playShoelace(page, mark) {
  await page.waitForFunction(() => document.querySelectorAll(":not(:defined)").length === 0);
  await settle(page);
  await mark("upgraded");

  await page.locator("#label input").fill("Spring batch");
  await page.locator("#pin input").fill("4711");
  await page.locator("#cone").click();
  await page.locator("#cone[data-shown]").waitFor();
  await page.locator('sl-option[value="9"]').click();
  await page.locator("#cone:not([data-shown])").waitFor();
  await page.locator("#reduction").click();
  await page.locator("#hours input").fill("2.5");
  await settle(page);
  await mark("form filled");

  await page.locator("#open-dialog").click();
  await page.locator("#dialog[data-shown]").waitFor({ state: "attached" });
  await page.locator("#lid").click();
  await settle(page);
  await mark("dialog open");

  await page.locator("#close-dialog").click();
  await page.locator("#dialog:not([data-shown])").waitFor({ state: "attached" });
  await page.locator("#open-drawer").click();
  await page.locator("#drawer[data-shown]").waitFor({ state: "attached" });
  await page.locator("#notes textarea").fill("Leave the vent open for the first hour.");
  await settle(page);
  await mark("drawer open");

  await page.locator("#close-drawer").click();
  await page.locator("#drawer:not([data-shown])").waitFor({ state: "attached" });
  await page.locator('sl-tab[panel="shelf"]').click();
  await page.locator("sl-tree-item", { hasText: "Mugs" }).last().click();
  await page.locator('sl-tab[panel="log"]').click();
  await page.locator('sl-tab-panel[name="log"][active]').waitFor();
  await page.locator("sl-details").click();
  await page.locator("sl-details[data-shown]").waitFor();
  await settle(page);
  await mark("log tab");
}
