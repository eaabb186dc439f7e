import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { LogEntry } from "../protocol/activity/entry.ts";
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
