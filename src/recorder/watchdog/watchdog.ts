import { RECORDER } from "../../protocol/limits.ts";
import type { Stop } from "../guard.ts";
import { createTimers } from "../timers.ts";
import { uptime } from "../uptime.ts";
import { countChanges } from "./changes.ts";
import { countElements } from "./elements.ts";
import { createGovernor, type Reason } from "./governor.ts";
import { rest, stopwatch } from "./strides.ts";

export interface WatchdogLink {
  /** UTF-8 bytes that wait for the server. */
  queued(): number;
  /** The DOM is being captured, or is about to be. */
  isCapturing(): boolean;
  /** The DOM may not be captured any more. */
  lower(reason: Reason): unknown;
  /** It may again. */
  raise(): unknown;
  /** Without the DOM it is still too much. */
  end(reason: Reason): void;
}

function pageElements(): number {
  return countElements(document, RECORDER.pageElements);
}

/** Sees to it that the page stays usable: measures what recording costs, does less when that is too much, and more when it is calm. */
export interface Watchdog {
  /** Runs a piece of our work and measures it; what it returns are bytes of JSON text. `free`: it is not held against us. */
  work(run: () => number | void, free?: boolean): void;
  /** Whether the DOM of the page as it is can be captured; if not, that ends. */
  fitsPage(): boolean;
  /** Capturing the DOM has to end, or has ended. */
  isLowered(): boolean;
  /** Why the DOM is not captured. */
  reason(): Reason | undefined;
  stop: Stop;
}

export function createWatchdog({ queued, isCapturing, lower, raise, end }: WatchdogLink): Watchdog {
  const governor = createGovernor({
    elements: RECORDER.pageElements,
    workMs: RECORDER.workMs,
    windowMs: RECORDER.workWindowMs,
    burstBytes: RECORDER.burstBytes,
    bytesPerSecond: RECORDER.bytesPerSecond,
    queueBytes: RECORDER.queueStepBytes,
    calmChanges: RECORDER.calmChanges,
    calmMs: RECORDER.calmMs,
    returns: RECORDER.calmReturns,
  });
  const timers = createTimers<"act" | "calm">();
  let stopCounting: Stop | undefined;
  /** Capturing has to end; it is in the middle of something. */
  let due = false;
  let working = false;
  let bytes = 0;
  let changes = 0;
  let since = 0;
  let looking = false;

  /** Not in one expression with `run()`: what is counted inside of it would be forgotten. */
  const count = (more: number | void) => {
    bytes += more ?? 0;
  };

  const look = () => {
    looking = false;
    const seen = { changes, ms: uptime() - since, queued: queued(), elements: pageElements };
    changes = 0;
    const why = governor.reason();
    if (governor.isCalm(seen)) {
      stopCounting?.();
      raise();
    } else if (seen.changes || why === "queue_full") lookLater();
    // Else the next change of the page is waited for: at rest nothing runs.
  };

  function lookLater(): void {
    const ms = governor.calmMs();
    if (ms === undefined || looking) return;
    looking = true;
    since = uptime();
    timers.set("calm", look, ms);
  }

  const step = (reason: Reason) => {
    const capturing = isCapturing();
    // Without the DOM a full queue is only waited for: what is lost then is told by the queue.
    if (due || (!capturing && reason === "queue_full")) return;
    due = true;
    if (capturing) governor.lower(reason, uptime());
    timers.set(
      "act",
      () => {
        due = false;
        if (!capturing) return end(reason);
        lower(reason);
        if (governor.calmMs() === undefined) return;
        changes = 0;
        stopCounting?.();
        stopCounting = countChanges((more) => {
          changes += more;
          lookLater();
        });
        lookLater();
      },
      0,
    );
  };

  return {
    work(run, free) {
      // What is inside of another piece is measured with it.
      if (working) {
        count(run());
        rest();
        return;
      }
      working = true;
      bytes = 0;
      const taken = stopwatch();
      try {
        count(run());
      } finally {
        working = false;
        const cost = free ? { ms: 0, bytes: 0 } : { ms: taken(), bytes };
        const why = governor.judge({ ...cost, queued: queued() }, uptime());
        if (why) step(why);
      }
    },
    fitsPage() {
      const fit = governor.fits(pageElements());
      if (!fit) step("page_too_large");
      return fit;
    },
    isLowered: () => due || !!governor.reason(),
    reason: governor.reason,
    stop() {
      timers.clear();
      stopCounting?.();
      looking = due = false;
    },
  };
}
