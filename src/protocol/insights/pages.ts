import { pathOf, type Course } from "./course.ts";
import { median } from "./median.ts";
import { Ranker, type Ranked, type Ranking } from "./ranking.ts";

export interface PageCount extends Ranked {
  page: string;
  /** Sessions that began with it, and that ended with it. */
  entries: number;
  exits: number;
  /** Middle of the time until the next page; of visits that a page followed. `null`: there is none. */
  medianMs: number | null;
}

/** Counts visits of pages. */
export function countPages(): { see(course: Course): void; result(): Ranking<PageCount> } {
  const ranker = new Ranker<{ page: string; entries: number; exits: number; stays: number[] }>();
  return {
    see({ id, trail }) {
      const path = pathOf(trail);
      path.forEach(({ ms, page }, at) => {
        const row = ranker.count(page, id, () => ({ page, entries: 0, exits: 0, stays: [] }));
        if (!row) return;
        if (at === 0) row.entries++;
        const next = path[at + 1];
        if (next) row.stays.push(next.ms - ms);
        else row.exits++;
      });
    },
    result() {
      const { rows, ...rest } = ranker.result();
      return { ...rest, rows: rows.map(({ stays, ...row }) => ({ ...row, medianMs: median(stays) })) };
    },
  };
}
