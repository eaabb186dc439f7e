import { LIMITS, uuidv7 } from "../protocol/index.ts";
import type { ApplyProgress, ApplyRequest } from "../protocol/privacy/apply.schema.ts";
import { unsupportedSelectors } from "../protocol/privacy/stored-rules.ts";
import type { Settings } from "../protocol/settings.schema.ts";
import { countInScope, listInScope, type RewriteScope } from "../storage/index.ts";
import type { ActivityLog } from "./activity-log.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import { retryDelay, type TenantDeadline } from "./deadlines.ts";
import { faultWords } from "./fault-words.ts";
import { PrivacyJobStore, type PrivacyJob, type QueuedSession } from "./privacy-job-store.ts";
import type { RewriteResult, RewriteTask } from "./rewriter.ts";
import type { Actor } from "./tenant-settings.ts";
import type { Place } from "./visitor-rights.ts";

/** What the job needs of the object it belongs to. */
export interface PrivacyJobShell {
  sql: SqlStorage;
  clock: AlarmClock<TenantDeadline>;
  log: ActivityLog;
  /** `null` when the settings, which say so, cannot be read. */
  place(): Place | null;
  rewrite(place: Place, task: RewriteTask): Promise<RewriteResult>;
}

const NOTHING: ApplyProgress = {
  state: "none",
  total: 0,
  done: 0,
  changed: 0,
  failed: 0,
  waiting: 0,
  failures: [],
  unsupported: [],
  request: null,
  version: null,
  startedAt: null,
  finishedAt: null,
  by: null,
};

/** Sessions that started before the edges had the settings in force may have been recorded under those before. */
function scopeOf({ scope, from = 0, to = Number.MAX_SAFE_INTEGER }: ApplyRequest, now: number): RewriteScope {
  const last = Math.min(to, now + LIMITS.policyCacheMs);
  if (scope === "all") return { environment: null, sessions: null, from, to: last };
  if ("environment" in scope) return { environment: scope.environment, sessions: null, from, to: last };
  return { environment: null, sessions: scope.sessions, from, to: last };
}

function isOver({ state }: PrivacyJob): boolean {
  return state === "done" || state === "cancelled";
}

/**
 * Applies the privacy settings in force to stored sessions. The Recording objects do it, one after the other; this object knows how
 * far it has come. Each step can be repeated, and an alarm goes on until all is done.
 */
export class PrivacyJobs {
  private readonly store: PrivacyJobStore;

  constructor(private readonly shell: PrivacyJobShell) {
    this.store = new PrivacyJobStore(shell.sql);
  }

  /** Starts a job; `running`: there is one, and nothing has been changed. */
  async start(actor: Actor, request: ApplyRequest, { policy, version }: Settings): Promise<ApplyProgress | "running"> {
    if (this.isRunning()) return "running";
    const now = Date.now();
    const scope = scopeOf(request, now);
    const total = await countInScope(this.place().stores.index, policy.tenant, scope);
    // Somebody else may have come first meanwhile.
    if (this.isRunning()) return "running";
    const id = uuidv7(now);
    const job: PrivacyJob = {
      id,
      state: "running",
      by: actor.user,
      request,
      scope,
      privacy: policy.privacy,
      rules: policy.signals,
      version,
      startedAt: now,
      finishedAt: null,
      total,
      done: 0,
      changed: 0,
      failed: 0,
      failures: [],
      unsupported: unsupportedSelectors(policy.privacy).slice(0, LIMITS.rewriteNamedFailures),
      cursor: null,
      listed: false,
    };
    this.shell.clock.commit(() => {
      this.store.clear();
      this.store.save(job);
      const { user, maskedIp } = actor;
      const details = { job: id, version, ...request, total, unsupported: job.unsupported };
      this.shell.log.append(policy, { actor: user, maskedIp, action: "privacy_apply_started", details }, now);
      // Not at once: what came in under the settings before must be in the index first.
      this.shell.clock.ensure("privacy", now + LIMITS.rewriteSettleMs);
    });
    return this.progress();
  }

  private isRunning(): boolean {
    const job = this.store.job();
    return job !== null && !isOver(job);
  }

  private place(): Place {
    const place = this.shell.place();
    if (!place) throw new Error("the settings that say where the recordings are cannot be read");
    return place;
  }

  /** How the last job stands. */
  progress(): ApplyProgress {
    const job = this.store.job();
    if (!job) return NOTHING;
    const { state, done, changed, failed, failures, unsupported, request, version, startedAt, finishedAt, by } = job;
    const waiting = this.store.waiting();
    const total = Math.max(job.total, done + waiting);
    return {
      state,
      total,
      done,
      changed,
      failed,
      waiting,
      failures,
      unsupported,
      request,
      version,
      startedAt,
      finishedAt,
      by,
    };
  }

  /** Stops the job: a session that was begun is brought to its end, no other is begun. `null`: none is running. */
  cancel(): ApplyProgress | null {
    const job = this.store.job();
    if (!job || isOver(job)) return null;
    const now = Date.now();
    this.shell.clock.commit(() => {
      this.store.dropUntouched();
      this.store.hurry(now);
      this.store.save({ ...job, state: "cancelling", listed: true });
      this.shell.clock.ensure("privacy", now);
    });
    return this.progress();
  }

  /** What the alarm does: as much as one step may. Answers when the next one is to be. */
  async onAlarm(now: number): Promise<number | null> {
    if (!this.isRunning()) return null;
    const until = now + LIMITS.rewriteStepMs;
    for (let sessions = 0; sessions < LIMITS.rewriteSessionsPerStep && Date.now() < until; sessions++) {
      const queued = this.store.due(Date.now()) ?? (await this.list());
      if (!queued) break;
      await this.rewrite(queued);
    }
    const job = this.store.job()!;
    if (!job.listed || this.store.due(Date.now())) return Date.now();
    const next = this.store.nextDue();
    if (next === null) this.conclude();
    return next;
  }

  /** Takes the next sessions out of the index, and answers the first of them. */
  private async list(): Promise<QueuedSession | null> {
    const { id, scope, cursor, listed } = this.store.job()!;
    if (listed) return null;
    const { tenant, stores } = this.place();
    const found = await listInScope(stores.index, tenant, scope, cursor);
    const now = Date.now();
    this.shell.clock.commitQuietly(() => {
      const job = this.store.job()!;
      // Cancelled meanwhile.
      if (job.id !== id || job.listed) return;
      for (const { session } of found) this.store.queue({ session, due: now, tries: 0, next: 0, changed: false });
      const more = found.length === LIMITS.rewriteListRows;
      this.store.save({ ...job, cursor: found.at(-1) ?? cursor, listed: !more });
    });
    return this.store.due(now);
  }

  private async rewrite(queued: QueuedSession): Promise<void> {
    const job = this.store.job()!;
    const place = this.place();
    const { session, next: from } = queued;
    try {
      const { tenant, region } = place;
      const task = { job: job.id, tenant, session, region, privacy: job.privacy, rules: job.rules, from };
      const result = await this.shell.rewrite(place, task);
      this.shell.clock.commitQuietly(() => this.note(queued, result));
    } catch (error) {
      // The object could not be reached, or was lost while it worked.
      this.shell.clock.commitQuietly(() => this.noteFailure(queued, faultWords(error)));
    }
  }

  private note(queued: QueuedSession, result: RewriteResult): void {
    const now = Date.now();
    const job = this.store.job()!;
    const changed = queued.changed || result.changed;
    const { state, next, why } = result;
    if (state === "failed") this.noteFailure({ ...queued, changed }, why ?? "");
    else if (state === "more") this.store.queue({ ...queued, due: now, tries: 0, next, changed });
    else if (state === "live" && job.state === "running")
      this.store.queue({ ...queued, due: now + LIMITS.rewriteLiveMs, tries: 0, next: 0, changed });
    else this.finish(job, { ...queued, changed });
  }

  private noteFailure(queued: QueuedSession, why: string): void {
    console.warn(`session ${queued.session} could not be rewritten, try ${queued.tries + 1}:`, why);
    const job = this.store.job()!;
    const tries = queued.tries + 1;
    if (tries < LIMITS.rewriteTries) {
      this.store.queue({ ...queued, tries, due: Date.now() + retryDelay(queued.tries) });
      return;
    }
    const failures = [...job.failures, queued.session].slice(0, LIMITS.rewriteNamedFailures);
    this.finish({ ...job, failed: job.failed + 1, failures }, queued);
  }

  private finish(job: PrivacyJob, { session, changed }: QueuedSession): void {
    this.store.finished(session);
    this.store.save({ ...job, done: job.done + 1, changed: job.changed + (changed ? 1 : 0) });
  }

  private conclude(): void {
    const now = Date.now();
    const { tenant, region } = this.place();
    this.shell.clock.commit(() => {
      const job = this.store.job()!;
      const state = job.state === "cancelling" ? "cancelled" : "done";
      this.store.save({ ...job, state, finishedAt: now, total: Math.max(job.total, job.done) });
      const { id, total, done, changed, failed, failures, unsupported } = job;
      const details = { job: id, state, total, done, changed, failed, failures, unsupported };
      this.shell.log.appendOwn({ tenant, region }, "privacy_apply_ended", details, now);
    });
  }
}
