import type { NewEntry } from "../protocol/activity/entry.ts";
import { LIMITS, MINUTE_MS } from "../protocol/index.ts";
import type { LogOwner } from "./activity-chain.ts";
import type { ActivityLog } from "./activity-log.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import type { TenantDeadline } from "./deadlines.ts";

/** What somebody was denied since a time. */
interface Denied {
  actor: string;
  since: number;
  count: number;
}

/**
 * Attempts that were denied. Each is an entry in the log, up to a number per caller and minute; of what goes beyond it one entry tells how many
 * there were, so that whoever hammers at a door fills the log with a line a minute.
 */
export class Denials {
  constructor(
    private readonly sql: SqlStorage,
    private readonly log: ActivityLog,
    private readonly clock: AlarmClock<TenantDeadline>,
  ) {}

  /** Enters one; it is in the log, or counted, when this answers. */
  enter(owner: LogOwner, entry: NewEntry, now: number): void {
    this.clock.commitQuietly(() => {
      const [row] = this.rows("WHERE actor = ?", entry.actor);
      const running = row && row.since + MINUTE_MS > now ? row : null;
      if (row && !running) this.conclude(owner, row, now);
      const { since, count } = running ?? { since: now, count: 0 };
      this.sql.exec(
        "INSERT INTO denials (actor, since, count) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET since = ?2, count = ?3",
        entry.actor,
        since,
        count + 1,
      );
      this.clock.ensure("denials", since + MINUTE_MS);
      if (count < LIMITS.deniedPerMinute) this.log.append(owner, entry, now);
    });
  }

  private rows(where: string, value: SqlStorageValue): Denied[] {
    return this.sql
      .exec<Denied & Record<string, SqlStorageValue>>(`SELECT actor, since, count FROM denials ${where}`, value)
      .toArray();
  }

  private conclude(owner: LogOwner, { actor, since, count }: Denied, now: number): void {
    this.sql.exec("DELETE FROM denials WHERE actor = ?", actor);
    const repeats = count - LIMITS.deniedPerMinute;
    if (repeats > 0) this.log.append(owner, { actor, action: "denied", details: { repeats, since } }, now);
  }

  /** What the alarm does: enters how many there were beyond the bound, for everybody whose minute is over. */
  async onAlarm(now: number): Promise<number | null> {
    const owner = this.log.chain.state();
    this.clock.commitQuietly(() => {
      if (owner) for (const row of this.rows("WHERE since <= ?", now - MINUTE_MS)) this.conclude(owner, row, now);
    });
    const [next] = this.sql.exec<{ at: number | null }>("SELECT MIN(since) AS at FROM denials").toArray();
    return next?.at == null ? null : next.at + MINUTE_MS;
  }
}
