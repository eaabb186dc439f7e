import { settle } from "./settle.mjs";

/** The picker is ten cells wide: the second cell of its second row. */
const TWO_BY_TWO = 11;

/** TinyMCE: an editor in an iframe. Types, formats, inserts a table, uses a dialog, saves. */
export async function playTinymce(page, mark) {
  const body = page.frameLocator("#editor_ifr").locator("body");
  await body.getByText("Dipped by hand").waitFor();
  await settle(page);
  await mark("loaded");

  await body.getByText("Dipped by hand").click();
  await page.keyboard.press("End");
  await page.keyboard.type(" No two are ");
  await page.keyboard.press("Control+b");
  await page.keyboard.type("alike");
  await page.keyboard.press("Control+b");
  await page.keyboard.type(".");
  await body.locator("strong", { hasText: "alike" }).waitFor();
  await settle(page);
  await mark("typed");

  await page.keyboard.press("Control+End");
  await page.getByRole("button", { name: "Table", exact: true }).click();
  await page.locator(".tox-menu [role=menuitem]").first().hover();
  await page.locator(".tox-insert-table-picker > *").nth(TWO_BY_TWO).click();
  await body.locator("table tr:nth-child(2) td:nth-child(2)").waitFor();
  await settle(page);
  await mark("table");

  await page.getByRole("button", { name: "Special character" }).click();
  await page.getByRole("dialog").waitFor();
  await settle(page);
  await mark("dialog open");

  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved,").waitFor();
  await settle(page);
  await mark("saved");
}
