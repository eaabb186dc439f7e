import type { Deadline } from "./deadlines.ts";

/** Table of what an object's alarm is kept for. Times are Unix milliseconds. */
export const DEADLINE_TABLE =
  "CREATE TABLE IF NOT EXISTS deadlines (name TEXT PRIMARY KEY, at INTEGER NOT NULL, tries INTEGER NOT NULL) WITHOUT ROWID;";

/** SQL of an object's deadlines. */
export class DeadlineTable<Name extends string> {
  constructor(private readonly sql: SqlStorage) {}

  /** Whether the object has tables at all. One that was never used must not get any by being asked. */
  exists(): boolean {
    return (
      this.sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'deadlines'").toArray().length > 0
    );
  }

  all(): Deadline<Name>[] {
    return this.sql.exec<{ name: Name; at: number; tries: number }>("SELECT name, at, tries FROM deadlines").toArray();
  }

  set({ name, at, tries }: Deadline<Name>): void {
    this.sql.exec(
      "INSERT INTO deadlines VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at, tries = excluded.tries",
      name,
      at,
      tries,
    );
  }

  clear(name: Name): void {
    this.sql.exec("DELETE FROM deadlines WHERE name = ?", name);
  }
}
