import { and, asc, desc, eq, gt, gte, inArray, lt, lte, or, sql, type SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { ActivityFilter } from "../protocol/activity/activity.schema.ts";
import type { LogEntry } from "../protocol/activity/entry.ts";
import { entryOf } from "./activity-log.ts";
import { activity } from "./index-tables.ts";

/** A text as a part of what LIKE looks for. */
function pattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

function fits(tenant: string, filter: ActivityFilter): SQL | undefined {
  const { from, to, actor, action, session, environment, q } = filter;
  const looked = q === undefined ? undefined : pattern(q);
  const anywhere = (column: unknown) => sql`${column} LIKE ${looked} ESCAPE '\\'`;
  return and(
    eq(activity.tenant, tenant),
    // Those from before there was a chain are in no list.
    gt(activity.seq, 0),
    from === undefined ? undefined : gte(activity.at, from),
    to === undefined ? undefined : lt(activity.at, to),
    actor === undefined ? undefined : eq(activity.actor, actor),
    action === undefined ? undefined : inArray(activity.action, action),
    session === undefined ? undefined : eq(activity.session, session),
    environment === undefined ? undefined : eq(activity.environment, environment),
    looked === undefined
      ? undefined
      : or(
          anywhere(activity.actor),
          anywhere(activity.action),
          anywhere(activity.session),
          anywhere(activity.maskedIp),
          anywhere(activity.details),
        ),
  );
}

/** The newest entries that fit, before `before` where it is given. */
export async function newestActivity(
  index: D1Database,
  tenant: string,
  filter: ActivityFilter,
  limit: number,
  before?: number,
): Promise<LogEntry[]> {
  const rows = await drizzle(index)
    .select()
    .from(activity)
    .where(and(fits(tenant, filter), before === undefined ? undefined : lt(activity.seq, before)))
    .orderBy(desc(activity.seq))
    .limit(limit);
  return rows.map(entryOf);
}

/** Entries that fit after `after` and up to `until`, in order. */
export async function activityAfter(
  index: D1Database,
  tenant: string,
  filter: ActivityFilter,
  { after, until, limit }: { after: number; until: number; limit: number },
): Promise<LogEntry[]> {
  const rows = await drizzle(index)
    .select()
    .from(activity)
    .where(and(fits(tenant, filter), gt(activity.seq, after), lte(activity.seq, until)))
    .orderBy(asc(activity.seq))
    .limit(limit);
  return rows.map(entryOf);
}

/** The entries that tell more of these. */
export async function activityAbout(index: D1Database, tenant: string, seqs: readonly number[]): Promise<LogEntry[]> {
  const rows = await drizzle(index)
    .select()
    .from(activity)
    .where(
      and(eq(activity.tenant, tenant), sql`${activity.ref} IN (SELECT value FROM json_each(${JSON.stringify(seqs)}))`),
    );
  return rows.map(entryOf);
}

/** Values that a filter offers, at most. */
const FACET_VALUES = 200;

/** The different values of a column of a tenant's log. Jumps from one to the next in the index, and reads no row between. */
async function valuesOf(
  index: D1Database,
  tenant: string,
  column: "actor" | "action" | "environment",
): Promise<string[]> {
  const { results } = await index
    .prepare(
      `WITH RECURSIVE found(value) AS (
         SELECT MIN(${column}) FROM activity WHERE tenant = ?1 AND seq > 0
         UNION ALL
         SELECT (SELECT MIN(${column}) FROM activity WHERE tenant = ?1 AND ${column} > value) FROM found WHERE value IS NOT NULL
       ) SELECT value FROM found WHERE value IS NOT NULL LIMIT ?2`,
    )
    .bind(tenant, FACET_VALUES)
    .all<{ value: string }>();
  return results.map(({ value }) => value);
}

/** What a tenant's log has to filter by. */
export async function activityValues(
  index: D1Database,
  tenant: string,
): Promise<{ actors: string[]; actions: string[]; environments: string[] }> {
  const [actors, actions, environments] = await Promise.all([
    valuesOf(index, tenant, "actor"),
    valuesOf(index, tenant, "action"),
    valuesOf(index, tenant, "environment"),
  ]);
  return { actors, actions, environments };
}
