import { afterAll, beforeAll, expect, inject, it } from "vitest";
import type { Browser } from "playwright-core";
import { demoTarget, importLines } from "../../scripts/import.mjs";
import { isHead, isTail, type ExportLine } from "../../src/protocol/export/lines.ts";
import { openAt, signIn } from "./admin-user.ts";
import { launchChromium } from "./chromium.ts";
import { visitShop } from "./shop-visit.ts";

const origin = inject("origin");
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it("a real session that is exported and imported has the same events, and plays", async () => {
  const { session, moments } = await visitShop(browser, origin);
  const { page, context } = await signIn(browser, origin);
  const lines = async (id: string) => {
    const asked = { headers: { Origin: origin }, data: { sessions: [id], format: "ndjson" } };
    const text = await (await page.request.post(`${origin}/api/exports`, asked)).text();
    return text.split("\n").filter((line) => line !== "");
  };
  const events = (all: string[]) =>
    all.map((line) => JSON.parse(line) as ExportLine).filter((line) => !isHead(line) && !isTail(line));
  const before = await lines(session);
  const [done] = await importLines(before, await demoTarget(origin));
  expect(done).toMatchObject({ from: session, events: before.length - 2 });
  const after = await lines(done!.session);
  expect(JSON.stringify(events(after)) === JSON.stringify(events(before))).toBe(true);
  await openAt(page, origin, done!.session, moments[0]!);
  expect(await page.frameLocator("iframe[data-replay]").getByText("Everything").first().isVisible()).toBe(true);
  await expect(importLines(before.slice(0, -1), await demoTarget(origin))).rejects.toThrow("not whole");
  await context.close();
});
