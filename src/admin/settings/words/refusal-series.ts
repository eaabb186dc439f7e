import type { Refusals } from "../../../protocol/settings.schema.ts";
import { daySeries, type DayCount } from "./day-series.ts";

export interface RefusalSeries {
  reason: string;
  total: number;
  days: DayCount[];
}

/** How often visits were refused for each reason in the last `length` days, the most frequent reason first. */
export function refusalSeries({ days }: Refusals, now: number, length: number): RefusalSeries[] {
  const reasons = new Set(days.flatMap((day) => Object.keys(day.reasons)));
  return [...reasons]
    .map((reason) => {
      const counts = days.map(({ day, reasons: of }) => ({ day, count: of[reason] ?? 0 }));
      const series = daySeries(counts, now, length);
      return { reason, days: series, total: series.reduce((sum, { count }) => sum + count, 0) };
    })
    .filter(({ total }) => total > 0)
    .toSorted((a, b) => b.total - a.total || (a.reason < b.reason ? -1 : 1));
}
