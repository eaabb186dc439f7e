import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { STARTED_AT, type Recorded } from "../admin/recordings.ts";
import { startAdmin, type AdminServer } from "../admin/serve.ts";
import { launchChromium } from "../chromium.ts";
import type { Ingest } from "../recorder/ingest.ts";
import type { Stage } from "../recorder/stage.ts";

/** What a look at a document answers; it runs in the page, and in its replay with the replay's document. */
export type Look = (inside: Document) => unknown;

/** A page that is looked at while it is recorded, and its replay at the same moments. */
export interface Fixture {
  page: Page;
  /** Waits until the recorder has seen what happened, and looks. */
  look(what: string): Promise<unknown>;
  /** Looks at the replay at each of these moments. They are gone through in a player that is opened once. */
  compare(): Promise<void>;
}

/** The events of each page that has arrived, in order, with the first of all at the moment where test sessions begin. */
function recordedBy(ingest: Ingest): { recorded: Recorded; from: number } {
  const uploads = ingest.stored.toSorted((a, b) => a.seq - b.seq);
  const from = Math.min(...uploads.flatMap(({ batch }) => batch.events.map(({ timestamp }) => timestamp)));
  const recorded: Record<string, RecordedEvent[]> = {};
  for (const { page, batch } of uploads)
    for (const event of batch.events)
      (recorded[page] ??= []).push({ ...event, timestamp: event.timestamp - from + STARTED_AT });
  return { recorded, from };
}

/** A player as it is built, for what the stage records. */
export function useReplay(stage: Stage): { fixture(path: string, look: Look): Promise<Fixture> } {
  const sessions: Record<string, Recorded> = {};
  let browser: Browser;
  let admin: AdminServer;
  beforeAll(async () => {
    [browser, admin] = await Promise.all([launchChromium(), startAdmin(sessions)]);
  });
  afterAll(async () => {
    await browser?.close();
    await admin?.stop();
  });

  /** Stands still at a moment, once its picture is final. */
  const stand = async (player: Page, at: number) => {
    await player.evaluate((t) => window.player!.seek(t, { pause: true }), at);
    await player.waitForFunction(
      (t) => window.player!.state === "settled" && Math.round(window.player!.time) === t,
      at,
    );
  };

  return {
    async fixture(path, look) {
      const page = await stage.record(path);
      const moments: { what: string; at: number; seen: unknown }[] = [];
      return {
        page,
        async look(what) {
          // Scrolls are told 100 ms after the first, changes of what is no DOM after the task they come in.
          await page.waitForTimeout(150);
          const { seen, at } = await page.evaluate<{ seen: unknown; at: number }>(
            `({ seen: (${look.toString()})(document), at: window.playhead.now() })`,
          );
          moments.push({ what, at, seen });
          await page.waitForTimeout(20);
          return seen;
        },
        async compare() {
          // A recording ends with its last event.
          await page.evaluate("window.playhead.track('end'), window.playhead.flush()");
          const { recorded, from } = recordedBy(stage.ingest);
          const name = `session${Object.keys(sessions).length}`;
          sessions[name] = recorded;
          const player = await browser.newPage({ viewport: { width: 1_880, height: 1_200 } });
          const problems: string[] = [];
          player.on("pageerror", (error) => problems.push(error.message));
          const replayed = () =>
            player.evaluate(`(${look.toString()})(document.querySelector("iframe[data-replay]").contentDocument)`);
          await player.goto(`${admin.origin}/sessions/${name}?t=0&paused=1`);
          await player.waitForFunction(() => window.player?.state === "settled");
          for (const { what, at, seen } of moments) {
            await stand(player, Math.round(at - from));
            expect(await replayed(), `after a jump: ${what}`).toEqual(seen);
          }
          // What is played goes other ways than what is jumped over.
          const [first, last] = [moments[0]!, moments.at(-1)!];
          await stand(player, Math.round(first.at - from));
          await player.evaluate(() => window.player!.play());
          await player.waitForFunction((t) => window.player!.time >= t, Math.round(last.at - from));
          await stand(player, Math.round(last.at - from));
          expect(await replayed(), `played: ${last.what}`).toEqual(last.seen);
          expect(problems).toEqual([]);
          await player.close();
        },
      };
    },
  };
}
