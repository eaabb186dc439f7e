import { joinWatched, type Watched } from "../../protocol/activity/stretches.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Clock } from "./clock.ts";

/** Notes what is shown, and tells it now and then. */
export interface WatchLog {
  /** The clock has moved. */
  moved(clock: Clock): void;
  stop(): void;
}

/** What is shown is told so often: a view whose page crashes has lost no more. */
const TELL_MS = 15_000;

/** Less than this may be between two ticks that belong together: the clock moves on a quarter of a second at most, at its speed. */
const STEP_MS = 250;

/** What was shown from one state of the clock to the next; `null`: nothing, or it was a jump. */
export function shownBetween(before: Clock | null, clock: Clock): Watched | null {
  if (!before?.playing || before.wall === null || clock.time <= before.time) return null;
  const jumped = clock.wall === null && clock.time - before.time > STEP_MS * before.rate;
  return jumped ? null : [before.time, clock.time];
}

/** `tell` sends all that was shown so far; a failure is made good by the next time. */
export function startWatchLog(tell: (watched: Watched[]) => Promise<void>): WatchLog {
  let watched: Watched[] = [];
  let told = "";
  let last: Clock | null = null;

  function send(): void {
    const parts = watched.map(([from, to]): Watched => [Math.round(from), Math.round(to)]);
    const text = JSON.stringify(parts);
    if (text === told || parts.length === 0) return;
    told = text;
    tell(parts).catch((error: unknown) => {
      told = "";
      console.warn("what was watched is told later:", error);
    });
  }
  const hidden = () => document.visibilityState === "hidden" && send();
  const timer = setInterval(send, TELL_MS);
  document.addEventListener("visibilitychange", hidden);
  addEventListener("pagehide", send);

  return {
    moved(clock) {
      const shown = shownBetween(last, clock);
      last = clock;
      if (shown) watched = joinWatched([...watched, shown], LIMITS.viewStretches);
    },
    stop() {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", hidden);
      removeEventListener("pagehide", send);
      send();
    },
  };
}
