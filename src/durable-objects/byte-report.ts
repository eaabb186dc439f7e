import { LIMITS, includesLevel } from "../protocol/index.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import type { RecordingDeadline } from "./deadlines.ts";
import { faultWords } from "./fault-words.ts";
import { tenantObject, type ObjectsEnv } from "./namespaces.ts";
import type { RecordingGate } from "./recording-gate.ts";
import type { RecordingStore } from "./recording-store.ts";

/** Tells the Tenant object how many bytes have come, for its budget, and hears whether more may. */
export class ByteReport {
  constructor(
    private readonly env: ObjectsEnv,
    private readonly store: RecordingStore,
    private readonly gate: RecordingGate,
    private readonly clock: AlarmClock<RecordingDeadline>,
  ) {}

  /**
   * Reports the session's total, and closes the gate when the budget is used up. Safe to repeat. Answers until when somebody looks at
   * the list, Unix milliseconds.
   */
  async report(): Promise<number> {
    const identity = this.store.state()?.identity;
    if (!identity) return 0;
    const { tenant, region, session, level } = identity;
    const { wireBytes } = this.store.totals();
    const { over, version, listed } = await tenantObject(this.env, region, tenant).reportBytes(session, wireBytes);
    // What is collected without playback counts, but is not bounded by the budget.
    if (over && includesLevel(level, "playback")) this.gate.change({ overUnder: version }, Date.now());
    return listed;
  }

  /** The same, but a Tenant object that cannot be reached must not keep a chunk from being stored. */
  async reportOrLater(now: number): Promise<number> {
    try {
      return await this.report();
    } catch (error) {
      console.warn("bytes are reported later:", faultWords(error));
      this.clock.ensure("report", now + LIMITS.indexDelayMs);
      return 0;
    }
  }
}
