import { toHex } from "../protocol/index.ts";

/** What was last found at an address. */
export interface AssetVersion {
  from: number;
  checkedAt: number;
  /** `null`: it could not be fetched. */
  sha256: string | null;
  base: string | null;
  etag: string | null;
  lastModified: string | null;
}

/** What stands for an address in the index: it can be compared, and read only by whoever knows it. */
export async function addressHash(tenant: string, url: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${tenant}\n${url}`));
  return toHex(new Uint8Array(digest));
}

/** The newest version of each of these addresses, by hash; those that were never asked for are missing. */
export async function latestVersions(
  index: D1Database,
  tenant: string,
  hashes: readonly string[],
): Promise<Map<string, AssetVersion>> {
  // With max() SQLite takes the other columns from the row that has it (https://sqlite.org/lang_select.html#bareagg).
  const { results } = await index
    .prepare(
      `SELECT url_hash AS urlHash, max(from_at) AS "from", checked_at AS checkedAt, sha256, base, etag,
         last_modified AS lastModified
       FROM asset_urls WHERE tenant = ? AND url_hash IN (SELECT value FROM json_each(?)) GROUP BY url_hash`,
    )
    .bind(tenant, JSON.stringify(hashes))
    .all<AssetVersion & { urlHash: string }>();
  return new Map(results.map(({ urlHash, ...version }) => [urlHash, version]));
}

/** Adds what was found; an earlier version stays, so that it is known what was there when. */
export async function addVersion(
  index: D1Database,
  tenant: string,
  urlHash: string,
  { from, checkedAt, sha256, base, etag, lastModified }: AssetVersion,
): Promise<void> {
  await index
    .prepare(
      `INSERT INTO asset_urls (tenant, url_hash, from_at, checked_at, sha256, base, etag, last_modified)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET checked_at = excluded.checked_at, sha256 = excluded.sha256, base = excluded.base,
         etag = excluded.etag, last_modified = excluded.last_modified`,
    )
    .bind(tenant, urlHash, from, checkedAt, sha256, base, etag, lastModified)
    .run();
}
