import { LISTS } from "../../protocol/index.ts";
import type { FieldName } from "../../protocol/query/fields.ts";

const COLUMNS: Partial<Record<FieldName, string>> = {
  user: "user",
  country: "country",
  city: "city",
  browser: "browser",
  os: "os",
  env: "environment",
  segment: "segment",
  entry: "entry_url",
};

/** Kinds of entries of a trail that are values of a field. */
const TRAIL: Partial<Record<FieldName, string>> = { event: "event", error: "error", url: "page", visited: "page" };

/** What to look for among the newest sessions of a tenant. */
export interface Offering {
  tenant: string;
  /** The only environment, or `null`. */
  environment: string | null;
  field: FieldName;
  /** What the value begins with or holds, as far as it is typed. */
  typed: string;
}

/**
 * Values that a field has among the newest sessions, the most frequent first: to be offered while somebody types. An older session may
 * have others.
 */
export async function offeredValues(
  index: D1Database,
  { tenant, environment, field, typed }: Offering,
): Promise<{ value: string; count: number }[]> {
  const newest = `SELECT * FROM sessions INDEXED BY sessions_list
    WHERE tenant = ?1 AND place IS NOT NULL AND (?2 IS NULL OR environment = ?2) ORDER BY place DESC LIMIT ${LISTS.offeredFrom}`;
  const column = COLUMNS[field];
  const kind = TRAIL[field];
  const values = column
    ? `SELECT ${column} AS value FROM (${newest})`
    : kind
      ? `SELECT DISTINCT newest.id, entry.value ->> 2 AS value FROM (${newest}) AS newest
          CROSS JOIN session_trails ON session_trails.tenant = ?1 AND session_trails.session = newest.id
          CROSS JOIN json_each(session_trails.trail) AS entry WHERE entry.value ->> 1 = '${kind}'`
      : field === "trait"
        ? `SELECT DISTINCT newest.id, (entry.value ->> 2) || '=' || (entry.value ->> 3) AS value FROM (${newest}) AS newest
            CROSS JOIN session_trails ON session_trails.tenant = ?1 AND session_trails.session = newest.id
            CROSS JOIN json_each(session_trails.trail) AS entry WHERE entry.value ->> 1 = 'trait'`
        : field === "tag"
          ? `SELECT tag AS value FROM session_tags CROSS JOIN sessions ON sessions.tenant = ?1 AND sessions.id = session_tags.session
              WHERE session_tags.tenant = ?1 AND (?2 IS NULL OR environment = ?2) LIMIT 10000`
          : null;
  if (values === null) return [];
  const { results } = await index
    .prepare(
      `SELECT value, COUNT(*) AS count FROM (${values}) WHERE value <> '' AND instr(lower(value), lower(?3)) > 0
       GROUP BY value ORDER BY count DESC, value LIMIT ${LISTS.offeredValues}`,
    )
    .bind(tenant, environment, typed)
    .all<{ value: string; count: number }>();
  return results;
}
