import { and, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { SessionRow } from "../protocol/api.schema.ts";
import * as tables from "./index-tables.ts";

/** A visitor, and the user id whose sessions are theirs as well; `null` when it is not proven that they are. */
export interface Person {
  visitor: string;
  user: string | null;
}

/** Joins a visitor with a user, or notes that they still are; an older projection that comes late changes nothing. */
export function joinIdentity(index: D1Database, tenant: string, visitor: string, user: string, at: number) {
  const { identities } = tables;
  return drizzle(index)
    .insert(identities)
    .values({ tenant, visitor, user, at })
    .onConflictDoUpdate({
      target: [identities.tenant, identities.visitor, identities.user],
      set: { at },
      setWhere: sql`${identities.at} < ${at}`,
    });
}

/** The same rows with `knownAs` filled: the session's own user, else the one its visitor was last joined with. */
export async function withKnownAs(
  index: D1Database,
  tenant: string,
  rows: readonly SessionRow[],
): Promise<SessionRow[]> {
  const asked = new Set(rows.filter(({ user }) => user === null).map(({ visitor }) => visitor));
  const known = new Map<string, string>();
  if (asked.size > 0) {
    // As JSON, because D1 takes 100 parameters and a page may have 200 visitors. With MAX the other columns are that row's.
    const { results } = await index
      .prepare(
        `SELECT visitor, user, MAX(at) FROM identities
          WHERE tenant = ? AND visitor IN (SELECT value FROM json_each(?)) GROUP BY visitor`,
      )
      .bind(tenant, JSON.stringify([...asked]))
      .all<{ visitor: string; user: string }>();
    for (const { visitor, user } of results) known.set(visitor, user);
  }
  return rows.map((row) => ({ ...row, knownAs: row.user ?? known.get(row.visitor) ?? null }));
}

/** Ids of sessions of a person that the index has, at most `limit`. */
export async function sessionsOf(
  index: D1Database,
  tenant: string,
  { visitor, user }: Person,
  limit: number,
): Promise<string[]> {
  const { sessions } = tables;
  const found = (column: typeof sessions.visitor | typeof sessions.user, value: string) =>
    drizzle(index)
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(eq(sessions.tenant, tenant), eq(column, value)))
      .limit(limit);
  // Two questions with an index each; one with OR would read every session of the tenant.
  const answers = await drizzle(index).batch([
    found(sessions.visitor, visitor),
    ...(user === null ? [] : [found(sessions.user, user)]),
  ]);
  return [...new Set(answers.flat().map(({ id }) => id))].slice(0, limit);
}

/** Forgets with whom a person was joined. Safe to repeat. */
export async function forgetIdentities(index: D1Database, tenant: string, { visitor, user }: Person): Promise<void> {
  const { identities } = tables;
  const forget = (column: typeof identities.visitor | typeof identities.user, value: string) =>
    drizzle(index)
      .delete(identities)
      .where(and(eq(identities.tenant, tenant), eq(column, value)));
  await drizzle(index).batch([
    forget(identities.visitor, visitor),
    ...(user === null ? [] : [forget(identities.user, user)]),
  ]);
}
