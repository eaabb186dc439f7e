import { DAY_MS, LIMITS } from "../protocol/index.ts";
import type { Refusals, Usage } from "../protocol/settings.schema.ts";
import type { DecisionReason } from "../protocol/start.schema.ts";

/** Visits that were not recorded for one reason on one day. */
export interface RefusalCount {
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  reason: DecisionReason;
  count: number;
}

/** The day of a moment, `YYYY-MM-DD` in UTC. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** SQL of what the Tenant object counts by day: sessions let in, and refusals. */
export class DayCounts {
  constructor(private readonly sql: SqlStorage) {}

  addSession(now: number): void {
    this.sql.exec(
      "INSERT INTO days (day, sessions) VALUES (?, 1) ON CONFLICT DO UPDATE SET sessions = sessions + 1",
      dayOf(now),
    );
  }

  addRefusals(counts: readonly RefusalCount[], now: number): void {
    for (const { day, reason, count } of counts) {
      const row = this.sql
        .exec<{ count: number }>(
          `INSERT INTO refusals (day, reason, count) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET count = count + excluded.count RETURNING count`,
          day,
          reason,
          count,
        )
        .one();
      // A new row comes a few times a day: as good a moment as any.
      if (row.count === count) this.prune(now);
    }
  }

  private prune(now: number): void {
    const first = dayOf(now - LIMITS.countDays * DAY_MS);
    this.sql.exec("DELETE FROM refusals WHERE day < ?", first);
    this.sql.exec("DELETE FROM days WHERE day < ?", first);
  }

  /** Sessions of each of the last days, the oldest first, days without any among them. */
  sessions(now: number, days: number = LIMITS.countDays): Usage["days"] {
    const rows = this.sql.exec<{ day: string; sessions: number }>("SELECT day, sessions FROM days").toArray();
    const counts = new Map(rows.map(({ day, sessions }) => [day, sessions]));
    return Array.from({ length: days }, (_, i) => {
      const day = dayOf(now - (days - 1 - i) * DAY_MS);
      return { day, sessions: counts.get(day) ?? 0 };
    });
  }

  /** Refusals of the last days, the newest first; days without any are left out. */
  refusals(now: number, days: number): Refusals["days"] {
    const rows = this.sql
      .exec<{ day: string; reason: string; count: number }>(
        "SELECT day, reason, count FROM refusals WHERE day > ? ORDER BY day DESC, count DESC",
        dayOf(now - days * DAY_MS),
      )
      .toArray();
    const byDay = new Map<string, Record<string, number>>();
    for (const { day, reason, count } of rows) byDay.set(day, { ...byDay.get(day), [reason]: count });
    return [...byDay].map(([day, reasons]) => ({ day, reasons }));
  }
}
