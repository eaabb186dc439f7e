import { and, eq, sql, type SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { LISTS, PlayheadError } from "../../protocol/index.ts";
import type { Query } from "../../protocol/query/fields.ts";
import { sessionTrails, sessions } from "../index-tables.ts";
import type { StoredSession } from "../session-index.ts";
import { planOf, type Asker, type Plan } from "./plan.ts";
import { placesStatement, type Direction } from "./statement.ts";
import { fits, type Candidate } from "./verify.ts";

/** A place in the list, as the cursor says it. @throws {PlayheadError} `bad_request` */
function readCursor(cursor: string): number {
  const place = /^\d{1,16}$/.test(cursor) ? Number(cursor) : Number.NaN;
  if (!Number.isSafeInteger(place))
    throw new PlayheadError("bad_request", "`cursor` is not one that this list gave; start without it.");
  return place;
}

/** A statement with its values, for drizzle. */
export function bound({ sql: text, values }: ReturnType<typeof placesStatement>): SQL {
  const parts = text.split("?");
  return sql.join(
    parts.flatMap((part, at) => (at < values.length ? [sql.raw(part), sql`${values[at]}`] : [sql.raw(part)])),
  );
}

interface Stretch {
  from: number;
  to: number;
  limit: number;
  direction: Direction;
}

async function readCandidates(index: D1Database, plan: Plan, asker: Asker, stretch: Stretch): Promise<Candidate[]> {
  const places = bound(placesStatement(plan, asker, stretch));
  const chosen = and(eq(sessions.tenant, asker.tenant), sql`${sessions.place} IN (${places})`);
  const order = stretch.direction === "older" ? sql`${sessions.place} DESC` : sql`${sessions.place} ASC`;
  const db = drizzle(index);
  if (plan.verified.length === 0) {
    const rows = await db.select().from(sessions).where(chosen).orderBy(order);
    return rows.map((session) => ({ session, trail: null }));
  }
  return db
    .select({ session: sessions, trail: sessionTrails.trail })
    .from(sessions)
    .leftJoin(sessionTrails, and(eq(sessionTrails.tenant, sessions.tenant), eq(sessionTrails.session, sessions.id)))
    .where(chosen)
    .orderBy(order);
}

/** Some sessions of a search, and where it goes on; `null` at its end. There may be fewer than were asked for, and none. */
export interface Found {
  sessions: StoredSession[];
  next: number | null;
}

/**
 * The next `limit` sessions that fit, from a place on. What the index alone can't tell is looked at session by session, up to a bound:
 * then there is less, and a place to go on from.
 */
async function find(
  index: D1Database,
  plan: Plan,
  asker: Asker,
  { after, limit, direction }: { after: number | null; limit: number; direction: Direction },
): Promise<Found> {
  const older = direction === "older";
  let { from, to } = plan;
  if (after !== null && older) to = Math.min(to, after);
  if (after !== null && !older) from = Math.max(from, after + 1);
  const found: StoredSession[] = [];
  const once = plan.verified.length === 0;
  const batch = once ? limit + 1 : LISTS.verifiedAtOnce;
  for (let round = 0; ; round++) {
    const candidates = await readCandidates(index, plan, asker, { from, to, limit: batch, direction });
    for (const [at, candidate] of candidates.entries()) {
      if (found.length === limit) return { sessions: found, next: found.at(-1)!.place };
      if (once || fits(plan.verified, candidate)) found.push(candidate.session);
      // More were asked for than can be shown, to know whether there are more.
      if (found.length === limit && at === candidates.length - 1 && candidates.length === batch)
        return { sessions: found, next: candidate.session.place };
    }
    if (candidates.length < batch) return { sessions: found, next: null };
    const last = candidates.at(-1)!.session.place!;
    if (round + 1 >= LISTS.verifiedRounds) return { sessions: found, next: last };
    if (older) to = last;
    else from = last + 1;
  }
}

/** A page of the sessions that fit, newest first. */
export async function searchSessions(
  index: D1Database,
  query: Query,
  asker: Asker,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ sessions: StoredSession[]; next: string | null }> {
  const after = cursor === undefined ? null : readCursor(cursor);
  const { sessions: rows, next } = await find(index, planOf(query, asker), asker, { after, limit, direction: "older" });
  return { sessions: rows, next: next === null ? null : String(next) };
}

/** How many fit, up to one more than is shown; `null` when each would have to be looked at. */
export async function countSessions(index: D1Database, query: Query, asker: Asker): Promise<number | null> {
  const plan = planOf(query, asker);
  if (plan.verified.length > 0) return null;
  const { from, to } = plan;
  const places = placesStatement(plan, asker, { from, to, limit: LISTS.countMax + 1, direction: "older" });
  const row = await index
    .prepare(`SELECT COUNT(*) AS count FROM (${places.sql})`)
    .bind(...places.values)
    .first<{ count: number }>();
  return row!.count;
}

/** The sessions above and below one in the list of a query; `null`: there is none, or none within the bound. */
export async function neighboursOf(
  index: D1Database,
  query: Query,
  asker: Asker,
  place: number,
): Promise<{ previous: string | null; next: string | null }> {
  const plan = planOf(query, asker);
  const one = async (direction: Direction) =>
    (await find(index, plan, asker, { after: place, limit: 1, direction })).sessions[0]?.id ?? null;
  const [previous, next] = await Promise.all([one("newer"), one("older")]);
  return { previous, next };
}
