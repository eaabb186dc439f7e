import { LIMITS } from "../protocol/index.ts";
import { forgetIdentities, sessionsOf, type Person, type RegionStores } from "../storage/index.ts";
import type { ActivityLog } from "./activity-log.ts";
import type { LogOwner } from "./activity-chain.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import type { Consents } from "./consents.ts";
import type { TenantDeadline } from "./deadlines.ts";
import type { Erasure, Erasures } from "./erasures.ts";

/** What the eraser needs of the object it belongs to. */
export interface EraserShell {
  /** Whose data it is and where. */
  place(): LogOwner & { stores: RegionStores };
  /** Forgets them where visits are kept for trying segments on. */
  forgetVisits(person: Person): void;
  /** Notes in the ledger what is about to be deleted. Answers the keyed hash of the visitor. */
  note(person: Person, sessions: readonly string[], now: number): Promise<string>;
  /** Has a Recording object erase itself; answers whether nothing is left. */
  erase(session: string): Promise<boolean>;
}

/** Deletes everything about visitors who asked for it. Each step can be repeated; an alarm goes on until all is done. */
export class Eraser {
  constructor(
    private readonly erasures: Erasures,
    private readonly consents: Consents,
    private readonly log: ActivityLog,
    private readonly clock: AlarmClock<TenantDeadline>,
    private readonly shell: EraserShell,
  ) {}

  /** What the alarm does: as many sessions as one run may. @throws when some could not be erased: they are tried again. */
  async onAlarm(now: number): Promise<number | null> {
    const erasure = this.erasures.next();
    if (!erasure) return null;
    const { tenant, region, stores } = this.shell.place();
    const sessions = await this.remaining(erasure, tenant, stores);
    if (sessions.length > 0) {
      await this.shell.note(erasure, sessions, now);
      await this.eraseSessions(erasure, sessions);
      return now;
    }
    const subject = await this.shell.note(erasure, [], now);
    await forgetIdentities(stores.index, tenant, erasure);
    this.clock.commit(() => this.conclude(this.erasures.current(erasure), { tenant, region }, subject, now));
    return this.erasures.next() ? now : null;
  }

  /** Some of the sessions that are still there: those that were let in lately, then those that only the index knows. */
  private async remaining(erasure: Erasure, tenant: string, { index }: RegionStores): Promise<string[]> {
    const running = this.erasures.admitted(erasure, LIMITS.erasuresPerRun);
    return running.length > 0 ? running : sessionsOf(index, tenant, erasure, LIMITS.erasuresPerRun);
  }

  private async eraseSessions(erasure: Erasure, sessions: readonly string[]): Promise<void> {
    let left = 0;
    for (const session of sessions) {
      if (await this.shell.erase(session)) this.clock.commit(() => this.erasures.erased(erasure, session));
      else left++;
    }
    if (left > 0) throw new Error(`${left} of ${sessions.length} sessions could not be erased yet`);
  }

  private conclude(erasure: Erasure, owner: LogOwner, subject: string, now: number): void {
    const { visitor, user, sessions } = erasure;
    this.consents.erase({ visitor, user });
    this.shell.forgetVisits({ visitor, user });
    // Whoever was never recorded leaves no entry: or anybody could fill the log.
    if (sessions > 0) this.log.appendOwn(owner, "erased_by_visitor", { subject, sessions }, now);
    this.erasures.done(erasure);
  }
}
