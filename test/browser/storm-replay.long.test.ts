import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openAt, signIn } from "./admin-user.ts";
import { launchChromium } from "./chromium.ts";
import { replayDom, takeMoment, type RecordedWindow } from "./dom-text.ts";

const origin = inject("origin");
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test("after a storm on a few nodes of a page its replay is as the page was", async () => {
  const visitor = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await visitor.newPage();
  await page.goto(`${origin}/demo/`);
  await page.waitForFunction(() =>
    (window as unknown as RecordedWindow & { playhead?: { sessionId?(): string | null } }).playhead?.sessionId?.(),
  );
  const session = await page.evaluate(() =>
    (window as unknown as { playhead: { sessionId(): string } }).playhead.sessionId(),
  );
  await page.waitForTimeout(500);
  await page.evaluate(async () => {
    const heading = document.querySelector("h1")!;
    const host = document.body.appendChild(document.createElement("div"));
    const inner = host.attachShadow({ mode: "open" }).appendChild(document.createElement("b"));
    inner.textContent = "0";
    for (let n = 0; n < 300; n++) {
      heading.setAttribute("style", n % 7 ? `margin: ${n % 50}px; color: red` : `padding: ${n % 50}px`);
      heading.className = `turn-${n % 3}`;
      heading.toggleAttribute("data-odd");
      inner.title = `Title ${n}`;
      (inner.firstChild as Text).data = `Text ${n}`;
      if (n % 50 === 0) host.parentNode!.append(host);
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
    heading.removeAttribute("class");
    inner.remove();
    host.shadowRoot!.append(inner, "after");
  });
  // The last state of a node comes at most a tenth of a second later.
  await page.waitForTimeout(1_500);
  const moment = await takeMoment(page);
  await page.evaluate(() => (window as unknown as { playhead: { flush(): Promise<void> } }).playhead.flush());
  await visitor.close();
  const admin = await signIn(browser, origin);
  await openAt(admin.page, origin, session, moment.t);
  expect(await replayDom(admin.page)).toEqual(moment.dom);
  await admin.context.close();
});
