import { ASSETS } from "../protocol/index.ts";
import type { SessionPlace } from "./asset-map.ts";
import type { RegionStores } from "./env.ts";
import { assetObjectKey } from "./object-keys.ts";

/**
 * Removes a session's mappings: with the last session that uses it, a file becomes one that the sweep deletes a day later. Safe to
 * repeat, and to be broken off.
 */
export async function releaseAssets(
  index: D1Database,
  tenant: string,
  session: string,
  now: number = Date.now(),
): Promise<void> {
  await index.batch([
    index
      .prepare(
        `UPDATE assets SET unused_at = ?3 WHERE tenant = ?1
           AND sha256 IN (SELECT sha256 FROM session_assets WHERE tenant = ?1 AND session = ?2)`,
      )
      .bind(tenant, session, now),
    index.prepare("DELETE FROM session_assets WHERE tenant = ? AND session = ?").bind(tenant, session),
  ]);
}

/** Mappings of sessions that never came, or came back after they were deleted. */
async function releaseOrphans(index: D1Database, now: number): Promise<void> {
  const { results } = await index
    .prepare(
      `SELECT DISTINCT tenant, session FROM session_assets used WHERE at BETWEEN ? AND ? AND NOT EXISTS (
         SELECT 1 FROM sessions WHERE sessions.tenant = used.tenant AND sessions.id = used.session) LIMIT ?`,
    )
    .bind(now - ASSETS.orphanMs - ASSETS.orphanWindowMs, now - ASSETS.orphanMs, ASSETS.sweepLimit)
    .all<SessionPlace>();
  for (const { tenant, session } of results) await releaseAssets(index, tenant, session, now);
}

/** Whether some session uses the file, asked in the very statement that acts on it. */
const IN_USE = `EXISTS (SELECT 1 FROM session_assets used
  WHERE used.tenant = assets.tenant AND used.sha256 = assets.sha256)`;

/** Marks what no session has used for long enough; files that are in use after all are forgotten as candidates. */
async function doomUnused(index: D1Database, now: number): Promise<void> {
  const candidates = `(tenant, sha256) IN (SELECT tenant, sha256 FROM assets
    WHERE unused_at <= ?1 AND doomed_at IS NULL ORDER BY unused_at LIMIT ?2)`;
  const before = now - ASSETS.unusedMs;
  await index.batch([
    index
      .prepare(`UPDATE assets SET unused_at = NULL WHERE ${candidates} AND ${IN_USE}`)
      .bind(before, ASSETS.sweepLimit),
    index
      .prepare(`UPDATE assets SET doomed_at = ?3 WHERE ${candidates} AND NOT ${IN_USE}`)
      .bind(before, ASSETS.sweepLimit, now),
  ]);
}

/**
 * Deletes files that no session has used for a day, some at a time: marked first, then the object, then the row. A file that is
 * marked counts as absent, so a session that comes in between brings it again, after its row is gone. What a run that was broken
 * off has marked, the next one deletes.
 */
export async function collectAssets({ index, bucket }: RegionStores, now: number): Promise<number> {
  await releaseOrphans(index, now);
  await doomUnused(index, now);
  const { results } = await index
    .prepare("SELECT tenant, sha256 FROM assets WHERE doomed_at IS NOT NULL ORDER BY doomed_at LIMIT ?")
    .bind(ASSETS.sweepLimit)
    .all<{ tenant: string; sha256: string }>();
  if (results.length > 0) await bucket.delete(results.map(({ tenant, sha256 }) => assetObjectKey(tenant, sha256)));
  const gone = JSON.stringify(results);
  const those = "(tenant, sha256) IN (SELECT value ->> 'tenant', value ->> 'sha256' FROM json_each(?))";
  await index.batch([
    index.prepare(`DELETE FROM asset_urls WHERE ${those}`).bind(gone),
    index.prepare(`DELETE FROM assets WHERE ${those}`).bind(gone),
    index
      .prepare(
        `DELETE FROM asset_urls WHERE rowid IN (
           SELECT rowid FROM asset_urls WHERE sha256 IS NULL AND checked_at < ? ORDER BY checked_at LIMIT ?)`,
      )
      .bind(now - ASSETS.unusedMs, ASSETS.sweepLimit),
  ]);
  return results.length;
}
