import { and, eq, gt, lte, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { entryText, type LogEntry } from "../protocol/activity/entry.ts";
import { LIMITS } from "../protocol/index.ts";
import { activity } from "./index-tables.ts";

/** The entry that one tells more of, as `details.view` names it. */
function referenceOf({ details }: LogEntry): number | null {
  const view = details?.["view"];
  return typeof view === "number" ? view : null;
}

const OF_EXCLUDED = {
  seq: sql`excluded.seq`,
  at: sql`excluded.at`,
  environment: sql`excluded.environment`,
  actor: sql`excluded.actor`,
  action: sql`excluded.action`,
  session: sql`excluded.session`,
  maskedIp: sql`excluded.masked_ip`,
  details: sql`excluded.details`,
  ref: sql`excluded.ref`,
  prevHash: sql`excluded.prev_hash`,
  hash: sql`excluded.hash`,
};

/**
 * Brings entries of a tenant's chain into the index, where they are searched. Safe to repeat: what the index has of an entry becomes
 * what the chain says.
 */
export async function projectActivity(index: D1Database, entries: readonly LogEntry[]): Promise<void> {
  const db = drizzle(index);
  const [first, ...rest] = entries.map((entry) =>
    db
      .insert(activity)
      .values({ ...entry, ref: referenceOf(entry) })
      .onConflictDoUpdate({ target: [activity.tenant, activity.id], set: OF_EXCLUDED }),
  );
  if (first) await db.batch([first, ...rest]);
}

type Row = typeof activity.$inferSelect;

/** An entry as the index has it, as it stands in the chain. */
export function entryOf({ ref: _ref, ...row }: Row): LogEntry {
  return row;
}

/**
 * Makes the rows of a stretch of the log say what the chain says; answers how many did not, or were not in the chain at all.
 * `to` null: to the end. `known` tells
 * whether the chain has an entry by now.
 */
export async function mendProjection(
  index: D1Database,
  tenant: string,
  { after, to }: { after: number; to: number | null },
  entries: readonly LogEntry[],
  known: (id: string) => boolean,
): Promise<number> {
  const rows = await drizzle(index)
    .select()
    .from(activity)
    .where(and(eq(activity.tenant, tenant), gt(activity.seq, after), to === null ? undefined : lte(activity.seq, to)));
  const there = new Map(rows.map((row) => [row.id, entryText(entryOf(row)) + row.hash + row.ref]));
  const wrong = entries.filter((entry) => there.get(entry.id) !== entryText(entry) + entry.hash + referenceOf(entry));
  const foreign = rows.filter(({ id }) => !known(id)).map(({ id }) => id);
  for (let i = 0; i < wrong.length; i += LIMITS.logProjectRows)
    await projectActivity(index, wrong.slice(i, i + LIMITS.logProjectRows));
  if (foreign.length > 0) {
    await index
      .prepare("DELETE FROM activity WHERE tenant = ? AND id IN (SELECT value FROM json_each(?))")
      .bind(tenant, JSON.stringify(foreign))
      .run();
  }
  return wrong.length + foreign.length;
}
