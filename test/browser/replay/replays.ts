import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { STARTED_AT, type Recorded } from "../admin/recordings.ts";
import { startAdmin, type AdminServer } from "../admin/serve.ts";
import { launchChromium } from "../chromium.ts";
import { useStage, type Stage } from "../recorder/stage.ts";
import type { SitePage } from "../recorder/site.ts";

/** A page that was recorded by the real recorder and is open in the real player. */
export interface Replay {
  /** The player's page. */
  player: Page;
  /** Shows a moment, standing still. */
  at(moment: number): Promise<void>;
  /** What a function finds in the replay's document; it gets the window of the replay. */
  see<Result, Given = undefined>(look: (view: Window, given: Given) => Result, given?: Given): Promise<Result>;
}

/** Looks at the page by a function that gets its window, and notes the moment; what is seen then has been recorded by then. */
export type Mark = <Result>(look: (view: Window) => Result) => Promise<{ moment: number; seen: Result }>;

export interface Replays {
  stage: Stage;
  /** What was recorded of a page while something was done with it. */
  record(
    page: SitePage,
    act: (page: Page, mark: Mark) => Promise<void>,
    context?: BrowserContextOptions,
  ): Promise<RecordedEvent[]>;
  play(events: readonly RecordedEvent[], context?: BrowserContextOptions): Promise<Replay>;
}

/** Records with the built recorder, plays with the built admin. Moments are milliseconds since the first event. */
export function useReplays(): Replays {
  const stage = useStage();
  const sessions: Record<string, Recorded> = {};
  let browser: Browser;
  let admin: AdminServer;
  let turn = 0;
  beforeAll(() =>
    Promise.all([
      startAdmin(sessions).then((started) => (admin = started)),
      launchChromium().then((launched) => (browser = launched)),
    ]),
  );
  afterAll(async () => {
    await browser?.close();
    await admin?.stop();
  });

  return {
    stage,
    async record(site, act, context) {
      stage.site.set("/replayed", site);
      const page = await stage.record("/replayed", await browser.newContext(context));
      const first = Math.min(
        ...stage.ingest.stored.flatMap(({ batch }) => batch.events.map(({ timestamp }) => timestamp)),
      );
      await act(page, async (look) => {
        // The slowest samplers tell within a tenth of a second.
        await page.waitForTimeout(150);
        // What is under a resting pointer is looked up by the frame after the one that moved things.
        const { at, seen } = await page.evaluate<{ at: number; seen: never }>(`(async () => {
          for (let frame = 0; frame < 4; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
          return { at: Date.now(), seen: (${look.toString()})(window) };
        })()`);
        await page.waitForTimeout(60);
        return { moment: at - first, seen };
      });
      await page.evaluate(() => window.playhead.flush());
      await page.context().close();
      const uploads = stage.ingest.stored.toSorted((a, b) => a.seq - b.seq);
      return uploads
        .flatMap(({ batch }) => batch.events)
        .map((event) => ({ ...event, timestamp: event.timestamp - first + STARTED_AT }));
    },
    async play(events, context) {
      const id = `replay-${turn++}`;
      // The session ends a while after what was done.
      const end: RecordedEvent = {
        type: 5,
        timestamp: events.at(-1)!.timestamp + 2_000,
        data: { tag: "playhead.visibility", payload: { visible: true, focused: true } },
      };
      sessions[id] = { a: [...events, end] };
      const opened = await browser.newContext({ viewport: { width: 1880, height: 1200 }, ...context });
      const player = await opened.newPage();
      await player.goto(`${admin.origin}/sessions/${id}?t=0&paused=1`);
      const settled = () =>
        player.waitForSelector('iframe[data-replay][data-state="settled"]', { state: "attached", timeout: 20_000 });
      await settled();
      return {
        player,
        async at(moment) {
          await player.evaluate((ms) => window.player!.seek(ms, { pause: true }), moment);
          await player.waitForFunction(() => window.player!.state === "settled");
        },
        see: (look, given) =>
          player.evaluate(
            `(${look.toString()})(document.querySelector("iframe[data-replay]").contentWindow, ${JSON.stringify(given)})`,
          ),
      };
    },
  };
}
