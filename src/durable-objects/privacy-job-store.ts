import type { ReactionRules } from "../protocol/index.ts";
import type { ApplyRequest } from "../protocol/privacy/apply.schema.ts";
import type { PrivacySettings } from "../protocol/privacy/privacy.schema.ts";
import type { RewriteCursor, RewriteScope } from "../storage/index.ts";

/** Privacy settings that are applied to stored sessions, or were. */
export interface PrivacyJob {
  id: string;
  state: "running" | "cancelling" | "done" | "cancelled";
  /** Id of the user who started it. */
  by: string;
  request: ApplyRequest;
  scope: RewriteScope;
  /** As they were in force at the start. */
  privacy: PrivacySettings;
  /** Absent in a job that a version without them began: clicks keep what they were judged to be. */
  rules?: ReactionRules | undefined;
  version: number;
  startedAt: number;
  finishedAt: number | null;
  total: number;
  done: number;
  changed: number;
  failed: number;
  failures: string[];
  unsupported: string[];
  /** The last session that was taken out of the index. */
  cursor: RewriteCursor | null;
  /** No more sessions are to come out of the index. */
  listed: boolean;
}

/** A session whose turn it is, or will be. */
export interface QueuedSession {
  session: string;
  /** When, Unix milliseconds. */
  due: number;
  /** Failures in a row. */
  tries: number;
  /** Chunk to go on with. */
  next: number;
  /** Whether anything of it has been changed. */
  changed: boolean;
}

/** SQL of the job: one at a time, and the last one stays to be looked at. */
export class PrivacyJobStore {
  constructor(private readonly sql: SqlStorage) {}

  job(): PrivacyJob | null {
    const [row] = this.sql.exec<{ json: string }>("SELECT json FROM privacy_job").toArray();
    return row ? (JSON.parse(row.json) as PrivacyJob) : null;
  }

  save(job: PrivacyJob): void {
    this.sql.exec(
      "INSERT INTO privacy_job (id, json) VALUES (1, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
      JSON.stringify(job),
    );
  }

  /** Puts a session into the queue, or notes how it stands there. */
  queue({ session, due, tries, next, changed }: QueuedSession): void {
    this.sql.exec(
      "INSERT OR REPLACE INTO privacy_queue (session, due, tries, next, changed) VALUES (?, ?, ?, ?, ?)",
      session,
      due,
      tries,
      next,
      changed ? 1 : 0,
    );
  }

  /** The session that has waited longest, if any has to be seen to by now. */
  due(now: number): QueuedSession | null {
    const [row] = this.sql
      .exec<Omit<QueuedSession, "changed"> & { changed: number }>(
        "SELECT session, due, tries, next, changed FROM privacy_queue WHERE due <= ? ORDER BY due, session LIMIT 1",
        now,
      )
      .toArray();
    return row ? { ...row, changed: row.changed === 1 } : null;
  }

  /** When the next session has to be seen to; `null`: there is none. */
  nextDue(): number | null {
    return this.sql.exec<{ due: number | null }>("SELECT MIN(due) AS due FROM privacy_queue").one().due;
  }

  waiting(): number {
    return this.sql.exec<{ count: number }>("SELECT COUNT(*) AS count FROM privacy_queue").one().count;
  }

  finished(session: string): void {
    this.sql.exec("DELETE FROM privacy_queue WHERE session = ?", session);
  }

  /** Takes out the sessions of which nothing has been rewritten yet; the others may be half done. */
  dropUntouched(): void {
    this.sql.exec("DELETE FROM privacy_queue WHERE next = 0 AND tries = 0 AND changed = 0");
  }

  /** Makes what waits for another try wait no longer. */
  hurry(now: number): void {
    this.sql.exec("UPDATE privacy_queue SET due = MIN(due, ?)", now);
  }

  clear(): void {
    this.sql.exec("DELETE FROM privacy_queue");
  }
}
