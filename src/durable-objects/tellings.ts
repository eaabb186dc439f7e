import { LIMITS } from "../protocol/index.ts";

/** A session whose Recording object is to hear of a choice. */
export interface Telling {
  session: string;
  /** Number of the choice. */
  choice: number;
  allowed: boolean;
}

/** SQL of what Recording objects have not been told yet. A later choice takes the place of one that was not delivered. */
export class Tellings {
  constructor(private readonly sql: SqlStorage) {}

  /** Notes it for all sessions that were let in since `since` of the visitor, and of the user unless `null`. */
  note(visitor: string, user: string | null, choice: number, allowed: boolean, since: number): void {
    this.sql.exec(
      `INSERT INTO tellings (session, choice, allowed)
        SELECT session, ?, ? FROM admitted WHERE visitor = ? AND at > ?
        UNION SELECT session, ?, ? FROM admitted WHERE user = ? AND at > ?
        ON CONFLICT DO UPDATE SET choice = excluded.choice, allowed = excluded.allowed`,
      choice,
      allowed ? 1 : 0,
      visitor,
      since,
      choice,
      allowed ? 1 : 0,
      user,
      since,
    );
  }

  /** Notes a no for one session. */
  noteOne(session: string, choice: number): void {
    this.sql.exec(
      `INSERT INTO tellings (session, choice, allowed) VALUES (?, ?, 0)
        ON CONFLICT DO UPDATE SET choice = excluded.choice, allowed = 0 WHERE choice < excluded.choice`,
      session,
      choice,
    );
  }

  /** The ones to deliver next. */
  next(): Telling[] {
    return this.sql
      .exec<{ session: string; choice: number; allowed: number }>(
        "SELECT session, choice, allowed FROM tellings ORDER BY choice DESC LIMIT ?",
        LIMITS.consentTellsAtOnce,
      )
      .toArray()
      .map((row) => ({ ...row, allowed: row.allowed === 1 }));
  }

  /** It was delivered; unless another choice has taken its place meanwhile. */
  done({ session, choice }: Telling): void {
    this.sql.exec("DELETE FROM tellings WHERE session = ? AND choice = ?", session, choice);
  }
}
