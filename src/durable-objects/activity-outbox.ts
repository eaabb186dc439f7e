import { uuidv7 } from "../protocol/index.ts";
import { recordActivity, type ActivityEntry, type RegionStores } from "../storage/index.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import type { TenantDeadline } from "./deadlines.ts";
import type { TenantStore } from "./tenant-store.ts";

/** Whoever has to do with it is the product itself. */
const SYSTEM = { actor: "system", session: null, maskedIp: null } as const;

/**
 * Entries of the activity log on their way to D1. They are noted in the transaction of what they tell of, and leave the object only
 * when D1 has them.
 */
export class ActivityOutbox {
  constructor(
    private readonly store: TenantStore,
    private readonly clock: AlarmClock<TenantDeadline>,
    /** Where the log is; `null` when the settings, which say so, cannot be read. */
    private readonly stores: () => RegionStores | null,
  ) {}

  /** Notes an entry, and that an alarm brings it at `at`. Call inside a transaction of the clock. */
  post(entry: ActivityEntry, at: number): void {
    this.store.post(entry);
    this.clock.ensure("outbox", at);
  }

  /** Notes what the product itself did, to be brought at once by an alarm. */
  postOwn(tenant: string, action: ActivityEntry["action"], details: Record<string, unknown>, now: number): void {
    this.post({ ...SYSTEM, tenant, id: uuidv7(now), at: now, action, details }, now);
  }

  /** Brings all entries to the log. @throws when D1 does not take them: an alarm tries again. */
  async deliver(): Promise<void> {
    const waiting = this.store.outbox();
    if (waiting.length === 0) return;
    const stores = this.stores();
    if (!stores) throw new Error("the settings that say where the activity log is cannot be read");
    for (const entry of waiting) {
      await recordActivity(stores.index, entry);
      this.store.posted(entry.id);
    }
    if (this.store.outbox().length === 0) this.clock.clear("outbox");
    this.clock.arm();
  }

  async onAlarm(): Promise<null> {
    await this.deliver();
    return null;
  }
}
