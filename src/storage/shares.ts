import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { SHARES } from "../protocol/index.ts";
import { shares } from "./index-tables.ts";

/** A link as it is stored. */
export type ShareRecord = typeof shares.$inferSelect;

/** Stores a link; `false` when the session has as many as it may. */
export async function addShare(index: D1Database, record: typeof shares.$inferInsert): Promise<boolean> {
  const { tenant, session, id, token, password = null, t = null, actor, createdAt, expiresAt } = record;
  // The bound is part of the very statement, so that several at once keep it too.
  const { meta } = await index
    .prepare(
      `INSERT INTO shares (tenant, session, id, token, password, t, actor, created_at, expires_at)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE
         (SELECT count(*) FROM shares WHERE tenant = ?1 AND session = ?2 AND revoked_at IS NULL) < ?10`,
    )
    .bind(tenant, session, id, token, password, t, actor, createdAt, expiresAt, SHARES.perSession)
    .run();
  return meta.changes === 1;
}

/** The links of a session, newest first. */
export function listShares(index: D1Database, tenant: string, session: string): Promise<ShareRecord[]> {
  return drizzle(index)
    .select()
    .from(shares)
    .where(and(eq(shares.tenant, tenant), eq(shares.session, session)))
    .orderBy(desc(shares.createdAt), desc(shares.id));
}

/** The link with this hash of a token, or with this id. */
export async function findShare(
  index: D1Database,
  by: { token: string } | { id: string },
): Promise<ShareRecord | null> {
  const [row] = await drizzle(index)
    .select()
    .from(shares)
    .where("token" in by ? eq(shares.token, by.token) : eq(shares.id, by.id));
  return row ?? null;
}

/** Ends a link; `null` when there is no such link of the session, or it has been ended before. */
export async function revokeShare(
  index: D1Database,
  { tenant, session, id }: Pick<ShareRecord, "tenant" | "session" | "id">,
  now: number,
): Promise<ShareRecord | null> {
  const [row] = await drizzle(index)
    .update(shares)
    .set({ revokedAt: now })
    .where(and(eq(shares.tenant, tenant), eq(shares.session, session), eq(shares.id, id), isNull(shares.revokedAt)))
    .returning();
  return row ?? null;
}

/** Counts a try of a password before it is looked at; `false` when there were too many of late. */
export async function takeTry(index: D1Database, id: string, now: number): Promise<boolean> {
  const { meta } = await index
    .prepare(
      `UPDATE shares SET tries = iif(tries_at <= ?2 - ?3, 1, tries + 1), tries_at = iif(tries_at <= ?2 - ?3, ?2, tries_at)
       WHERE id = ?1 AND (tries < ?4 OR tries_at <= ?2 - ?3)`,
    )
    .bind(id, now, SHARES.triesMs, SHARES.tries)
    .run();
  return meta.changes === 1;
}

/** Counts that a link was opened. */
export async function noteOpened(index: D1Database, id: string, now: number): Promise<void> {
  await drizzle(index)
    .update(shares)
    .set({ opens: sql`${shares.opens} + 1`, openedAt: now, tries: 0, triesAt: 0 })
    .where(eq(shares.id, id));
}
