import { RECORDER } from "../../protocol/limits.ts";
import { guard, type Stop } from "../guard.ts";
import type { Gap } from "../parcel.ts";
import { createTimers } from "../timers.ts";
import type { DomWatch } from "./dom-watch.ts";
import { step } from "./strides.ts";
import { createTally } from "./tally.ts";
import type { Watchdog } from "./watchdog.ts";

/** Measures the capture of the DOM, for the watchdog. */
export interface DomMeter extends DomWatch {
  /** Runs what takes a full snapshot, unless the page is too large. The first one is not held against us: it has to be. */
  snapshot(run: () => void): void;
  /** Capturing has ended. */
  stop: Stop;
}

/** `say` tells what was left out on purpose. */
export function createDomMeter(watchdog: Watchdog, say: (gap: Gap) => void): DomMeter {
  const timers = createTimers<"later">();
  const tally = createTally(RECORDER.lossQuietMs, RECORDER.lossTellMs, say);
  let first = true;
  return {
    work(run) {
      if (!watchdog.isLowered()) watchdog.work(run);
    },
    snapshot(run) {
      if (watchdog.isLowered() || !watchdog.fitsPage()) return;
      watchdog.work(run, first);
      first = false;
    },
    step,
    fitsPage: watchdog.fitsPage,
    lost: tally.add,
    later: (run, ms) => timers.set("later", guard(run), ms),
    stop() {
      timers.clear();
      tally.tell();
    },
  };
}
