import { DAY_MS } from "../../../protocol/limits.ts";

export interface DayCount {
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  count: number;
}

/** The day a moment lies in, `YYYY-MM-DD` in UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The last `length` days up to the one of `now`, oldest first; days nothing is known of count 0. */
export function daySeries(counts: readonly DayCount[], now: number, length: number): DayCount[] {
  const known = new Map(counts.map(({ day, count }) => [day, count]));
  return Array.from({ length }, (_, index) => {
    const day = dayOf(now - (length - 1 - index) * DAY_MS);
    return { day, count: known.get(day) ?? 0 };
  });
}

/** A number at or above `max` that makes a readable top of a chart: 1, 2 or 5 times a power of ten; 1 at least. */
export function chartTop(max: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, max)));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= max)!;
}

/** A day for people: `3 Nov`. */
export function dayText(day: string, locale?: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(locale, { day: "numeric", month: "short", timeZone: "UTC" });
}
