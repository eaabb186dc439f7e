import { listen, type Stop } from "../guard.ts";
import type { Gap } from "../parcel.ts";
import { createTimers } from "../timers.ts";

/** What is left out on purpose: counted, and told when it is over, when it goes on for long, or when the page may go. */
export interface Tally {
  add(reason: Gap["reason"], events: number, bytes: number): void;
  /** Tells now. */
  tell: Stop;
}

/** `quietMs`: it is over when nothing was added for so long. `tellMs`: how long after the first loss it is told at the latest. */
export function createTally(quietMs: number, tellMs: number, say: (gap: Gap) => void): Tally {
  const timers = createTimers<"quiet" | "latest">();
  const gaps = new Map<Gap["reason"], Gap>();
  let stop: Stop | undefined;
  const tell = () => {
    timers.clear();
    stop?.();
    stop = undefined;
    for (const gap of gaps.values()) say(gap);
    gaps.clear();
  };
  return {
    add(reason, events, bytes) {
      const gap = gaps.get(reason) ?? { reason, batches: 0, bytes: 0, events: 0 };
      gap.events += events;
      gap.bytes += bytes;
      gaps.set(reason, gap);
      timers.set("quiet", tell, quietMs);
      if (stop) return;
      timers.set("latest", tell, tellMs);
      // On the window, so that it is told before the tail is sent.
      stop = listen(window, "visibilitychange", tell);
    },
    tell,
  };
}
