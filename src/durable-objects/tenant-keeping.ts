import type { LogCheck, LogStatus } from "../protocol/activity/activity.schema.ts";
import type { NewEntry } from "../protocol/activity/entry.ts";
import type { ApplyProgress } from "../protocol/privacy/apply.schema.ts";
import type { DoomedSession } from "../storage/index.ts";
import type { LogOwner } from "./activity-chain.ts";
import type { ActivityLog } from "./activity-log.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import type { TenantDeadline } from "./deadlines.ts";
import type { Pin } from "./deletion-store.ts";
import type { Deletions, DeletionProgress } from "./deletions.ts";
import type { LogChecks } from "./log-checks.ts";
import { Denials } from "./denials.ts";
import type { PrivacyJobs } from "./privacy-job.ts";
import type { Retention } from "./retention.ts";
import type { Actor } from "./tenant-settings.ts";
import { TenantList } from "./tenant-list.ts";
import type { TenantStore } from "./tenant-store.ts";
import type { Views, ViewProgress } from "./views.ts";

/** What the Tenant object does about what is kept: the activity log, deleting, retention, pins. */
export abstract class TenantKeeping extends TenantList {
  protected abstract readonly store: TenantStore;
  protected abstract readonly clock: AlarmClock<TenantDeadline>;
  protected abstract readonly log: ActivityLog;
  protected abstract readonly views: Views;
  protected abstract readonly checks: LogChecks;
  protected abstract readonly deletions: Deletions;
  protected abstract readonly retention: Retention;
  protected abstract readonly privacyJobs: PrivacyJobs;

  /** It keeps nothing in memory. */
  protected get denials(): Denials {
    return new Denials(this.ctx.storage.sql, this.log, this.clock);
  }

  /** How applying the privacy settings to stored sessions stands. `null`: no such tenant. */
  privacyProgress(): ApplyProgress | null {
    return this.store.exists() ? this.privacyJobs.progress() : null;
  }

  /** Stops it. `null`: none is under way. */
  cancelPrivacy(): ApplyProgress | null {
    return this.store.exists() ? this.privacyJobs.cancel() : null;
  }

  /** Deletes sessions, but for pinned ones. When this answers nobody can see them, and no batch comes in. */
  async deleteSessions(actor: Actor, sessions: DoomedSession[]): Promise<{ total: number; pinned: string[] }> {
    const pinned = this.deletions.store.pinned(sessions.map(({ session }) => session));
    const free = sessions.filter(({ session }) => !pinned.includes(session));
    const { total } = await this.deletions.start("delete", actor, free);
    return { total, pinned };
  }

  /** Deletes all there is of a person; an alarm does it. */
  async erasePerson(actor: Actor, person: { visitors: string[]; user: string | null }): Promise<DeletionProgress> {
    return this.deletions.erase(actor, person);
  }

  /** The last deletions. */
  deletionJobs(): DeletionProgress[] {
    return this.store.exists() ? this.deletions.latest() : [];
  }

  /** Deletes sessions whose retention has ended, but for pinned ones. Answers how many. */
  async endRetention(sessions: DoomedSession[]): Promise<number> {
    return this.store.exists() ? this.retention.end(sessions) : 0;
  }

  /** Deletes again what a restored database has brought back. */
  async deleteAgain(sessions: DoomedSession[]): Promise<number> {
    return (await this.deletions.start("restore", { user: "platform", maskedIp: null }, sessions)).total;
  }

  /** Keeps a session beyond its retention, with a reason; `null`: no more. */
  async pinSession(actor: Actor, session: DoomedSession, reason: string | null): Promise<Pin | null> {
    return this.retention.pin(actor, session, reason);
  }

  /** Enters something in the activity log; it is durable when this answers, with the number of the entry. */
  enter(owner: LogOwner, entry: NewEntry): number {
    // Of a tenant without settings too.
    if (!this.store.exists()) this.store.migrate();
    return this.clock.commit(() => this.log.append(owner, entry, Date.now()));
  }

  /** Enters that somebody was denied something; many in a minute are told of together. */
  enterDenied(owner: LogOwner, entry: NewEntry): void {
    if (!this.store.exists()) this.store.migrate();
    this.denials.enter(owner, entry, Date.now());
  }

  /** Enters a view, whose progress is noted from now on. Answers the number of its entry. */
  beginView(owner: LogOwner, entry: NewEntry & { session: string }): number {
    if (!this.store.exists()) this.store.migrate();
    return this.views.begin(owner, entry, Date.now());
  }

  /** Notes what happens under a view's grant. `false`: the view is over. */
  noteView(seq: number, progress: ViewProgress): boolean {
    return this.store.exists() && this.views.progress(seq, progress, Date.now());
  }

  /** How far those of these views are that are not over. */
  openViews(seqs: number[]) {
    return this.store.exists() ? this.views.open(seqs) : [];
  }

  /** How the activity log stands; `null` when there is none. */
  logStatus(): Omit<LogStatus, "publicKey"> | null {
    return this.store.exists() ? this.checks.status() : null;
  }

  /** Notes the public keys of all secrets there are, so that anchors can be checked when one is dropped. */
  async noteLogKeys(): Promise<void> {
    if (this.store.exists()) await this.checks.noteKeys();
  }

  /** Checks the next entries of the activity log after `after`. */
  async checkLog(after: number): Promise<LogCheck | null> {
    if (!this.store.exists()) return null;
    // What is only on its way to the index is not missing there.
    await this.log.project();
    return this.checks.check(after, Date.now());
  }

  /** Brings the index of the activity log up to date, for somebody who is about to read it. */
  async projectLog(): Promise<void> {
    if (this.store.exists()) await this.log.project();
  }
}
