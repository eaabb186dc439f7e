import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";
import type { RecordedEvent } from "../../src/protocol/events.ts";
import { STARTED_AT, type Recorded } from "./admin/recordings.ts";
import { startAdmin, type AdminServer } from "./admin/serve.ts";

/** Plays recordings that a test has just made. */
export interface Replays {
  /** Opens these events of one document, standing still `at` milliseconds after the first, or at the end. */
  open(events: RecordedEvent[], at?: number): Promise<Page>;
  stop(): Promise<void>;
}

/** The player, in a window with room for a replay at its own size. */
export async function startReplays(browser: Browser): Promise<Replays> {
  const sessions: Record<string, Recorded> = {};
  const admin: AdminServer = await startAdmin(sessions);
  const context = await browser.newContext({ viewport: { width: 1880, height: 1200 } });
  return {
    async open(events, at) {
      const id = crypto.randomUUID();
      const from = Math.min(...events.map(({ timestamp }) => timestamp));
      const moved = events.map((event) => ({ ...event, timestamp: event.timestamp - from + STARTED_AT }));
      sessions[id] = { page: moved };
      const end = Math.ceil(Math.max(...moved.map(({ timestamp }) => timestamp))) - STARTED_AT;
      const page = await context.newPage();
      await page.goto(`${admin.origin}/sessions/${id}?paused=1&t=${at ?? end}`);
      await page.waitForSelector('iframe[data-replay][data-state="settled"]', { state: "attached" });
      return page;
    },
    async stop() {
      await context.close();
      await admin.stop();
    },
  };
}

type Colour = [red: number, green: number, blue: number];

/**
 * The colours that a replay has where these elements of the recorded page are, `from` CSS pixels right of and below their upper left
 * corner.
 */
export async function coloursOf(replay: Page, page: Page, selectors: string[], from = 40): Promise<Colour[]> {
  const box = (await replay.locator("iframe[data-replay]").boundingBox())!;
  const { data, width } = PNG.sync.read(await replay.screenshot());
  const scale = box.width / page.viewportSize()!.width;
  const colours: Colour[] = [];
  for (const selector of selectors) {
    const place = (await page.locator(selector).first().boundingBox())!;
    const x = Math.round(box.x + (place.x + from) * scale);
    const y = Math.round(box.y + (place.y + from) * scale);
    colours.push([...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)] as Colour);
  }
  return colours;
}

/** How far two colours are apart, in the channel where it is most. */
export function difference(left: readonly number[], right: readonly number[]): number {
  return Math.max(...left.map((value, at) => Math.abs(value - right[at]!)));
}
