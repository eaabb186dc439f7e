import { forgetSearch } from "./search/refresh.ts";
import { DAY_MS } from "../protocol/index.ts";

/** A session that is to be deleted. */
export interface DoomedSession {
  session: string;
  environment: string | null;
}

function list(ids: readonly string[]): string {
  return JSON.stringify(ids);
}

/** Takes sessions out of every list at once. What else there is of them is deleted by their objects. Safe to repeat. */
export async function hideSessions(index: D1Database, tenant: string, sessions: readonly string[]): Promise<void> {
  const theirs = (sql: string) => index.prepare(sql).bind(tenant, list(sessions));
  await index.batch([
    forgetSearch(index, tenant, sessions),
    theirs("DELETE FROM session_trails WHERE tenant = ? AND session IN (SELECT value FROM json_each(?))"),
    theirs("DELETE FROM sessions WHERE tenant = ? AND id IN (SELECT value FROM json_each(?))"),
  ]);
}

/** Those of these sessions that a tenant has, with their environments. */
export async function knownSessions(
  index: D1Database,
  tenant: string,
  sessions: readonly string[],
): Promise<DoomedSession[]> {
  const { results } = await index
    .prepare(
      "SELECT id AS session, environment FROM sessions WHERE tenant = ? AND id IN (SELECT value FROM json_each(?))",
    )
    .bind(tenant, list(sessions))
    .all<{ session: string; environment: string }>();
  return results;
}

/** Sessions of a region whose retention has ended, tenant by tenant, the first to end first. Pinned ones stay. */
export async function expiredSessions(
  index: D1Database,
  now: number,
  limit: number,
): Promise<(DoomedSession & { tenant: string })[]> {
  const { results } = await index
    .prepare(
      // From tenant to tenant, because the index has them by tenant.
      `WITH RECURSIVE tenants(tenant) AS (
         SELECT MIN(tenant) FROM sessions
         UNION ALL SELECT (SELECT MIN(tenant) FROM sessions WHERE tenant > tenants.tenant) FROM tenants WHERE tenants.tenant IS NOT NULL
       )
       SELECT sessions.tenant, id AS session, environment FROM tenants CROSS JOIN sessions INDEXED BY sessions_expiring
        ON sessions.tenant = tenants.tenant WHERE expires_at <= ? AND pinned_at IS NULL LIMIT ?`,
    )
    .bind(now, limit)
    .all<{ tenant: string; session: string; environment: string }>();
  return results;
}

/** Notes with a session that it is pinned, or no more. */
export async function pinSession(
  index: D1Database,
  tenant: string,
  session: string,
  pin: { at: number; actor: string; reason: string } | null,
): Promise<void> {
  await index
    .prepare("UPDATE sessions SET pinned_at = ?3, pinned_by = ?4, pin_reason = ?5 WHERE tenant = ?1 AND id = ?2")
    .bind(tenant, session, pin?.at ?? null, pin?.actor ?? null, pin?.reason ?? null)
    .run();
}

/** Has sessions end no later than a shortened retention says; some of them. Answers how many were changed. */
export async function shortenRetention(
  index: D1Database,
  tenant: string,
  days: number,
  limit: number,
): Promise<number> {
  const { meta } = await index
    .prepare(
      `UPDATE sessions SET expires_at = received_at + ?2 WHERE tenant = ?1 AND id IN (
         SELECT id FROM sessions WHERE tenant = ?1 AND expires_at > received_at + ?2 LIMIT ?3)`,
    )
    .bind(tenant, days * DAY_MS, limit)
    .run();
  return meta.changes;
}

/** Who a person is known as. */
export interface KnownPerson {
  visitors: string[];
  user: string | null;
  /** Users that share a browser with them, when it can't be told who is meant: nothing of theirs is part of it. */
  others: string[];
}

/** As many identities as one person has at most: a browser a week, for years. */
const MAX_IDENTITIES = 500;

/**
 * Who somebody is: a user with all browsers they signed in with; or a visitor, who is the user they signed in as when there was only
 * one.
 */
export async function knownAs(
  index: D1Database,
  tenant: string,
  asked: { visitor: string } | { user: string },
): Promise<KnownPerson> {
  const column = async (sql: string, value: string) =>
    (await index.prepare(sql).bind(tenant, value, MAX_IDENTITIES).all<{ value: string }>()).results.map(
      ({ value: found }) => found,
    );
  const visitorsOf = (user: string) =>
    column("SELECT visitor AS value FROM identities WHERE tenant = ? AND user = ? LIMIT ?", user);
  if ("user" in asked) return { visitors: await visitorsOf(asked.user), user: asked.user, others: [] };
  const users = await column(
    "SELECT user AS value FROM identities WHERE tenant = ? AND visitor = ? LIMIT ?",
    asked.visitor,
  );
  const [user, ...more] = users;
  if (user === undefined || more.length > 0) return { visitors: [asked.visitor], user: null, others: users };
  return { visitors: [...new Set([asked.visitor, ...(await visitorsOf(user))])], user, others: [] };
}

/** What of a session makes it theirs: it is of a browser of theirs and of nobody else, or of the user. */
const THEIRS = `tenant = ?1 AND (user = ?3 OR (visitor IN (SELECT value FROM json_each(?2)) AND (?3 IS NULL OR user IS NULL)))`;

function bindings({ visitors, user }: Pick<KnownPerson, "visitors" | "user">): [string, string | null] {
  return [list(visitors), user];
}

/** How many sessions there are of a person. */
export async function countOfPerson(index: D1Database, tenant: string, person: KnownPerson): Promise<number> {
  const row = await index
    .prepare(`SELECT COUNT(*) AS count FROM sessions WHERE ${THEIRS}`)
    .bind(tenant, ...bindings(person))
    .first<{ count: number }>();
  return row!.count;
}

/** Some of them. */
export async function sessionsOfPerson(
  index: D1Database,
  tenant: string,
  person: Pick<KnownPerson, "visitors" | "user">,
  limit: number,
): Promise<DoomedSession[]> {
  const { results } = await index
    .prepare(`SELECT id AS session, environment FROM sessions WHERE ${THEIRS} LIMIT ?4`)
    .bind(tenant, ...bindings(person), limit)
    .all<{ session: string; environment: string }>();
  return results;
}

/** Those of these sessions of which the index has anything at all: after a restore also ones that were deleted. */
export async function remainingSessions(
  index: D1Database,
  tenant: string,
  sessions: readonly string[],
): Promise<DoomedSession[]> {
  const { results } = await index
    .prepare(
      `SELECT session, MAX(environment) AS environment FROM (
         SELECT id AS session, environment FROM sessions WHERE tenant = ?1 AND id IN (SELECT value FROM json_each(?2))
         UNION ALL SELECT session, NULL FROM chunks WHERE tenant = ?1 AND session IN (SELECT value FROM json_each(?2))
         UNION ALL SELECT session, NULL FROM pages WHERE tenant = ?1 AND session IN (SELECT value FROM json_each(?2))
         UNION ALL SELECT session, NULL FROM session_tags WHERE tenant = ?1 AND session IN (SELECT value FROM json_each(?2))
         UNION ALL SELECT session, NULL FROM session_trails WHERE tenant = ?1 AND session IN (SELECT value FROM json_each(?2))
       ) GROUP BY session`,
    )
    .bind(tenant, list(sessions))
    .all<{ session: string; environment: string | null }>();
  return results;
}

/** Who is joined with whom in a tenant, after a place in the table. */
export async function identitiesAfter(
  index: D1Database,
  tenant: string,
  after: { visitor: string; user: string },
  limit: number,
): Promise<{ visitor: string; user: string }[]> {
  const { results } = await index
    .prepare(
      "SELECT visitor, user FROM identities WHERE tenant = ? AND (visitor, user) > (?, ?) ORDER BY visitor, user LIMIT ?",
    )
    .bind(tenant, after.visitor, after.user, limit)
    .all<{ visitor: string; user: string }>();
  return results;
}
