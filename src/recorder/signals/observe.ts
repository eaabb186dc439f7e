import { guard, type Stop } from "../guard.ts";

/** Calls `run` with each entry of a kind that the browser notes by itself, also with those from before; not at all where it knows no such. */
export function observe(type: string, run: (entry: PerformanceEntry) => void): Stop {
  if (!PerformanceObserver.supportedEntryTypes.includes(type)) return () => {};
  const each = guard(run);
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(each));
  observer.observe({ type, buffered: true });
  return () => observer.disconnect();
}
