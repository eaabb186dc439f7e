import type { Person } from "../storage/index.ts";

/** Everything about one visitor is to be deleted. */
export interface Erasure extends Person {
  id: number;
  /** Sessions deleted so far. */
  sessions: number;
}

/** SQL of the erasures that are not done yet. */
export class Erasures {
  constructor(private readonly sql: SqlStorage) {}

  /** Notes one. The same asked for again while it is not done is the same. */
  add({ visitor, user }: Person, at: number): void {
    this.sql.exec(
      `INSERT INTO erasures (visitor, user, at, sessions) SELECT ?, ?, ?, 0
        WHERE NOT EXISTS (SELECT 1 FROM erasures WHERE visitor = ? AND user IS ?)`,
      visitor,
      user,
      at,
      visitor,
      user,
    );
  }

  /** The oldest one, or `null`. */
  next(): Erasure | null {
    const [row] = this.sql
      .exec<Erasure & Record<string, SqlStorageValue>>(
        "SELECT id, visitor, user, sessions FROM erasures ORDER BY id LIMIT 1",
      )
      .toArray();
    return row ?? null;
  }

  /** The same as it is now. */
  current({ id }: Erasure): Erasure {
    return this.sql
      .exec<Erasure & Record<string, SqlStorageValue>>(
        "SELECT id, visitor, user, sessions FROM erasures WHERE id = ?",
        id,
      )
      .one();
  }

  /** Sessions that were let in of that person and may not be in the index. */
  admitted({ visitor, user }: Person, limit: number): string[] {
    return this.sql
      .exec<{ session: string }>(
        "SELECT session FROM admitted WHERE visitor = ? UNION SELECT session FROM admitted WHERE user = ? LIMIT ?",
        visitor,
        user,
        limit,
      )
      .toArray()
      .map(({ session }) => session);
  }

  /** A session is gone: it is counted, and whose it was is forgotten. */
  erased({ id }: Erasure, session: string): void {
    this.sql.exec("UPDATE erasures SET sessions = sessions + 1 WHERE id = ?", id);
    this.sql.exec("UPDATE admitted SET visitor = '', user = NULL WHERE session = ?", session);
    this.sql.exec("DELETE FROM tellings WHERE session = ?", session);
  }

  done({ id }: Erasure): void {
    this.sql.exec("DELETE FROM erasures WHERE id = ?", id);
  }
}
