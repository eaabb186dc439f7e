import { drizzle } from "drizzle-orm/d1";
import { activity } from "./index-tables.ts";

/** One entry of the activity log. */
export type ActivityEntry = typeof activity.$inferInsert;

/** Adds an entry; it is durable when this resolves. Entries are never changed. A repeated id is the same entry. */
export async function recordActivity(index: D1Database, entry: ActivityEntry): Promise<void> {
  await drizzle(index).insert(activity).values(entry).onConflictDoNothing();
}
