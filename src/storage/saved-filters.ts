import { and, asc, count, eq, or } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { savedFilters } from "./list-tables.ts";

/** A saved search as it is stored. */
export type StoredFilter = typeof savedFilters.$inferSelect;

/** Those somebody may use: their own, and what is shared. By name. */
export async function listFilters(index: D1Database, tenant: string, owner: string): Promise<StoredFilter[]> {
  return drizzle(index)
    .select()
    .from(savedFilters)
    .where(and(eq(savedFilters.tenant, tenant), or(eq(savedFilters.owner, owner), eq(savedFilters.shared, true))))
    .orderBy(asc(savedFilters.name), asc(savedFilters.id));
}

export async function readFilter(index: D1Database, tenant: string, id: string): Promise<StoredFilter | null> {
  const [row] = await drizzle(index)
    .select()
    .from(savedFilters)
    .where(and(eq(savedFilters.tenant, tenant), eq(savedFilters.id, id)));
  return row ?? null;
}

/** How many somebody has saved. */
export async function countFilters(index: D1Database, tenant: string, owner: string): Promise<number> {
  const [row] = await drizzle(index)
    .select({ count: count() })
    .from(savedFilters)
    .where(and(eq(savedFilters.tenant, tenant), eq(savedFilters.owner, owner)));
  return row!.count;
}

/** Writes one; its owner and when it was made stay what they were. */
export async function saveFilter(index: D1Database, filter: StoredFilter): Promise<void> {
  const { name, query, shared, updatedAt } = filter;
  await drizzle(index)
    .insert(savedFilters)
    .values(filter)
    .onConflictDoUpdate({
      target: [savedFilters.tenant, savedFilters.id],
      set: { name, query, shared, updatedAt },
    });
}

export async function deleteFilter(index: D1Database, tenant: string, id: string): Promise<void> {
  await drizzle(index)
    .delete(savedFilters)
    .where(and(eq(savedFilters.tenant, tenant), eq(savedFilters.id, id)));
}
