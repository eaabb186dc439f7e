import type { DoomedSession } from "../storage/index.ts";

/** Sessions that are deleted together. */
export interface DeletionJob {
  id: string;
  /** Chosen ones, all of a person, those whose retention has ended, or what a restored database brought back. */
  kind: "delete" | "erase" | "retention" | "restore";
  /** As the activity log names them. */
  by: string;
  maskedIp: string | null;
  at: number;
  finishedAt: number | null;
  total: number;
  done: number;
  /** Whose sessions; forgotten at the end. */
  person: { visitors: string[]; user: string | null } | null;
  /** Keyed hashes of the same. */
  subjects: string[];
  /** Parts of it that are noted in the ledger. */
  noted: number;
}

/** SQL of what is being deleted. The last jobs stay, to be looked at. */
export class DeletionStore {
  constructor(private readonly sql: SqlStorage) {}

  save(job: DeletionJob): void {
    this.sql.exec(
      "INSERT INTO deletion_jobs (id, finished, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET finished = excluded.finished, json = excluded.json",
      job.id,
      job.finishedAt === null ? 0 : 1,
      JSON.stringify(job),
    );
  }

  private jobs(query: string, ...bindings: SqlStorageValue[]): DeletionJob[] {
    return this.sql
      .exec<{ json: string }>(query, ...bindings)
      .toArray()
      .map(({ json }) => JSON.parse(json) as DeletionJob);
  }

  job(id: string): DeletionJob {
    return this.jobs("SELECT json FROM deletion_jobs WHERE id = ?", id)[0]!;
  }

  /** The oldest that is not done. */
  next(): DeletionJob | null {
    return this.jobs("SELECT json FROM deletion_jobs WHERE finished = 0 ORDER BY id LIMIT 1")[0] ?? null;
  }

  latest(limit: number): DeletionJob[] {
    return this.jobs("SELECT json FROM deletion_jobs ORDER BY id DESC LIMIT ?", limit);
  }

  /** Forgets jobs that are done but for the last ones. */
  prune(keep: number): void {
    this.sql.exec(
      "DELETE FROM deletion_jobs WHERE finished = 1 AND id NOT IN (SELECT id FROM deletion_jobs ORDER BY id DESC LIMIT ?)",
      keep,
    );
  }

  /** Adds sessions to a job; those that are being deleted already stay where they are. Answers how many are new. */
  queue(job: string, sessions: readonly DoomedSession[]): number {
    const before = this.waiting();
    for (const { session, environment } of sessions)
      this.sql.exec(
        "INSERT INTO deletions (session, job, environment, noted) VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING",
        session,
        job,
        environment,
      );
    return this.waiting() - before;
  }

  private waiting(): number {
    return this.sql.exec<{ count: number }>("SELECT COUNT(*) AS count FROM deletions").one().count;
  }

  /** Some of a job's sessions: those that the ledger has, or has not. */
  some(job: string, noted: boolean, limit: number): DoomedSession[] {
    return this.sql
      .exec<DoomedSession & Record<string, SqlStorageValue>>(
        "SELECT session, environment FROM deletions WHERE job = ? AND noted = ? ORDER BY session LIMIT ?",
        job,
        noted ? 1 : 0,
        limit,
      )
      .toArray();
  }

  noted(sessions: readonly string[]): void {
    this.sql.exec(
      "UPDATE deletions SET noted = 1 WHERE session IN (SELECT value FROM json_each(?))",
      JSON.stringify(sessions),
    );
  }

  /** A session is gone, and whose it was is forgotten. `false`: that was known. */
  gone(session: string): boolean {
    const known = this.sql.exec("DELETE FROM deletions WHERE session = ? RETURNING 1", session).toArray().length > 0;
    this.sql.exec("UPDATE admitted SET visitor = '', user = NULL WHERE session = ?", session);
    this.sql.exec("DELETE FROM tellings WHERE session = ?", session);
    this.sql.exec("DELETE FROM pins WHERE session = ?", session);
    return known;
  }

  /** Sessions of a person that were let in lately, and may not be in the index. */
  admitted({ visitors, user }: NonNullable<DeletionJob["person"]>, limit: number): DoomedSession[] {
    return this.sql
      .exec<DoomedSession & Record<string, SqlStorageValue>>(
        `SELECT session, environment FROM admitted WHERE session NOT IN (SELECT session FROM deletions)
          AND (user = ?2 OR (visitor IN (SELECT value FROM json_each(?1)) AND (?2 IS NULL OR user IS NULL))) LIMIT ?3`,
        JSON.stringify(visitors),
        user,
        limit,
      )
      .toArray();
  }

  pin(session: string, pin: Pin): void {
    this.sql.exec(
      `INSERT INTO pins (session, at, actor, reason) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET at = excluded.at, actor = excluded.actor, reason = excluded.reason`,
      session,
      pin.at,
      pin.actor,
      pin.reason,
    );
  }

  /** `false`: it was not pinned. */
  unpin(session: string): boolean {
    return this.sql.exec("DELETE FROM pins WHERE session = ? RETURNING 1", session).toArray().length > 0;
  }

  pinned(sessions: readonly string[]): string[] {
    return this.sql
      .exec<{ session: string }>(
        "SELECT session FROM pins WHERE session IN (SELECT value FROM json_each(?))",
        JSON.stringify(sessions),
      )
      .toArray()
      .map(({ session }) => session);
  }
}

/** Why a session is kept beyond its retention. */
export interface Pin {
  at: number;
  /** As the activity log names them. */
  actor: string;
  reason: string;
}
