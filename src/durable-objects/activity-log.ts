import type { NewEntry } from "../protocol/activity/entry.ts";
import { LIMITS, type Region } from "../protocol/index.ts";
import { projectActivity, type RegionStores } from "../storage/index.ts";
import { adoptOutbox } from "./activity-adoption.ts";
import { ActivityChain, type LogOwner } from "./activity-chain.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import type { TenantDeadline } from "./deadlines.ts";

/**
 * The activity log of a tenant: what has happened stands in the chain, written in the transaction of what it tells of, or before what
 * it tells of is answered. The index gets a copy to search in.
 */
export class ActivityLog {
  readonly chain: ActivityChain;

  constructor(
    private readonly sql: SqlStorage,
    private readonly clock: AlarmClock<TenantDeadline>,
    private readonly stores: (region: Region) => RegionStores,
  ) {
    this.chain = new ActivityChain(sql);
  }

  /** Adds an entry, and has an alarm bring it into the index. Answers its number. Call inside a transaction of the clock. */
  append(owner: LogOwner, entry: NewEntry, now: number): number {
    this.clock.ensure("outbox", now + LIMITS.logProjectMs);
    this.clock.ensure("anchor", now + LIMITS.logAnchorMs);
    return this.chain.append(owner, entry, now);
  }

  /** Adds what the product itself did. Call inside a transaction of the clock. */
  appendOwn(owner: LogOwner, action: NewEntry["action"], details: Record<string, unknown>, now: number): number {
    return this.append(owner, { actor: "system", action, details }, now);
  }

  /** Brings the index up to date. @throws when it cannot be written: an alarm tries again. */
  async project(): Promise<void> {
    for (;;) {
      const state = this.chain.state();
      if (!state) return;
      const entries = this.chain.after(state.projected, LIMITS.logProjectRows);
      const last = entries.at(-1);
      if (!last) return;
      await projectActivity(this.stores(state.region).index, entries);
      // Read again: somebody else may have come further meanwhile.
      const { projected, ...rest } = this.chain.state()!;
      this.chain.save({ ...rest, projected: Math.max(projected, last.seq) });
    }
  }

  /** What the alarm does. */
  async onAlarm(): Promise<null> {
    this.clock.commitQuietly(() => adoptOutbox(this.sql, this.chain, Date.now()));
    await this.project();
    return null;
  }
}
