import { INSIGHT_LIMITS } from "../insight-limits.ts";

/** How often something happened, and in how many sessions. */
export interface Ranked {
  sessions: number;
  times: number;
}

/** What was counted, and what of it is not in the rows. */
export interface Ranking<T> {
  rows: T[];
  /** How many kinds there were in all, as far as they could be told apart, and how often one came that could not. */
  kinds: number;
  untold: number;
}

interface Row<T> extends Ranked {
  about: T;
  last: string;
}

/** Counts how often each of many kinds comes, and in how many sessions. Sessions are seen one after the other. */
export class Ranker<T> {
  private readonly rows = new Map<string, Row<T>>();
  private untold = 0;

  /** @returns what is kept of the kind, `null` when there are too many kinds */
  count(key: string, session: string, about: () => T): T | null {
    let row = this.rows.get(key);
    if (!row) {
      if (this.rows.size >= INSIGHT_LIMITS.kinds) {
        this.untold++;
        return null;
      }
      this.rows.set(key, (row = { about: about(), sessions: 0, times: 0, last: "" }));
    }
    row.times++;
    if (row.last !== session) row.sessions++;
    row.last = session;
    return row.about;
  }

  /** The kinds that came in the most sessions. */
  result(): Ranking<T & Ranked> {
    const rows = [...this.rows.entries()]
      .toSorted(([a, m], [b, n]) => n.sessions - m.sessions || n.times - m.times || (a < b ? -1 : 1))
      .slice(0, INSIGHT_LIMITS.rows)
      .map(([, { about, sessions, times }]) => ({ ...about, sessions, times }));
    return { rows, kinds: this.rows.size, untold: this.untold };
  }
}
