import { TOLD } from "../../protocol/limits.ts";
import type { Stop } from "../guard.ts";
import { createTimers } from "../timers.ts";
import type { SignalContext } from "./signal.ts";

/** How much one signal may tell in a document. What it may not is counted, and said when there is room again. */
export interface Allowance {
  take(): boolean;
  stop: Stop;
}

export function createAllowance({ send }: SignalContext): Allowance {
  const timers = createTimers<"tell">();
  let left: number = TOLD.signalBurst;
  let at = 0;
  let lost = 0;
  const tell = () => {
    if (lost) send("playhead.gap", { reason: "rate_limited", batches: 0, bytes: 0, events: lost });
    lost = 0;
  };
  return {
    take() {
      const now = performance.now();
      left = Math.min(TOLD.signalBurst, left + ((now - at) / 1_000) * TOLD.signalsPerSecond);
      at = now;
      if (left >= 1) {
        left--;
        return true;
      }
      if (!lost++) timers.set("tell", tell, (TOLD.signalBurst / TOLD.signalsPerSecond) * 100);
      return false;
    },
    stop() {
      timers.clear();
      tell();
    },
  };
}
