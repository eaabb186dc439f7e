import type { Usage } from "../protocol/settings.schema.ts";
import { DAY_MS } from "../protocol/index.ts";
import { addMonths, quotaPeriod } from "./quota-period.ts";

/** A quota and the moment from which it counted: `at` it was set, periods start from `anchor`. Unix milliseconds. */
export interface Allowance {
  anchor: number;
  sessions: number;
  at: number;
}

/** Sessions of one period: months since the anchor. */
export interface PeriodCount {
  anchor: number;
  period: number;
  count: number;
}

/** A rate over less than this says nothing: nights and mornings differ. */
const RATE_MIN_MS = DAY_MS;

/** What the count will be at `end` if it goes on as since `start`. */
export function forecast(count: number, start: number, end: number, now: number): number {
  const elapsed = Math.max(now - start, RATE_MIN_MS);
  return Math.max(count, Math.round((count * (end - start)) / elapsed));
}

/**
 * The periods before the one that runs, newest first, at most `max`: whole months, and the one that was cut short whenever
 * the quota was set anew. `allowances` are ordered from the oldest on.
 */
export function quotaHistory(
  allowances: readonly Allowance[],
  counts: readonly PeriodCount[],
  now: number,
  max: number,
): Usage["history"] {
  const history: Usage["history"] = [];
  let until: number | null = null;
  for (const { anchor, sessions, at } of allowances.toReversed()) {
    // Of the allowance in force the running period is left out; an earlier one ended in the middle of a period.
    const last: number =
      until === null ? quotaPeriod(anchor, now).index - 1 : quotaPeriod(anchor, Math.max(until - 1, at)).index;
    for (let period = last; period >= quotaPeriod(anchor, at).index && history.length < max; period--) {
      const count = counts.find((row) => row.anchor === anchor && row.period === period)?.count ?? 0;
      const end = Math.min(addMonths(anchor, period + 1), until ?? now);
      history.push({ start: addMonths(anchor, period), end, limit: sessions, count });
    }
    until = at;
  }
  return history;
}
