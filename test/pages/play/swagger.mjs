import { settle } from "./settle.mjs";

/** Swagger UI: a React tree with many inline SVGs. Opens an operation, sends it, fills the key, filters by tag. */
export async function playSwagger(page, mark) {
  await page.locator("#operations-firings-listFirings").waitFor();
  await settle(page);
  await mark("loaded");

  const operation = page.locator("#operations-firings-listFirings");
  await operation.locator(".opblock-summary-control").click();
  await operation.getByRole("button", { name: "Try it out" }).click();
  await operation.getByPlaceholder("cone").fill("9");
  await operation.locator("select").first().selectOption("reduction");
  await settle(page);
  await mark("filled in");

  await operation.getByRole("button", { name: "Execute" }).click();
  await operation.locator(".live-responses-table .highlight-code").first().waitFor();
  await settle(page);
  await mark("answered");

  await page.locator(".auth-wrapper button.authorize").click();
  await page.locator(".modal-ux input").fill("studio-secret-key");
  await settle(page);
  await mark("key dialog");

  await page.locator(".modal-ux").getByRole("button", { name: "Apply credentials" }).click();
  await page.locator(".modal-ux .btn-done").click();
  await page.locator(".operation-filter-input").fill("glazes");
  await page.locator("#operations-glazes-listGlazes").waitFor();
  await operation.waitFor({ state: "detached" });
  await settle(page);
  await mark("filtered");
}
