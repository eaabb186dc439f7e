import type { Plan, Source } from "./plan.ts";

/** Which way from a place: `older` is down the list. */
export type Direction = "older" | "newer";

type Value = string | number;

/** What each source is read from, what of it is known at once, and where it keeps the place. */
interface Reading {
  from: string;
  where: string;
  place: string;
}

function partOf(name: string, where: string): Reading {
  return { from: `sessions INDEXED BY sessions_${name}`, where, place: "sessions.place" };
}

const SOURCES: Record<Source, Reading> = {
  search: {
    from: "session_search CROSS JOIN sessions ON sessions.place = session_search.rowid",
    where: "session_search MATCH ?",
    place: "session_search.rowid",
  },
  list: { from: "sessions INDEXED BY sessions_list", where: "", place: "sessions.place" },
  live: partOf("live", "status = 'live'"),
  pinned: partOf("pinned", "pinned_at IS NOT NULL"),
  held: partOf("held", "quarantine = 'held'"),
  expiring: { from: "sessions INDEXED BY sessions_expiring", where: "", place: "sessions.place" },
  seen: {
    from: `session_seen INDEXED BY session_seen_actor CROSS JOIN sessions
      ON sessions.tenant = session_seen.tenant AND sessions.id = session_seen.session`,
    where: "session_seen.tenant = ? AND session_seen.actor = ?",
    place: "session_seen.place",
  },
};

/** The search index takes whole numbers only: others it would pass over. */
const WHOLE = "CAST(? AS INTEGER)";

/**
 * Whether the search index has a match at a place. From its end backwards, because that is where sessions are looked for most; the same
 * with EXISTS would lose its order, and begin at the front.
 */
const MATCHES = `(SELECT 1 FROM session_search WHERE session_search MATCH ?
  AND session_search.rowid BETWEEN sessions.place AND sessions.place ORDER BY session_search.rowid DESC LIMIT 1) IS NOT NULL`;

/** SQL that gives the places of the next `limit` sessions that may fit, in the order of the list or the other way. */
export function placesStatement(
  plan: Plan,
  { tenant, actor }: { tenant: string; actor: string },
  { from, to, limit, direction }: { from: number; to: number; limit: number; direction: Direction },
): { sql: string; values: Value[] } {
  const { source, match } = plan;
  const { from: tables, where: known, place } = SOURCES[source];
  const where = [known, "sessions.tenant = ?", `${place} >= ${WHOLE}`, `${place} < ${WHOLE}`, ...plan.where];
  const first: Value[] = source === "search" ? [match!] : source === "seen" ? [tenant, actor] : [];
  const values = [...first, tenant, from, to, ...plan.values];
  if (match !== null && source !== "search") {
    where.push(MATCHES);
    values.push(match);
  }
  const order = direction === "older" ? "DESC" : "ASC";
  const all = where.filter(Boolean).join(" AND ");
  return {
    sql: `SELECT sessions.place FROM ${tables} WHERE ${all} ORDER BY ${place} ${order} LIMIT ?`,
    values: [...values, limit],
  };
}
