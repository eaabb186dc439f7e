import type { Stop } from "./guard.ts";
import { clockNow } from "./natives.ts";
import { createTimers } from "./timers.ts";

/** Least time between two full snapshots that were asked for, milliseconds: each costs the page tens of them. */
const GAP_MS = 5_000;

/** Takes full snapshots that are asked for: soon, not now, because most reasons come up inside the capture itself. */
export function createKeyframes(take: () => void): { soon(): void; stop: Stop } {
  const timers = createTimers<"take">();
  let due = false;
  let takenAt = 0;
  return {
    soon() {
      if (due) return;
      due = true;
      const run = () => {
        due = false;
        takenAt = clockNow();
        take();
      };
      timers.set("take", run, Math.max(0, takenAt + GAP_MS - clockNow()));
    },
    stop: timers.clear,
  };
}
