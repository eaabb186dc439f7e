import { ASSETS } from "../protocol/index.ts";
import type { ManifestAsset } from "../protocol/api.schema.ts";

/** Which session. */
export interface SessionPlace {
  tenant: string;
  session: string;
}

/** One address of a session: its key, the file that was there, and where a sheet's own addresses are resolved from. */
export interface Mapping {
  key: string;
  /** `null`: to be fetched. */
  sha256: string | null;
  base: string | null;
  /** Bytes that the session uploads for it. */
  uploaded?: number;
}

/** What the store has of a file. */
export interface KnownAsset {
  sha256: string;
  type: string;
  refs: number;
}

/**
 * Adds mappings, all in one statement. An address keeps the file that it had first, unless that never came. Over the session's
 * bounds (addresses, uploaded bytes) nothing is added and what is there stays as it is.
 */
function mapStatement(
  index: D1Database,
  { tenant, session }: SessionPlace,
  mappings: readonly Mapping[],
  now: number,
): D1PreparedStatement {
  const uploaded = mappings.reduce((sum, mapping) => sum + (mapping.uploaded ?? 0), 0);
  return index
    .prepare(
      `INSERT INTO session_assets (tenant, session, "key", sha256, base, uploaded, at)
       SELECT ?1, ?2, value ->> 'key', value ->> 'sha256', value ->> 'base', coalesce(value ->> 'uploaded', 0), ?3
       FROM json_each(?4)
       WHERE ((SELECT count(*) FROM session_assets WHERE tenant = ?1 AND session = ?2) < ?5 OR EXISTS (
           SELECT 1 FROM session_assets WHERE tenant = ?1 AND session = ?2 AND "key" = value ->> 'key'))
         AND (?6 = 0 OR ?6 + (SELECT coalesce(sum(uploaded), 0) FROM session_assets
           WHERE tenant = ?1 AND session = ?2) <= ?7)
       ON CONFLICT DO UPDATE SET sha256 = coalesce(excluded.sha256, sha256), base = coalesce(base, excluded.base),
         uploaded = uploaded + excluded.uploaded
       WHERE sha256 IS NULL OR sha256 = excluded.sha256 OR NOT EXISTS (
         SELECT 1 FROM assets WHERE assets.tenant = ?1 AND assets.sha256 = session_assets.sha256)`,
    )
    .bind(tenant, session, now, JSON.stringify(mappings), ASSETS.sessionAssets, uploaded, ASSETS.sessionUploadBytes);
}

function knownStatement(index: D1Database, tenant: string, hashes: readonly string[]): D1PreparedStatement {
  return index
    .prepare(
      `SELECT sha256, type, refs FROM assets
       WHERE tenant = ? AND doomed_at IS NULL AND sha256 IN (SELECT value FROM json_each(?))`,
    )
    .bind(tenant, JSON.stringify(hashes));
}

/**
 * Maps addresses to a session, and then says which of their files are stored. In this order and in one transaction: from the
 * mapping on the sweep leaves a file alone.
 */
export async function mapAssets(
  index: D1Database,
  place: SessionPlace,
  mappings: readonly Mapping[],
  now: number,
): Promise<Map<string, KnownAsset>> {
  const hashes = mappings.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256]));
  const [, known] = await index.batch<KnownAsset>([
    mapStatement(index, place, mappings, now),
    knownStatement(index, place.tenant, hashes),
  ]);
  return new Map(known!.results.map((asset) => [asset.sha256, asset]));
}

/** Makes room for addresses that are to be fetched. Answers the keys that have it: beyond the session's bound they do not. */
export async function reserveKeys(
  index: D1Database,
  place: SessionPlace,
  addresses: readonly { key: string; base: string | null }[],
  now: number,
): Promise<Set<string>> {
  const pending = addresses.map(({ key, base }) => ({ key, base, sha256: null }));
  const [, reserved] = await index.batch<{ key: string }>([
    mapStatement(index, place, pending, now),
    index
      .prepare(
        `SELECT "key" FROM session_assets
         WHERE tenant = ? AND session = ? AND "key" IN (SELECT value FROM json_each(?))`,
      )
      .bind(place.tenant, place.session, JSON.stringify(addresses.map(({ key }) => key))),
  ]);
  return new Set(reserved!.results.map(({ key }) => key));
}

/** How much a session has named and uploaded. */
export async function assetUse(
  index: D1Database,
  { tenant, session }: SessionPlace,
): Promise<{ count: number; uploaded: number }> {
  const use = await index
    .prepare(
      "SELECT count(*) AS count, coalesce(sum(uploaded), 0) AS uploaded FROM session_assets WHERE tenant = ? AND session = ?",
    )
    .bind(tenant, session)
    .first<{ count: number; uploaded: number }>();
  return use!;
}

/** Whether these keys of a session are mapped to the file. */
export async function isMapped(
  index: D1Database,
  { tenant, session }: SessionPlace,
  sha256: string,
  keys: readonly string[],
): Promise<boolean> {
  const found = await index
    .prepare(
      `SELECT count(*) AS count FROM session_assets
       WHERE tenant = ? AND session = ? AND sha256 = ? AND "key" IN (SELECT value FROM json_each(?))`,
    )
    .bind(tenant, session, sha256, JSON.stringify(keys))
    .first<{ count: number }>();
  return found!.count === new Set(keys).size;
}

/** Those of the mappings whose key stands for another file in the session. */
export async function conflictingKeys(
  index: D1Database,
  { tenant, session }: SessionPlace,
  mappings: readonly Mapping[],
): Promise<string[]> {
  if (mappings.length === 0) return [];
  const { results } = await index
    .prepare(
      `SELECT used."key" FROM json_each(?) offered JOIN session_assets used
       ON used.tenant = ? AND used.session = ? AND used."key" = offered.value ->> 'key'
       WHERE used.sha256 IS NOT offered.value ->> 'sha256'`,
    )
    .bind(JSON.stringify(mappings), tenant, session)
    .all<{ key: string }>();
  return results.map(({ key }) => key);
}

/** The files of a session that are there, by key. */
export async function readSessionAssets(
  index: D1Database,
  { tenant, session }: SessionPlace,
): Promise<ManifestAsset[]> {
  const { results } = await index
    .prepare(
      `SELECT used."key", used.sha256, file.type FROM session_assets used
       JOIN assets file ON file.tenant = used.tenant AND file.sha256 = used.sha256 AND file.doomed_at IS NULL
       WHERE used.tenant = ? AND used.session = ? ORDER BY used."key"`,
    )
    .bind(tenant, session)
    .all<ManifestAsset>();
  return results;
}

/** A file as a session uses it; `null` when the session does not, or the file is not there. The key says which of several uses. */
export async function findSessionAsset(
  index: D1Database,
  { tenant, session }: SessionPlace,
  sha256: string,
  key: string | null,
): Promise<{ type: string; base: string | null } | null> {
  return index
    .prepare(
      `SELECT file.type, used.base FROM session_assets used
       JOIN assets file ON file.tenant = used.tenant AND file.sha256 = used.sha256 AND file.doomed_at IS NULL
       WHERE used.tenant = ?1 AND used.session = ?2 AND used.sha256 = ?3
       ORDER BY used."key" = ?4 DESC, used."key" LIMIT 1`,
    )
    .bind(tenant, session, sha256, key)
    .first();
}

/** Whether the store has a file, and what it is. */
export async function findAsset(index: D1Database, tenant: string, sha256: string): Promise<KnownAsset | null> {
  return knownStatement(index, tenant, [sha256]).first<KnownAsset>();
}
