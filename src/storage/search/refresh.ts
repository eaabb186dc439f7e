import { and, eq, inArray, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { notes, sessionTrails, sessions } from "../index-tables.ts";
import { sessionTags } from "../list-tables.ts";
import { digestOf, searchDocument, type Searched } from "./document.ts";

/** What the search index is made of, for some sessions of a tenant; ones that are gone are left out. */
async function readSearched(index: D1Database, tenant: string, ids: readonly string[]): Promise<Searched[]> {
  const db = drizzle(index);
  // As JSON, because D1 takes 100 parameters.
  const chosen = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const [rows, tags, noted] = await db.batch([
    db
      .select({ session: sessions, trail: sessionTrails.trail })
      .from(sessions)
      .leftJoin(sessionTrails, and(eq(sessionTrails.tenant, sessions.tenant), eq(sessionTrails.session, sessions.id)))
      .where(and(eq(sessions.tenant, tenant), inArray(sessions.id, chosen))),
    db
      .select({ session: sessionTags.session, tag: sessionTags.tag })
      .from(sessionTags)
      .where(and(eq(sessionTags.tenant, tenant), inArray(sessionTags.session, chosen))),
    db
      .selectDistinct({ session: notes.session })
      .from(notes)
      .where(and(eq(notes.tenant, tenant), inArray(notes.session, chosen))),
  ]);
  const withNote = new Set(noted.map((row) => row.session));
  return rows.map(({ session, trail }) => ({
    session,
    trail: trail ?? [],
    tags: tags.flatMap((row) => (row.session === session.id ? [row.tag] : [])),
    noted: withNote.has(session.id),
  }));
}

/**
 * Makes the search index say what the tables say of these sessions (`LIMITS.listPageMax` at most). `known` are digests of what it says
 * already: the same need not be written again. Answers the digests by session. Safe to repeat; for a session that is deleted meanwhile
 * nothing is written.
 */
export async function refreshSearch(
  index: D1Database,
  tenant: string,
  ids: readonly string[],
  known: ReadonlyMap<string, string> = new Map(),
): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  const statements: D1PreparedStatement[] = [];
  for (const searched of await readSearched(index, tenant, ids)) {
    const { id } = searched.session;
    const document = searchDocument(searched);
    const digest = digestOf(document);
    digests.set(id, digest);
    if (known.get(id) === digest) continue;
    statements.push(
      index
        .prepare(
          `INSERT OR REPLACE INTO session_search (rowid, facets, body, errors)
           SELECT place, ?3, ?4, ?5 FROM sessions WHERE tenant = ?1 AND id = ?2 AND place IS NOT NULL`,
        )
        .bind(tenant, id, document.facets, document.body, document.errors),
    );
  }
  if (statements.length > 0) await index.batch(statements);
  return digests;
}

/**
 * Takes sessions out of the search index; before their rows go, because those say where they stand in it. The plus keeps SQLite from
 * looking for them in the order of the list, through all sessions of the tenant.
 */
export function forgetSearch(index: D1Database, tenant: string, ids: readonly string[]): D1PreparedStatement {
  return index
    .prepare(
      `DELETE FROM session_search WHERE rowid IN (
         SELECT place FROM sessions WHERE tenant = ? AND id IN (SELECT value FROM json_each(?)) AND +place IS NOT NULL)`,
    )
    .bind(tenant, JSON.stringify(ids));
}
