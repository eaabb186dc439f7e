import { LIMITS } from "../protocol/index.ts";
import type { ConsentChoice } from "../protocol/consent-rule.ts";

/** A choice as it was made. `id` numbers the choices of a tenant in the order in which they came. */
export interface Consent extends ConsentChoice {
  id: number;
  /** Unix milliseconds. */
  at: number;
}

/** Whom a choice is about. */
export interface Chooser {
  visitor: string | null;
  user: string | null;
}

const ofVisitor = (visitor: string) => `v:${visitor}`;
const ofUser = (user: string) => `u:${user}`;

/** Under which names choices of a visitor are kept. */
function subjectsOf({ visitor, user }: Chooser): string[] {
  return [...(visitor === null ? [] : [ofVisitor(visitor)]), ...(user === null ? [] : [ofUser(user)])];
}

/** SQL of what visitors have chosen. Rows are only added, until there are too many of one subject, or it is erased. */
export class Consents {
  constructor(private readonly sql: SqlStorage) {}

  private newest(subject: string): Consent | null {
    const [row] = this.sql
      .exec<Consent & Record<string, SqlStorageValue>>(
        "SELECT id, at, choice, version FROM consents WHERE subject = ? ORDER BY id DESC LIMIT 1",
        subject,
      )
      .toArray();
    return row ?? null;
  }

  /** The choice that holds: the later one of the visitor's and the user's. `null` when there is none. */
  latest(chooser: Chooser): Consent | null {
    const rows = subjectsOf(chooser).flatMap((subject) => this.newest(subject) ?? []);
    return rows.reduce<Consent | null>((best, row) => (best && best.id > row.id ? best : row), null);
  }

  /**
   * Notes a choice for the visitor, and for the user when it `reachesUser`. The same again makes no row where it holds already.
   * Answers the number that the choice has.
   */
  choose(chooser: Chooser, reachesUser: boolean, { choice, version }: ConsentChoice, at: number): number {
    const held = this.latest(chooser);
    const same = (row: Consent | null) => row?.choice === choice && row.version === version;
    for (const subject of subjectsOf(reachesUser ? chooser : { ...chooser, user: null })) {
      if (same(held) && same(this.newest(subject))) continue;
      this.sql.exec(
        "INSERT INTO consents (subject, at, choice, version) VALUES (?, ?, ?, ?)",
        subject,
        at,
        choice,
        version,
      );
      this.keep(subject, LIMITS.consentRows);
    }
    return this.latest(chooser)?.id ?? 0;
  }

  /** Forgets all but the newest `rows` of a subject. */
  private keep(subject: string, rows: number): void {
    this.sql.exec(
      "DELETE FROM consents WHERE subject = ? AND id NOT IN (SELECT id FROM consents WHERE subject = ? ORDER BY id DESC LIMIT ?)",
      subject,
      subject,
      rows,
    );
  }

  /** After an erasure: the last choice stays, so that nobody is recorded again who said no; those before it are forgotten. */
  erase(chooser: Chooser): void {
    for (const subject of subjectsOf(chooser)) this.keep(subject, 1);
  }
}
