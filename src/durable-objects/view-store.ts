import type { Watched } from "../protocol/activity/stretches.ts";

/** A view that is under way. */
export interface OpenView {
  /** Number of its entry in the activity log. */
  seq: number;
  session: string;
  environment: string | null;
  actor: string;
  maskedIp: string | null;
  /** When something was last heard of it, Unix milliseconds. */
  lastAt: number;
  /** Numbers of chunks whose bytes were sent. */
  chunks: number[];
  /** Whether it was watched live. */
  live: boolean;
  /** What the player says was shown, milliseconds since the session began. */
  watched: Watched[];
}

/** SQL of views that are under way: what they come to is entered in the log when they are over. */
export class ViewStore {
  constructor(private readonly sql: SqlStorage) {}

  read(seq: number): OpenView | null {
    const [row] = this.sql.exec<{ json: string }>("SELECT json FROM views WHERE seq = ?", seq).toArray();
    return row ? (JSON.parse(row.json) as OpenView) : null;
  }

  save(view: OpenView): void {
    this.sql.exec(
      "INSERT INTO views (seq, last_at, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last_at = excluded.last_at, json = excluded.json",
      view.seq,
      view.lastAt,
      JSON.stringify(view),
    );
  }

  remove(seq: number): void {
    this.sql.exec("DELETE FROM views WHERE seq = ?", seq);
  }

  /** Views of which nothing was heard since `before`, the oldest first. */
  idle(before: number, limit: number): OpenView[] {
    return this.rows("SELECT json FROM views WHERE last_at <= ? ORDER BY last_at, seq LIMIT ?", before, limit);
  }

  /** When something was heard of the one that has been silent longest; `null`: none is under way. */
  oldest(): number | null {
    return this.sql.exec<{ at: number | null }>("SELECT MIN(last_at) AS at FROM views").one().at;
  }

  among(seqs: readonly number[]): OpenView[] {
    return this.rows("SELECT json FROM views WHERE seq IN (SELECT value FROM json_each(?))", JSON.stringify(seqs));
  }

  private rows(query: string, ...bindings: SqlStorageValue[]): OpenView[] {
    return this.sql
      .exec<{ json: string }>(query, ...bindings)
      .toArray()
      .map(({ json }) => JSON.parse(json) as OpenView);
  }
}
