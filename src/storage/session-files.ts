import { listSessionFiles, type SessionFile, type SessionPlace } from "./asset-map.ts";
import { getAsset } from "./asset-object.ts";
import type { RegionStores } from "./env.ts";

/** A file of a session with its bytes, and all the names the session has for it. */
export interface StoredFile {
  sha256: string;
  type: string;
  uses: Pick<SessionFile, "key" | "base">[];
  bytes: Uint8Array;
}

/**
 * All stored files of a session, one after the other, each once: for what takes a session out of the server. Style sheets come as they
 * are stored, with the site's own addresses in them (`servedSheet` puts others in their place).
 */
export async function* readSessionFiles(
  { index, bucket }: RegionStores,
  secret: string,
  place: SessionPlace,
): AsyncGenerator<StoredFile> {
  const bySha = Map.groupBy(await listSessionFiles(index, place), ({ sha256 }) => sha256);
  for (const [sha256, uses] of bySha) {
    const bytes = await getAsset(bucket, secret, { tenant: place.tenant, sha256 });
    // The sweep may have taken it since the list was made: then no session uses it any more.
    if (bytes) yield { sha256, type: uses[0]!.type, uses: uses.map(({ key, base }) => ({ key, base })), bytes };
  }
}
