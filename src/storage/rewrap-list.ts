import type { Region } from "../protocol/index.ts";
import type { SessionPlace } from "./asset-map.ts";

/** Sessions of all tenants of a region after a place, in the order of their keys. */
export async function sessionsAfter(
  index: D1Database,
  after: SessionPlace | null,
  limit: number,
): Promise<SessionPlace[]> {
  const { results } = await index
    .prepare("SELECT tenant, id AS session FROM sessions WHERE (tenant, id) > (?, ?) ORDER BY tenant, id LIMIT ?")
    .bind(after?.tenant ?? "", after?.session ?? "", limit)
    .all<SessionPlace>();
  return results;
}

/** Tenants of a region after one, in the order of their ids. */
export async function tenantsAfter(
  accounts: D1Database,
  region: Region,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const { results } = await accounts
    .prepare("SELECT id FROM tenants WHERE region = ? AND id > ? ORDER BY id LIMIT ?")
    .bind(region, after ?? "", limit)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** What an authenticator app of somebody was given, encrypted. */
export interface StoredFactor {
  id: string;
  secret: string;
  backupCodes: string;
}

/** Second factors after one, in the order of their ids. */
export async function factorsAfter(accounts: D1Database, after: string | null, limit: number): Promise<StoredFactor[]> {
  const { results } = await accounts
    .prepare("SELECT id, secret, backup_codes AS backupCodes FROM two_factor WHERE id > ? ORDER BY id LIMIT ?")
    .bind(after ?? "", limit)
    .all<StoredFactor>();
  return results;
}

/** Stores a second factor encrypted anew, unless it was changed meanwhile. */
export async function replaceFactor(accounts: D1Database, from: StoredFactor, to: StoredFactor): Promise<boolean> {
  const { meta } = await accounts
    .prepare("UPDATE two_factor SET secret = ?4, backup_codes = ?5 WHERE id = ?1 AND secret = ?2 AND backup_codes = ?3")
    .bind(from.id, from.secret, from.backupCodes, to.secret, to.backupCodes)
    .run();
  return meta.changes > 0;
}

/** API keys that can be used and were not since a time: what is stored of them may be made with a secret of before. */
export async function keysUnusedSince(accounts: D1Database, since: number, now: number): Promise<number> {
  const row = await accounts
    .prepare(
      `SELECT count(*) AS count FROM api_keys WHERE revoked_at IS NULL AND expires_at > ?2 AND created_at < ?1
         AND coalesce(last_used_at, 0) < ?1`,
    )
    .bind(since, now)
    .first<{ count: number }>();
  return row!.count;
}
