import type { Plan, Source } from "./plan.ts";

/** Which way from a place: `older` is down the list. */
export type Direction = "older" | "newer";

type Value = string | number;

/** What each source is read from, what of it is known at once, and where it keeps the place. */
const SOURCES: Record<Source, { from: string; where: string; place: string }> = {
  search: {
    from: "session_search CROSS JOIN sessions ON sessions.place = session_search.rowid",
    where: "session_search MATCH ?",
    place: "session_search.rowid",
  },
  list: { from: "sessions INDEXED BY sessions_list", where: "", place: "sessions.place" },
  live: { from: "sessions INDEXED BY sessions_live", where: "status = 'live'", place: "sessions.place" },
  pinned: { from: "sessions INDEXED BY sessions_pinned", where: "pinned_at IS NOT NULL", place: "sessions.place" },
  held: { from: "sessions INDEXED BY sessions_held", where: "quarantine = 'held'", place: "sessions.place" },
  expiring: { from: "sessions INDEXED BY sessions_expiring", where: "", place: "sessions.place" },
  seen: {
    from: `session_seen INDEXED BY session_seen_actor CROSS JOIN sessions
      ON sessions.tenant = session_seen.tenant AND sessions.id = session_seen.session`,
    where: "session_seen.tenant = ? AND session_seen.actor = ?",
    place: "session_seen.place",
  },
};

/** SQL that gives the places of the next `limit` sessions that may fit, in the order of the list or the other way. */
export function placesStatement(
  plan: Plan,
  { tenant, actor }: { tenant: string; actor: string },
  { from, to, limit, direction }: { from: number; to: number; limit: number; direction: Direction },
): { sql: string; values: Value[] } {
  const { source, match } = plan;
  const { from: tables, where: known, place } = SOURCES[source];
  const where = [known, "sessions.tenant = ?", `${place} >= ?`, `${place} < ?`, ...plan.where].filter(Boolean);
  const first: Value[] = source === "search" ? [match!] : source === "seen" ? [tenant, actor] : [];
  const values = [...first, tenant, from, to, ...plan.values];
  if (match !== null && source !== "search") {
    where.push(
      "EXISTS (SELECT 1 FROM session_search WHERE session_search MATCH ? AND session_search.rowid = sessions.place)",
    );
    values.push(match);
  }
  const order = direction === "older" ? "DESC" : "ASC";
  return {
    sql: `SELECT sessions.place FROM ${tables} WHERE ${where.join(" AND ")} ORDER BY ${place} ${order} LIMIT ?`,
    values: [...values, limit],
  };
}
