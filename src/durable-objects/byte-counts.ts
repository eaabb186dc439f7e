import type { Usage } from "../protocol/settings.schema.ts";

/** How much of a bound is reached when the tenant is told, percent. */
const WARNING_PERCENTS = [80, 100] as const;

export type Warning = Usage["warnings"][number];

/** The warnings that are due when `used` of `limit` is used; `null` is no bound. */
export function warningsDue(used: number, limit: number | null): number[] {
  return limit === null ? [] : WARNING_PERCENTS.filter((percent) => used * 100 >= limit * percent);
}

/** SQL of the bytes that sessions have reported, and of the warnings that were given. A period is named as in `quota`. */
export class ByteCounts {
  constructor(private readonly sql: SqlStorage) {}

  /** Bytes of a period. */
  bytes(anchor: number, period: number): number {
    const [row] = this.sql
      .exec<{ bytes: number }>("SELECT bytes FROM quota WHERE anchor = ? AND period = ?", anchor, period)
      .toArray();
    return row?.bytes ?? 0;
  }

  /** Adds what is new of a session's total. A session that was never let in, or too long ago, is not counted. */
  report(session: string, total: number, anchor: number, period: number): void {
    const [row] = this.sql.exec<{ bytes: number }>("SELECT bytes FROM admitted WHERE session = ?", session).toArray();
    if (!row || total <= row.bytes) return;
    this.sql.exec("UPDATE admitted SET bytes = ? WHERE session = ?", total, session);
    this.sql.exec(
      `INSERT INTO quota (anchor, period, count, bytes) VALUES (?, ?, 0, ?)
        ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes`,
      anchor,
      period,
      total - row.bytes,
    );
  }

  warnings(anchor: number, period: number): Warning[] {
    return this.sql
      .exec<Warning & Record<string, SqlStorageValue>>(
        'SELECT what AS "of", percent, at FROM warnings WHERE anchor = ? AND period = ? ORDER BY at, what, percent',
        anchor,
        period,
      )
      .toArray();
  }

  /** Notes a warning; `false` when it was given in this period before. */
  warn(anchor: number, period: number, { of, percent, at }: Warning): boolean {
    const added = this.sql.exec(
      "INSERT INTO warnings (anchor, period, what, percent, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1",
      anchor,
      period,
      of,
      percent,
      at,
    );
    return added.toArray().length > 0;
  }

  /** Begins anew, even when the same moment was an anchor before. */
  clear(anchor: number): void {
    this.sql.exec("DELETE FROM warnings WHERE anchor = ?", anchor);
  }
}
