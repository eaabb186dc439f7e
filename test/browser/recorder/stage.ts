import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { Playhead } from "../../../src/recorder/api.ts";
import { launchChromium } from "../chromium.ts";
import { Ingest } from "./ingest.ts";
import { openSite, type Site } from "./site.ts";

declare global {
  interface Window {
    playhead: Playhead;
  }
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** What every test has: a server, a site that uses it, and a browser without history. */
export interface Stage {
  ingest: Ingest;
  site: Site;
  context: BrowserContext;
  /** Opens a page of the site. Page errors and console messages are kept. */
  open(path?: string, context?: BrowserContext): Promise<Page>;
  /** … and waits until it has been recorded. */
  record(path?: string, context?: BrowserContext): Promise<Page>;
  /** Uncaught errors of all pages. */
  errors: string[];
  /** Console messages of all pages, `type: text`. */
  console: string[];
}

/** Sets the stage anew for each test of a file. */
export function useStage(): Stage {
  const stage = { errors: [], console: [] } as unknown as Stage;
  let browser: Browser;
  beforeAll(async () => {
    await promisify(execFile)(process.execPath, ["scripts/build-recorder.mjs"], { cwd: ROOT });
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    stage.ingest = await new Ingest().listen();
    stage.site = await openSite(stage.ingest.origin);
    stage.context = await browser.newContext();
    stage.errors.length = stage.console.length = 0;
  });
  afterEach(async () => {
    await stage.context.close();
    await stage.site.close();
    await stage.ingest.close();
  });
  stage.open = async (path = "/", context = stage.context) => {
    const page = await context.newPage();
    page.on("pageerror", (error) => stage.errors.push(String(error)));
    page.on("console", (message) => stage.console.push(`${message.type()}: ${message.text()}`));
    await page.goto(stage.site.origin + path);
    return page;
  };
  stage.record = async (path, context) => {
    const { length } = stage.ingest.stored;
    const page = await stage.open(path, context);
    await stage.ingest.until(() => stage.ingest.stored.length > length, "the first batch of a page");
    return page;
  };
  return stage;
}
