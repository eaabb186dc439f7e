import { LISTS } from "../protocol/index.ts";
import { refreshSearch } from "./search/refresh.ts";

/** Tags of sessions, in the order of the alphabet; of some only. */
export async function tagsOf(
  index: D1Database,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const { results } = await index
    .prepare(
      "SELECT session, tag FROM session_tags WHERE tenant = ? AND session IN (SELECT value FROM json_each(?)) ORDER BY tag",
    )
    .bind(tenant, JSON.stringify(ids))
    .all<{ session: string; tag: string }>();
  const tags = new Map<string, string[]>();
  for (const { session, tag } of results) tags.set(session, [...(tags.get(session) ?? []), tag]);
  return tags;
}

/** Which of these sessions somebody has seen. */
export async function seenOf(
  index: D1Database,
  tenant: string,
  actor: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const { results } = await index
    .prepare(
      "SELECT session FROM session_seen WHERE tenant = ? AND actor = ? AND session IN (SELECT value FROM json_each(?))",
    )
    .bind(tenant, actor, JSON.stringify(ids))
    .all<{ session: string }>();
  return new Set(results.map(({ session }) => session));
}

/** Notes that somebody has seen a session. Once is enough: repeated, it changes nothing. */
export async function markSeen(
  index: D1Database,
  { tenant, session, actor, at }: { tenant: string; session: string; actor: string; at: number },
): Promise<void> {
  await index
    .prepare(
      `INSERT INTO session_seen (tenant, session, actor, place, at)
       SELECT tenant, id, ?3, place, ?4 FROM sessions WHERE tenant = ?1 AND id = ?2 AND place IS NOT NULL ON CONFLICT DO NOTHING`,
    )
    .bind(tenant, session, actor, at)
    .run();
}

/** Sessions of a tenant that get a tag or lose it. */
export interface Tagging {
  tenant: string;
  sessions: readonly string[];
  tag: string;
  actor: string;
  at: number;
}

/** Gives sessions a tag. Answers those that did not have it; ones that are gone or have as many tags as one may are left out. */
export async function addTag(index: D1Database, { tenant, sessions, tag, actor, at }: Tagging): Promise<string[]> {
  const { results } = await index
    .prepare(
      `INSERT INTO session_tags (tenant, session, tag, actor, at)
       SELECT tenant, id, ?3, ?4, ?5 FROM sessions WHERE tenant = ?1 AND id IN (SELECT value FROM json_each(?2))
         AND (SELECT COUNT(*) FROM session_tags AS others WHERE others.tenant = ?1 AND others.session = sessions.id) < ?6
       ON CONFLICT DO NOTHING RETURNING session`,
    )
    .bind(tenant, JSON.stringify(sessions), tag, actor, at, LISTS.sessionTags)
    .all<{ session: string }>();
  const changed = results.map(({ session }) => session);
  if (changed.length > 0) await refreshSearch(index, tenant, changed);
  return changed;
}

/** Takes a tag away. Answers those that had it. */
export async function removeTag(index: D1Database, { tenant, sessions, tag }: Omit<Tagging, "actor" | "at">) {
  const { results } = await index
    .prepare(
      "DELETE FROM session_tags WHERE tenant = ? AND tag = ? AND session IN (SELECT value FROM json_each(?)) RETURNING session",
    )
    .bind(tenant, tag, JSON.stringify(sessions))
    .all<{ session: string }>();
  const changed = results.map(({ session }) => session);
  if (changed.length > 0) await refreshSearch(index, tenant, changed);
  return changed;
}
