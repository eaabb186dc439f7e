import { and, desc, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { apiKeys } from "./account-tables.ts";

/** An API key as it is stored. */
export type StoredKey = typeof apiKeys.$inferSelect;

/** The key with this id, of whichever tenant; `null` when there is none. */
export async function readKey(accounts: D1Database, id: string): Promise<StoredKey | null> {
  const [row] = await drizzle(accounts).select().from(apiKeys).where(eq(apiKeys.id, id));
  return row ?? null;
}

/** All keys of a tenant, newest first, revoked ones too. */
export function listKeys(accounts: D1Database, tenant: string): Promise<StoredKey[]> {
  return drizzle(accounts).select().from(apiKeys).where(eq(apiKeys.tenant, tenant)).orderBy(desc(apiKeys.createdAt));
}

/** Keys that can be used. */
export function countKeys(accounts: D1Database, tenant: string, now: Date): Promise<number> {
  return drizzle(accounts).$count(
    apiKeys,
    and(eq(apiKeys.tenant, tenant), isNull(apiKeys.revokedAt), gt(apiKeys.expiresAt, now)),
  );
}

export async function addKey(accounts: D1Database, key: typeof apiKeys.$inferInsert): Promise<StoredKey> {
  const [row] = await drizzle(accounts).insert(apiKeys).values(key).returning();
  return row!;
}

/** Revokes a key of a tenant; a key that was revoked before stays as it was. `null` when the tenant has no such key. */
export async function revokeKey(
  accounts: D1Database,
  tenant: string,
  id: string,
  now: Date,
): Promise<StoredKey | null> {
  const [row] = await drizzle(accounts)
    .update(apiKeys)
    .set({ revokedAt: sql`coalesce(${apiKeys.revokedAt}, ${now.getTime()})` })
    .where(and(eq(apiKeys.tenant, tenant), eq(apiKeys.id, id)))
    .returning();
  return row ?? null;
}

/** Notes that a key was used, unless that was noted within `stepMs`. */
export async function noteKeyUse(accounts: D1Database, id: string, now: number, stepMs: number): Promise<void> {
  await drizzle(accounts)
    .update(apiKeys)
    .set({ lastUsedAt: new Date(now) })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, new Date(now - stepMs)))));
}

/** Stores another hash of the same key, made with another master secret, unless somebody has done so. */
export async function rehashKey(accounts: D1Database, id: string, from: string, to: string): Promise<void> {
  await drizzle(accounts)
    .update(apiKeys)
    .set({ secretHash: to })
    .where(and(eq(apiKeys.id, id), eq(apiKeys.secretHash, from)));
}
