import type { Plan, Source } from "./plan.ts";

/** Which way from a place: `older` is down the list. */
export type Direction = "older" | "newer";

type Value = string | number;

/** What each source is read from, what of it is known at once, where it keeps the place, and what narrows the search index to it. */
interface Reading {
  from: string;
  where: string;
  place: string;
  /** SQL for the place of its oldest session, with the tenant as its value. */
  oldest?: string;
}

function partOf(name: string, where: string): Reading {
  const from = `sessions INDEXED BY sessions_${name}`;
  return {
    from,
    where,
    place: "sessions.place",
    oldest: `SELECT MIN(place) FROM ${from} WHERE tenant = ? AND ${where}`,
  };
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

/** SQL that gives the places of the next `limit` sessions that may fit, in the order of the list or the other way. */
export function placesStatement(
  plan: Plan,
  { tenant, actor }: { tenant: string; actor: string },
  { from, to, limit, direction }: { from: number; to: number; limit: number; direction: Direction },
): { sql: string; values: Value[] } {
  const { source, match } = plan;
  const { from: tables, where: known, place, oldest } = SOURCES[source];
  const span = (column: string, least: string) => [`${column} >= ${least}`, `${column} < ${WHOLE}`];
  const where = [known, "sessions.tenant = ?", ...span(place, WHOLE), ...plan.where].filter(Boolean);
  const first: Value[] = source === "search" ? [match!] : source === "seen" ? [tenant, actor] : [];
  const values = [...first, tenant, from, to, ...plan.values];
  if (match !== null && source !== "search") {
    // All of its answer at once: asked for each session alone, the index would begin from its end each time.
    const rows = span("session_search.rowid", oldest ? `MAX(${WHOLE}, (${oldest}))` : WHOLE);
    const sub = `SELECT session_search.rowid FROM session_search WHERE session_search MATCH ? AND ${rows.join(" AND ")}`;
    where.push(`sessions.place IN (${sub})`);
    values.push(match, from, ...(oldest ? [tenant] : []), to);
  }
  const order = direction === "older" ? "DESC" : "ASC";
  return {
    sql: `SELECT sessions.place FROM ${tables} WHERE ${where.join(" AND ")} ORDER BY ${place} ${order} LIMIT ?`,
    values: [...values, limit],
  };
}
