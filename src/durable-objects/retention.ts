import { LIMITS } from "../protocol/index.ts";
import { knownSessions, pinSession, shortenRetention, type DoomedSession } from "../storage/index.ts";
import type { ActivityLog } from "./activity-log.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import type { TenantDeadline } from "./deadlines.ts";
import type { Pin } from "./deletion-store.ts";
import type { Deletions } from "./deletions.ts";
import type { Actor } from "./tenant-settings.ts";
import type { Place } from "./visitor-rights.ts";

const SYSTEM: Actor = { user: "system", maskedIp: null };

/** How long sessions are kept, and which are kept longer. */
export class Retention {
  constructor(
    private readonly deletions: Deletions,
    private readonly log: ActivityLog,
    private readonly clock: AlarmClock<TenantDeadline>,
    private readonly place: () => Place | null,
  ) {}

  /** The settings have been changed. Call inside a transaction of the clock. */
  changed(now: number): void {
    this.clock.ensure("retention", now);
  }

  /** What the alarm does: some of the sessions that would be kept longer than the settings say by now. */
  async onAlarm(now: number): Promise<number | null> {
    const place = this.place();
    if (!place) throw new Error("the settings that say how long sessions are kept cannot be read");
    const { tenant, stores, retentionDays } = place;
    const changed = await shortenRetention(stores.index, tenant, retentionDays, LIMITS.retentionRows);
    return changed > 0 ? now : null;
  }

  /** Deletes sessions whose retention has ended, but for pinned ones. Answers how many. */
  async end(sessions: readonly DoomedSession[]): Promise<number> {
    const ids = sessions.map(({ session }) => session);
    const pinned = new Set(this.deletions.store.pinned(ids));
    const place = this.place();
    // Another run of the sweep may have been at it since this one looked.
    const there = place ? await knownSessions(place.stores.index, place.tenant, ids) : [];
    const ended = there.filter(({ session }) => !pinned.has(session));
    return ended.length === 0 ? 0 : (await this.deletions.start("retention", SYSTEM, ended)).total;
  }

  /** Keeps a session beyond its retention, or no more (`reason` null). Safe to repeat. */
  async pin(actor: Actor, { session, environment }: DoomedSession, reason: string | null): Promise<Pin | null> {
    const place = this.place();
    if (!place) throw new Error("the settings that say where the recordings are cannot be read");
    const now = Date.now();
    const pin = reason === null ? null : { at: now, actor: actor.user, reason };
    this.clock.commit(() => {
      const { store } = this.deletions;
      if (pin) store.pin(session, pin);
      else if (!store.unpin(session)) return;
      const entry = { actor: actor.user, maskedIp: actor.maskedIp, session, environment };
      const details = reason === null ? null : { reason };
      this.log.append(place, { ...entry, action: pin ? "pinned" : "unpinned", details }, now);
    });
    await pinSession(place.stores.index, place.tenant, session, pin);
    return pin;
  }
}
