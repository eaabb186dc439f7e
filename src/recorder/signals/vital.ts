import type { CustomPayloads } from "../../protocol/events.ts";
import { RECORDER } from "../../protocol/limits.ts";
import { guard, stopAll } from "../guard.ts";
import { onLeave } from "./leave.ts";
import type { Signal } from "./signal.ts";

type Name = CustomPayloads["playhead.vital"]["name"];

/** What the entries have that we look at; not all of it is in every kind. */
interface Entry extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  interactionId: number;
  responseStart: number;
  activationStart: number;
}

const TYPES = ["navigation", "paint", "largest-contentful-paint", "layout-shift", "first-input", "event"];

/** Shifts closer than this belong to one window, which is no longer than five of it (https://web.dev/articles/cls), milliseconds. */
const SHIFT_GAP_MS = 1_000;
/** One of so many interactions may be as slow as it likes (https://web.dev/articles/inp). */
const FORGIVEN_ONE_IN = 50;
/** So many of the slowest are kept: enough for the one that counts among 500. */
const SLOWEST = 10;

/**
 * `playhead.vital`: the web vitals as they stand whenever the page is hidden or left; the last one that is told holds. Counted as
 * web-vitals does, but a page that comes back from the back/forward cache goes on as the same page.
 */
export const vital: Signal = ({ send }) => {
  const values: Partial<Record<Name, number>> = {};
  const told: typeof values = {};
  let hiddenAt = document.visibilityState === "hidden" ? 0 : Infinity;
  let activated = 0;
  let shifts = 0;
  let shiftsFrom = 0;
  let shiftedAt = -Infinity;
  /** The slowest interactions, slowest first. */
  let slowest: { id: number; ms: number }[] = [];
  let slow = 0;

  /** Pictures that nobody was there to see are not counted; pages made beforehand begin when they are shown. */
  const paint = (name: Name, at: number) => {
    if (at < hiddenAt) values[name] = Math.max(0, at - activated);
  };

  const interact = ({ interactionId: id, duration }: Entry) => {
    if (!id) return;
    const known = slowest.find((one) => one.id === id);
    if (known) known.ms = Math.max(known.ms, duration);
    else {
      slow++;
      slowest.push({ id, ms: duration });
    }
    // oxlint-disable-next-line unicorn/no-array-sort -- `toSorted` is younger than the browsers that record
    slowest = slowest.sort((a, b) => b.ms - a.ms).slice(0, SLOWEST);
    const count = (performance as { interactionCount?: number }).interactionCount ?? slow;
    values.INP = slowest[Math.min(slowest.length - 1, Math.floor(count / FORGIVEN_ONE_IN))]!.ms;
  };

  const shift = ({ startTime, value, hadRecentInput }: Entry) => {
    if (hadRecentInput) return;
    if (startTime - shiftedAt >= SHIFT_GAP_MS || startTime - shiftsFrom >= 5 * SHIFT_GAP_MS) {
      shifts = 0;
      shiftsFrom = startTime;
    }
    shiftedAt = startTime;
    shifts += value;
    values.CLS = Math.max(values.CLS!, shifts);
  };

  const take = guard((entries: PerformanceEntryList) => {
    for (const entry of entries as Entry[]) {
      const { entryType, startTime } = entry;
      if (entryType === "navigation") {
        activated = entry.activationStart || 0;
        values.TTFB = Math.max(0, entry.responseStart - activated);
      } else if (entryType === "layout-shift") shift(entry);
      else if (entryType === "largest-contentful-paint") paint("LCP", startTime);
      else if (entryType !== "paint") interact(entry);
      else if (entry.name === "first-contentful-paint") paint("FCP", startTime);
    }
  });

  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  for (const type of TYPES)
    if (PerformanceObserver.supportedEntryTypes.includes(type)) {
      if (type === "layout-shift") values.CLS = 0;
      observer.observe({ type, buffered: true, durationThreshold: RECORDER.interactionMs } as PerformanceObserverInit);
    }

  return stopAll([
    () => observer.disconnect(),
    onLeave(({ timeStamp }) => {
      take(observer.takeRecords());
      hiddenAt = Math.min(hiddenAt, timeStamp);
      for (const name of Object.keys(values) as Name[]) {
        const value = Number(values[name]!.toFixed(name === "CLS" ? 4 : 0));
        if (value !== told[name]) send("playhead.vital", { name, value: (told[name] = value) });
      }
    }),
  ]);
};
