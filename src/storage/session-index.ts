import { and, eq, lt, sql } from "drizzle-orm";
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import type { ChunkRow, PageRow, SessionRow } from "../protocol/api.schema.ts";
import type { TrailEntry } from "../protocol/trail.ts";
import * as tables from "./index-tables.ts";
import { freePlace, placeOf } from "./search/place.ts";
import { joinIdentity, withKnownAs } from "./visitor-index.ts";

type Index = DrizzleD1Database<typeof tables>;

/** A row of `sessions` as it is written. */
export type SessionRecord = typeof tables.sessions.$inferInsert;
/** A row of `chunks` as it is written, without the ids that the projection adds. */
export type ChunkRecord = ChunkRow & { sha256: string; rev?: number };

/** All that changed of one session since the last projection. */
export interface Projection {
  session: SessionRecord;
  pages: readonly PageRow[];
  chunks: readonly ChunkRecord[];
  /** `null`: it is as it was. */
  trail: { entries: TrailEntry[]; cut: number } | null;
}

function open(index: D1Database): Index {
  return drizzle(index, { schema: tables });
}

/** Trails only grow; an older one that comes late changes nothing. */
function writeTrail(
  db: Index,
  { tenant, id, startedAt }: SessionRecord,
  { entries, cut }: NonNullable<Projection["trail"]>,
) {
  const { sessionTrails } = tables;
  return db
    .insert(sessionTrails)
    .values({ tenant, session: id, startedAt, trail: entries, cut })
    .onConflictDoUpdate({
      target: [sessionTrails.tenant, sessionTrails.session],
      set: { trail: entries, cut },
      setWhere: sql`json_array_length(${sessionTrails.trail}) + ${sessionTrails.cut} <= ${entries.length + cut}`,
    });
}

/** A session whose retention was shortened stays so, whatever its object was told when it began. */
const KEPT_NO_LONGER = sql`excluded.received_at + MIN(
  ${tables.sessions.expiresAt} - ${tables.sessions.receivedAt}, excluded.expires_at - excluded.received_at)`;

/**
 * Writes a projection in one atomic batch. Safe to repeat, and an older one that arrives late changes nothing: the session's
 * version must grow, chunks never change once written, pages only grow.
 */
export async function project(index: D1Database, { session, pages, chunks, trail }: Projection): Promise<void> {
  const db = open(index);
  const { tenant, id } = session;
  // What never changes is not written again, because each column may stand in an index.
  const { tenant: _, id: __, environment: _env, visitor: _visitor, startedAt, user, segment, ...changing } = session;
  const upsert = db
    .insert(tables.sessions)
    .values({ ...session, place: sql.raw(freePlace(placeOf(startedAt))) as unknown as number })
    .onConflictDoUpdate({
      target: [tables.sessions.tenant, tables.sessions.id],
      set: { ...changing, ...(user !== null && { user }), ...(segment && { segment }), expiresAt: KEPT_NO_LONGER },
      setWhere: lt(tables.sessions.version, session.version),
    });
  const pageUpserts = pages.map(({ page, ...rest }) =>
    db
      .insert(tables.pages)
      .values({ tenant, session: id, page, ...rest })
      .onConflictDoUpdate({
        target: [tables.pages.tenant, tables.pages.session, tables.pages.page],
        set: rest,
        setWhere: sql`${tables.pages.to} <= ${rest.to}`,
      }),
  );
  const chunkInserts = chunks.map((chunk) =>
    db
      .insert(tables.chunks)
      .values({ tenant, session: id, ...chunk })
      .onConflictDoNothing(),
  );
  const trails = trail ? [writeTrail(db, session, trail)] : [];
  const join = session.user ? [joinIdentity(index, tenant, session.visitor, session.user, session.lastAt)] : [];
  await db.batch([upsert, ...pageUpserts, ...chunkInserts, ...trails, ...join]);
}

/** A row of `sessions` as it is read. */
export type StoredSession = typeof tables.sessions.$inferSelect;

/** What the API shows of a row; `withKnownAs` says more of `knownAs`. */
export function toSessionRow(record: SessionRecord): SessionRow {
  const stored = record as StoredSession;
  const {
    tenant: _tenant,
    version: _version,
    receivedAt: _received,
    chunks: _chunks,
    maskedIp: _ip,
    redactions: redacted,
    place: _place,
    ...row
  } = stored;
  const redactions = redacted.reduce((sum, { count }) => sum + count, 0);
  return { ...row, redactions, knownAs: row.user, durationMs: Math.max(0, row.lastAt - row.startedAt) };
}

/** One session of a tenant as it is stored, or `null`. */
export async function readSessionRecord(index: D1Database, tenant: string, id: string): Promise<StoredSession | null> {
  const { sessions } = tables;
  const [row] = await open(index)
    .select()
    .from(sessions)
    .where(and(eq(sessions.tenant, tenant), eq(sessions.id, id)));
  return row ?? null;
}

/** One session of a tenant as the list shows it, or `null`. */
export async function readSession(index: D1Database, tenant: string, id: string): Promise<SessionRow | null> {
  const record = await readSessionRecord(index, tenant, id);
  if (!record) return null;
  const [known] = await withKnownAs(index, tenant, [toSessionRow(record)]);
  return known!;
}

/** Lets everybody play a session that its object holds no more. */
export async function releaseSession(index: D1Database, tenant: string, id: string): Promise<void> {
  const { sessions } = tables;
  await open(index)
    .update(sessions)
    .set({ quarantine: "released" })
    .where(and(eq(sessions.tenant, tenant), eq(sessions.id, id), eq(sessions.quarantine, "held")));
}

/** The documents and chunks of a session, in order. */
export async function readParts(
  index: D1Database,
  tenant: string,
  id: string,
): Promise<{ pages: PageRow[]; chunks: ChunkRecord[] }> {
  const { chunks, pages } = tables;
  const db = open(index);
  const [pageRows, chunkRows] = await db.batch([
    db
      .select()
      .from(pages)
      .where(and(eq(pages.tenant, tenant), eq(pages.session, id)))
      .orderBy(pages.page),
    db
      .select()
      .from(chunks)
      .where(and(eq(chunks.tenant, tenant), eq(chunks.session, id)))
      .orderBy(chunks.n),
  ]);
  return {
    pages: pageRows.map(({ tenant: _tenant, session: _session, ...row }) => row),
    chunks: chunkRows.map(({ tenant: _tenant, session: _session, ...row }) => row),
  };
}

/** Sessions of any tenant that should have ended by `before` and have not: their alarm was lost. Oldest first. */
export async function stuckSessions(
  index: D1Database,
  before: number,
  limit: number,
): Promise<{ tenant: string; session: string }[]> {
  const { sessions } = tables;
  return open(index)
    .select({ tenant: sessions.tenant, session: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.status, "live"), lt(sessions.receivedAt, before)))
    .orderBy(sessions.receivedAt)
    .limit(limit);
}
