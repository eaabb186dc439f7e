import { useMemo, useState } from "react";
import type { Sort } from "./pane-tools.tsx";

const NONE: ReadonlySet<string> = new Set();

/** How rows are told apart and searched. */
export interface Filtering<Row> {
  /** What sort a row is, and how sorts are called, in the order they are listed. */
  sortOf: (row: Row) => string;
  labels: Readonly<Record<string, string>>;
  /** All that is searched. */
  textOf: (row: Row) => string;
}

/** The rows that have all words and are of no hidden sort. */
export function filtered<Row>(
  rows: readonly Row[],
  words: string,
  hidden: ReadonlySet<string>,
  { sortOf, textOf }: Filtering<Row>,
): readonly Row[] {
  const each = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (each.length === 0 && hidden.size === 0) return rows;
  return rows.filter((row) => {
    if (hidden.has(sortOf(row))) return false;
    const text = each.length > 0 ? textOf(row).toLowerCase() : "";
    return each.every((word) => text.includes(word));
  });
}

/** The sorts that there are among rows, with how many of each. */
export function sortsOf<Row>(rows: readonly Row[], { sortOf, labels }: Filtering<Row>): Sort[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(sortOf(row), (counts.get(sortOf(row)) ?? 0) + 1);
  const known = Object.keys(labels).filter((value) => counts.has(value));
  const others = [...counts.keys()].filter((value) => !known.includes(value));
  return [...known, ...others].map((value) => ({ value, label: labels[value] ?? value, count: counts.get(value)! }));
}

/** Search and filter of a pane. `filtering` has to be the same object each time. */
export function useFilter<Row>(rows: readonly Row[], filtering: Filtering<Row>) {
  const [words, setWords] = useState("");
  const [hidden, setHidden] = useState<ReadonlySet<string>>(NONE);
  const shown = useMemo(() => filtered(rows, words, hidden, filtering), [rows, words, hidden, filtering]);
  const sorts = useMemo(() => sortsOf(rows, filtering), [rows, filtering]);
  return { shown, tools: { count: shown.length, words, setWords, sorts, hidden, setHidden } };
}
