import { createAllowance } from "./allowance.ts";
import { observe } from "./observe.ts";
import type { MoreSignal } from "./signal.ts";

interface LongTask extends PerformanceEntry {
  attribution?: readonly { containerType?: string }[];
}

/** `playhead.task`: the page's thread was busy for 50 milliseconds and more. */
export const task: MoreSignal = (context) => {
  const allowance = createAllowance(context);
  const stop = observe("longtask", (entry) => {
    const { duration, startTime, attribution } = entry as LongTask;
    if (!allowance.take()) return;
    const by = attribution?.[0]?.containerType;
    const ago = performance.now() - startTime - duration;
    context.send("playhead.task", { ms: Math.round(duration), ...(by && by !== "window" && { by }) }, ago);
  });
  return () => {
    stop();
    allowance.stop();
  };
};
