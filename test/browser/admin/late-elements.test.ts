import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../chromium.ts";
import { element, incremental, keyframe, retext, text } from "./recordings.ts";
import { startAdmin, type AdminServer } from "./serve.ts";

/*
 * Libraries of components are often loaded after the page: their elements are in the first snapshot as plain ones. When they are
 * defined they take their sheets first, and only then something is put into their shadow roots.
 */

const HOST = 10;
const SHEET = 1;
const CSS = "p { color: rgb(0, 128, 0) }";

const RECORDED = [
  ...keyframe(0, "", [element(HOST, "x-late"), element(11, "i", {}, [text(12, "before")])]),
  incremental(100, {
    source: 15,
    id: HOST,
    styleIds: [SHEET],
    styles: [{ styleId: SHEET, rules: [{ rule: CSS, index: 0 }] }],
  }),
  incremental(110, {
    source: 0,
    removes: [],
    texts: [],
    attributes: [],
    adds: [
      { parentId: HOST, nextId: null, node: { ...(element(20, "p") as object), isShadow: true } },
      { parentId: 20, nextId: null, node: text(21, "late") },
    ],
  }),
  retext(900, 12, "after"),
];

let browser: Browser;
let admin: AdminServer;
beforeAll(async () => {
  admin = await startAdmin({ late: { page: RECORDED } });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await admin?.stop();
});

test.each([
  ["after a jump", "?t=950&paused=1"],
  ["after playing", ""],
])("an element that is defined after the snapshot has its sheets, %s", async (_way, search) => {
  const page = await browser.newPage();
  await page.goto(`${admin.origin}/sessions/late${search}`);
  await page.waitForSelector("iframe[data-replay][data-state=settled]", { state: "attached" });
  const seen = await page.evaluate(() => {
    const inside = document.querySelector<HTMLIFrameElement>("iframe[data-replay]")!.contentDocument!;
    const words = inside.querySelector("x-late")!.shadowRoot!.querySelector("p")!;
    return [words.textContent, inside.defaultView!.getComputedStyle(words).color];
  });
  expect(seen).toEqual(["late", "rgb(0, 128, 0)"]);
  await page.close();
});
