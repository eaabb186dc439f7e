import { LIMITS, uuidv7 } from "../protocol/index.ts";
import {
  forgetIdentities,
  hideSessions,
  putErasure,
  sessionsOfPerson,
  subjectProof,
  type DoomedSession,
  currentSecret,
  type KeyRing,
} from "../storage/index.ts";
import type { ActivityLog } from "./activity-log.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import type { Consents } from "./consents.ts";
import type { TenantDeadline } from "./deadlines.ts";
import { DeletionStore, type DeletionJob } from "./deletion-store.ts";
import type { RecentVisits } from "./recent-visits.ts";
import type { Actor } from "./tenant-settings.ts";
import type { Place } from "./visitor-rights.ts";

/** What deleting needs of the Tenant object. */
export interface DeletionShell {
  sql: SqlStorage;
  ring: KeyRing;
  clock: AlarmClock<TenantDeadline>;
  log: ActivityLog;
  consents: Consents;
  visits: RecentVisits;
  /** `null` when the settings, which say so, cannot be read. */
  place(): Place | null;
  /** Closes a session to batches and viewers. */
  bury(place: Place, session: string): Promise<void>;
  /** Has a Recording object delete all there is; answers whether nothing is left. */
  erase(place: Place, session: string): Promise<boolean>;
}

/** How far a deletion is. */
export type DeletionProgress = Pick<DeletionJob, "id" | "kind" | "by" | "at" | "finishedAt" | "total" | "done">;

type Person = NonNullable<DeletionJob["person"]>;

/**
 * Deletes sessions: noted in the log and in the ledger first, then closed and out of every list, then the key, the objects and the rows.
 * Each step can be repeated; an alarm goes on until all is done.
 */
export class Deletions {
  readonly store: DeletionStore;

  constructor(private readonly shell: DeletionShell) {
    this.store = new DeletionStore(shell.sql);
  }

  private place(): Place {
    const place = this.shell.place();
    if (!place) throw new Error("the settings that say where the recordings are cannot be read");
    return place;
  }

  private newJob(kind: DeletionJob["kind"], { user, maskedIp }: Actor, now: number): DeletionJob {
    const nothing = { finishedAt: null, total: 0, done: 0, person: null, subjects: [], noted: 0 };
    return { id: uuidv7(now), kind, by: user, maskedIp, at: now, ...nothing };
  }

  /** Deletes sessions. When this answers nobody can see them, and no batch comes in. */
  async start(
    kind: "delete" | "retention" | "restore",
    actor: Actor,
    sessions: readonly DoomedSession[],
  ): Promise<DeletionJob> {
    const now = Date.now();
    const place = this.place();
    const job = this.newJob(kind, actor, now);
    this.shell.clock.commit(() => {
      job.total = this.store.queue(job.id, sessions);
      // Others are at it already.
      if (job.total === 0) return;
      this.store.save(job);
      if (kind === "delete") {
        const details = { job: job.id, sessions: job.total };
        this.shell.log.append(place, { actor: job.by, maskedIp: job.maskedIp, action: "delete_started", details }, now);
      }
      this.shell.clock.ensure("delete", now);
    });
    if (job.total > 0) await this.note(job, place);
    await this.hide(
      place,
      sessions.map(({ session }) => session),
    );
    return job;
  }

  private async hide(place: Place, sessions: readonly string[]): Promise<void> {
    for (let i = 0; i < sessions.length; i += LIMITS.buriedAtOnce)
      await Promise.all(sessions.slice(i, i + LIMITS.buriedAtOnce).map((session) => this.shell.bury(place, session)));
    await hideSessions(place.stores.index, place.tenant, sessions);
  }

  /** Deletes all there is of a person. */
  async erase(actor: Actor, person: Person): Promise<DeletionJob> {
    const now = Date.now();
    const place = this.place();
    const names = [...person.visitors.map((visitor) => `v:${visitor}`), ...(person.user ? [`u:${person.user}`] : [])];
    const subjects = await Promise.all(
      names.map((name) => subjectProof(currentSecret(this.shell.ring).text, place.tenant, name)),
    );
    const job: DeletionJob = { ...this.newJob("erase", actor, now), person, subjects };
    this.shell.clock.commit(() => {
      this.store.save(job);
      const details = { job: job.id, subjects };
      this.shell.log.append(place, { actor: job.by, maskedIp: job.maskedIp, action: "erase_started", details }, now);
      this.shell.clock.ensure("delete", now);
    });
    return job;
  }

  /** What the alarm does: as many sessions as one run may. @throws when some could not be deleted: they are tried again. */
  async onAlarm(now: number): Promise<number | null> {
    const job = this.store.next();
    if (!job) return null;
    const place = this.place();
    await this.note(job, place);
    const some = this.store.some(job.id, true, LIMITS.erasuresPerRun);
    if (some.length > 0) {
      await this.deleteSome(job, place, some);
      return now;
    }
    if (job.person && (await this.findMore(job, place))) return now;
    if (job.person) await this.forget(job.person, place);
    this.shell.clock.commit(() => this.conclude(this.store.job(job.id), place, now));
    return this.store.next() ? now : null;
  }

  /** The last deletions, without whose they are. */
  latest(): DeletionProgress[] {
    return this.store
      .latest(LIMITS.deletionJobsKept)
      .map(({ id, kind, by, at, finishedAt, total, done }) => ({ id, kind, by, at, finishedAt, total, done }));
  }

  /** Notes in the ledger what is about to be deleted; of a person also when there is no session of theirs. */
  private async note(job: DeletionJob, { tenant, stores }: Place): Promise<void> {
    const fresh = this.store.some(job.id, false, LIMITS.erasureRecordSessions).map(({ session }) => session);
    if (fresh.length === 0 && (job.noted > 0 || job.subjects.length === 0)) return;
    const { id, noted: part, at, subjects } = job;
    // What retention ends it would end again.
    if (job.kind !== "retention")
      await putErasure(stores.bucket, { tenant, job: id, part, at, sessions: fresh, subjects });
    this.shell.clock.commitQuietly(() => {
      this.store.noted(fresh);
      this.store.save({ ...this.store.job(id), noted: part + 1 });
    });
    job.noted = part + 1;
  }

  private async deleteSome(job: DeletionJob, place: Place, some: readonly DoomedSession[]): Promise<void> {
    let left = 0;
    for (const doomed of some) {
      if (await this.shell.erase(place, doomed.session)) this.shell.clock.commit(() => this.count(job, place, doomed));
      else left++;
    }
    if (left > 0) throw new Error(`${left} of ${some.length} sessions could not be deleted yet`);
  }

  private count({ id, kind, by, maskedIp }: DeletionJob, place: Place, { session, environment }: DoomedSession): void {
    // Another run may have been at it at the same time.
    if (!this.store.gone(session)) return;
    const job = this.store.job(id);
    this.store.save({ ...job, done: job.done + 1 });
    if (kind !== "delete") return;
    const entry = { actor: by, maskedIp, action: "deleted", session, environment, details: { job: id } } as const;
    this.shell.log.append(place, entry, Date.now());
  }

  /** Queues more sessions of a person. `false`: there are none. */
  private async findMore(job: DeletionJob, { tenant, stores }: Place): Promise<boolean> {
    const person = job.person!;
    const lately = this.store.admitted(person, LIMITS.erasuresPerRun);
    const found =
      lately.length > 0 ? lately : await sessionsOfPerson(stores.index, tenant, person, LIMITS.erasuresPerRun);
    if (found.length === 0) return false;
    this.shell.clock.commitQuietly(() => {
      const added = this.store.queue(job.id, found);
      const current = this.store.job(job.id);
      this.store.save({ ...current, total: current.total + added });
    });
    return true;
  }

  private async forget({ visitors, user }: Person, { tenant, stores, environments }: Place): Promise<void> {
    for (const visitor of visitors.length > 0 ? visitors : [""]) {
      await forgetIdentities(stores.index, tenant, { visitor, user });
      this.shell.consents.erase({ visitor, user });
      this.shell.visits.forget(environments, { visitor, user });
    }
  }

  private conclude(job: DeletionJob, place: Place, now: number): void {
    const { id, kind, by, maskedIp, done: sessions, subjects } = job;
    if (job.finishedAt !== null) return;
    this.store.save({ ...job, finishedAt: now, person: null });
    this.store.prune(LIMITS.deletionJobsKept);
    const entry = { actor: by, maskedIp, details: { job: id, sessions } };
    if (kind === "erase")
      this.shell.log.append(place, { ...entry, action: "erased", details: { ...entry.details, subjects } }, now);
    if (kind === "retention") this.shell.log.append(place, { ...entry, action: "retention_run" }, now);
    if (kind === "restore") this.shell.log.append(place, { ...entry, action: "deleted" }, now);
  }
}
