import type { Query, Term } from "../../../protocol/query/fields.ts";

const TIMES = new Set<string>(["last", "on", "after", "before"]);

/** The conditions of a search on when sessions began. */
export function timesOf(query: Query): Term[] {
  return query.filter(({ field }) => TIMES.has(field));
}

/** The same search of another time. */
export function withTimes(query: Query, times: Query): Query {
  return [...query.filter(({ field }) => !TIMES.has(field)), ...times];
}

export function lastTerm(stretch: string): Term {
  return { field: "last", values: [stretch], not: false };
}

/** A day after another, both `YYYY-MM-DD`. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00Z`) + 24 * 3_600_000).toISOString().slice(0, 10);
}

/** Whole days, the last included. */
export function daysTerms(from: string, to: string): Query {
  if (from === to) return [{ field: "on", values: [from], not: false }];
  return [
    { field: "after", values: [from], not: false },
    { field: "before", values: [dayAfter(to)], not: false },
  ];
}

const WORDS: Record<string, string> = {
  "1h": "Last hour",
  "1d": "Last 24 hours",
  "1w": "Last 7 days",
  "30d": "Last 30 days",
};

/** Stretches that are offered. */
export const STRETCHES = Object.entries(WORDS).map(([stretch, label]) => ({ stretch, label }));

/** What a button says of the time of a search. */
export function timeText(query: Query): string {
  const times = timesOf(query);
  if (times.length === 0) return "Any time";
  const [only] = times;
  if (times.length === 1 && only!.field === "last") return WORDS[only!.values[0]!] ?? `Last ${only!.values[0]}`;
  return times.map(({ field, values }) => `${field} ${values[0]}`).join(", ");
}
