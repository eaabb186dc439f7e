import { LIMITS, type Region } from "../protocol/index.ts";
import { eraseSession, type RegionStores } from "../storage/index.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import type { RecordingDeadline } from "./deadlines.ts";
import type { ErasedSession, RecordingGate } from "./recording-gate.ts";
import type { RecordingStore } from "./recording-store.ts";

/** What closes a Recording object to batches for good or for a while, apart from its own end. Every step can be repeated. */
export class Closing {
  constructor(
    private readonly store: RecordingStore,
    private readonly gate: RecordingGate,
    private readonly clock: AlarmClock<RecordingDeadline>,
    private readonly stores: (region: Region) => RegionStores,
  ) {}

  /** Notes what the visitor has chosen, unless a later choice is known. */
  told(choice: number, refused: boolean): void {
    const { refused: before, choice: known } = this.gate.read();
    // Whoever was never refused needs no table to know that they are not.
    if (choice <= known || (!refused && !before)) return;
    const now = Date.now();
    this.clock.commit(() => {
      this.store.migrate();
      this.gate.change({ refused, choice }, now);
      // An object without a session has nothing else that would empty it one day.
      if (!this.store.exists()) this.clock.ensure("forget", now + LIMITS.ledgerKeepMs);
    });
  }

  /** From now on every batch is refused; an alarm deletes what there is, unless somebody does before. */
  beginErasure(owner: Omit<ErasedSession, "done">): void {
    const now = Date.now();
    this.clock.commit(() => {
      this.store.migrate();
      this.gate.change({ erased: { ...owner, done: false } }, now);
      this.clock.ensure("erase", now);
    });
  }

  erasureDone(): boolean {
    return this.gate.read().erased?.done ?? false;
  }

  /** Deletes what there is, in R2, in D1 and last here. */
  async erase(now: number): Promise<void> {
    const { erased } = this.gate.read();
    if (!erased || erased.done) return;
    const { tenant, session, region } = erased;
    await eraseSession(this.stores(region), tenant, session, this.store.chunkNumbers());
    this.clock.commit(() => {
      this.store.empty();
      this.clock.reset();
      this.gate.change({ erased: { ...erased, done: true } }, now);
      this.clock.ensure("forget", now + LIMITS.ledgerKeepMs);
    });
  }
}
