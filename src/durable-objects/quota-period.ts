/**
 * The month that a quota counts. Months start on the anchor's own day and time (UTC); a month that lacks that day starts on
 * its last one. Every period is computed from the anchor, never from the period before: chained, 31 January would become the
 * 28th for ever.
 */
export interface QuotaPeriod {
  /** Months since the anchor; negative before it. */
  index: number;
  /** Unix milliseconds; `start` is in the period, `end` is in the next one. */
  start: number;
  end: number;
}

/** The moment `months` months after `anchor`, with the day clamped to the month's length. */
export function addMonths(anchor: number, months: number): number {
  const date = new Date(anchor);
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const sinceMidnight = anchor - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return first.getTime() + (Math.min(date.getUTCDate(), days) - 1) * 86_400_000 + sinceMidnight;
}

/** The period that `now` lies in. Both are Unix milliseconds. */
export function quotaPeriod(anchor: number, now: number): QuotaPeriod {
  const from = new Date(anchor);
  const to = new Date(now);
  let index = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  // The calendar months differ by `index`, but the day in the month may not have been reached.
  if (addMonths(anchor, index) > now) index--;
  return { index, start: addMonths(anchor, index), end: addMonths(anchor, index + 1) };
}
