import { visitsOf, type Course } from "./course.ts";
import { Ranker, type Ranked, type Ranking } from "./ranking.ts";

export interface ErrorCount extends Ranked {
  /** Name and message. */
  error: string;
  /** The page it came on most often, and on how many it came. */
  page: string;
  pages: number;
  /** When it came last, Unix milliseconds. */
  lastAt: number;
}

/** Counts script errors by name and message. */
export function countErrors(): { see(course: Course): void; result(): Ranking<ErrorCount> } {
  const ranker = new Ranker<{ error: string; on: Map<string, number>; lastAt: number }>();
  return {
    see({ id, startedAt, trail }) {
      const visits = visitsOf(trail);
      for (const entry of trail) {
        if (entry[1] !== "error") continue;
        const [ms, , error, at] = entry;
        const row = ranker.count(error, id, () => ({ error, on: new Map(), lastAt: 0 }));
        if (!row) continue;
        const page = visits[at]?.page ?? "";
        row.on.set(page, (row.on.get(page) ?? 0) + 1);
        row.lastAt = Math.max(row.lastAt, startedAt + ms);
      }
    },
    result() {
      const { rows, ...rest } = ranker.result();
      const named = rows.map(({ on, ...row }) => {
        const [first] = [...on].toSorted(([, m], [, n]) => n - m);
        return { ...row, page: first?.[0] ?? "", pages: on.size };
      });
      return { ...rest, rows: named };
    },
  };
}
