import { and, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { INSIGHT_LIMITS } from "../protocol/insight-limits.ts";
import type { Course } from "../protocol/insights/course.ts";
import type { Query } from "../protocol/query/fields.ts";
import { sessionTrails, sessions } from "./index-tables.ts";
import { planOf, type Asker } from "./search/plan.ts";
import { bound } from "./search/search.ts";
import { placesStatement } from "./search/statement.ts";
import { fits } from "./search/verify.ts";
import type { StoredSession } from "./session-index.ts";

/** A session that a search finds. */
export interface FoundCourse {
  session: StoredSession;
  /** `null`: it was stored before there were trails. */
  course: Course | null;
  place: number;
  /** How many sessions were looked at by then, itself among them. */
  count: number;
}

/** The newest sessions that were looked at, those of them that fit, and where to go on; `null`: those were all. */
export interface CoursePage {
  looked: number;
  found: FoundCourse[];
  next: number | null;
}

/** Reads the next courses of a search, newest first, from below a place on. */
export async function readCourses(
  index: D1Database,
  query: Query,
  asker: Asker,
  { after, limit = INSIGHT_LIMITS.trailsAtOnce }: { after: number | null; limit?: number },
): Promise<CoursePage> {
  const plan = planOf(query, asker);
  const to = after === null ? plan.to : Math.min(plan.to, after);
  const places = bound(placesStatement(plan, asker, { from: plan.from, to, limit, direction: "older" }));
  const rows = await drizzle(index)
    .select({ session: sessions, trail: sessionTrails.trail, cut: sessionTrails.cut })
    .from(sessions)
    .leftJoin(sessionTrails, and(eq(sessionTrails.tenant, sessions.tenant), eq(sessionTrails.session, sessions.id)))
    .where(and(eq(sessions.tenant, asker.tenant), sql`${sessions.place} IN (${places})`))
    .orderBy(sql`${sessions.place} DESC`);
  const found = rows.flatMap(({ session, trail, cut }, at) => {
    if (!fits(plan.verified, { session, trail })) return [];
    const { id, startedAt, entryUrl, device, level, quarantine } = session;
    const known = { id, startedAt, entryUrl, device, level, held: quarantine === "held" };
    const course = trail && { ...known, trail, cut: cut ?? 0 };
    return [{ session, course, place: session.place!, count: at + 1 }];
  });
  return { looked: rows.length, found, next: rows.length < limit ? null : rows.at(-1)!.session.place };
}
