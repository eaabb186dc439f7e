import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { pages } from "../pages/pages.mjs";
import { startPages } from "../pages/serve.mjs";
import { openAt, signIn } from "./admin-user.ts";
import { launchChromium } from "./chromium.ts";
import { takeMoment, type Moment } from "./dom-text.ts";

const origin = inject("origin");
let browser: Browser;
let site: Awaited<ReturnType<typeof startPages>>;

beforeAll(async () => {
  browser = await launchChromium();
  site = await startPages({
    port: 0,
    snippet: `<script async src="${origin}/playhead.js" data-key="${DEMO.key}"></script>`,
  });
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** What a player may say about a recording it did not make: a browser's remark on markup, not an error of ours. */
describe("real third-party pages on another origin", () => {
  it.each(pages.map((page) => [page.name, page] as const))(
    "%s is recorded and played without an error on either side",
    async (_name, definition) => {
      const visitor = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await visitor.newPage();
      const problems: string[] = [];
      page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(error.message));
      await page.goto(site.origin + definition.path);
      const handle = await page.waitForFunction(() =>
        (window as unknown as { playhead?: { sessionId?(): string | null } }).playhead?.sessionId?.(),
      );
      const session = (await handle.jsonValue()) as string;
      const moments: Moment[] = [];
      await definition.run(page, async () => void moments.push(await takeMoment(page)));
      await page.evaluate(() => (window as unknown as { playhead: { flush(): Promise<void> } }).playhead.flush());
      await visitor.close();
      expect(problems).toEqual([]);
      expect(moments.length).toBeGreaterThanOrEqual(3);

      const admin = await signIn(browser, origin);
      for (const { t } of moments) {
        await openAt(admin.page, origin, session, t);
        const shown = await admin.page.evaluate(
          () =>
            document.querySelector<HTMLIFrameElement>("iframe[data-replay]")!.contentDocument!.body.innerText.trim()
              .length,
        );
        expect(shown).toBeGreaterThan(50);
      }
      expect(admin.problems).toEqual([]);
      await admin.context.close();
    },
  );
});
