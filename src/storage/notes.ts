import { and, asc, desc, eq, ne, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { NOTES } from "../protocol/index.ts";
import { notes, sessions } from "./index-tables.ts";
import { refreshSearch } from "./search/refresh.ts";

/** A note as it is stored. */
export type NoteRecord = typeof notes.$inferSelect;

/** Which note. */
export type NoteKey = Pick<NoteRecord, "tenant" | "session" | "id">;

function isThe({ tenant, session, id }: NoteKey) {
  return and(eq(notes.tenant, tenant), eq(notes.session, session), eq(notes.id, id));
}

/** Stores a note; `false` when the session has as many as it may. */
export async function addNote(index: D1Database, record: NoteRecord): Promise<boolean> {
  const { tenant, session, id, at, text, place, mentions, author, createdAt } = record;
  // The bound is part of the very statement, so that several at once keep it too.
  const { meta } = await index
    .prepare(
      `INSERT INTO notes (tenant, session, id, at, text, place, mentions, author, created_at)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE
         (SELECT count(*) FROM notes WHERE tenant = ?1 AND session = ?2) < ?10`,
    )
    .bind(
      tenant,
      session,
      id,
      at,
      text,
      place && JSON.stringify(place),
      JSON.stringify(mentions),
      author,
      createdAt,
      NOTES.perSession,
    )
    .run();
  if (meta.changes !== 1) return false;
  await refreshSearch(index, tenant, [session]);
  return true;
}

/** The notes of a session, in the order of their moments. */
export function listNotes(index: D1Database, tenant: string, session: string): Promise<NoteRecord[]> {
  return drizzle(index)
    .select()
    .from(notes)
    .where(and(eq(notes.tenant, tenant), eq(notes.session, session)))
    .orderBy(asc(notes.at), asc(notes.id));
}

/** One note; `null` when there is none. */
export async function readNote(index: D1Database, key: NoteKey): Promise<NoteRecord | null> {
  const [row] = await drizzle(index).select().from(notes).where(isThe(key));
  return row ?? null;
}

/** Changes a note that is still there. */
export async function changeNote(
  index: D1Database,
  key: NoteKey,
  change: Partial<Pick<NoteRecord, "text" | "mentions" | "editedAt" | "resolvedAt" | "resolvedBy">>,
): Promise<void> {
  await drizzle(index).update(notes).set(change).where(isThe(key));
}

/** Takes a note away. */
export async function removeNote(index: D1Database, key: NoteKey): Promise<void> {
  await drizzle(index).delete(notes).where(isThe(key));
  await refreshSearch(index, key.tenant, [key.session]);
}

/** Whose mentions. */
export interface Meant {
  tenant: string;
  /** The member's id. */
  user: string;
  /** The only environment, or `null`. */
  environment: string | null;
  /** Also of sessions that are held back. */
  held: boolean;
}

/** A note together with what is said of its session. */
export interface Calling {
  note: NoteRecord;
  user: string | null;
  entryUrl: string;
}

/** Open notes in which somebody is meant, the newest first. */
export async function notesCalling(index: D1Database, { tenant, user, environment, held }: Meant): Promise<Calling[]> {
  const calling = sql`(SELECT * FROM notes INDEXED BY notes_calling
    WHERE tenant = ${tenant} AND resolved_at IS NULL AND mentions <> '[]' ORDER BY id DESC LIMIT ${NOTES.callingLooked})`;
  return drizzle(index)
    .select({ note: notes, user: sessions.user, entryUrl: sessions.entryUrl })
    .from(notes)
    .innerJoin(sessions, and(eq(sessions.tenant, notes.tenant), eq(sessions.id, notes.session)))
    .where(
      and(
        eq(notes.tenant, tenant),
        sql`(${notes.session}, ${notes.id}) IN (SELECT session, id FROM ${calling}
          WHERE EXISTS (SELECT 1 FROM json_each(mentions) WHERE value = ${user}))`,
        environment === null ? undefined : eq(sessions.environment, environment),
        held ? undefined : ne(sessions.quarantine, "held"),
      ),
    )
    .orderBy(desc(notes.id))
    .limit(NOTES.callingShown);
}
