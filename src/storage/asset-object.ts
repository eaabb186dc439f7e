import { openAsset, sealAsset, type AssetPlace } from "./asset-cipher.ts";
import type { RegionStores } from "./env.ts";
import { ensureAssetKey, readAssetKey } from "./asset-key.ts";
import type { KeyRing } from "./key-ring.ts";
import { assetObjectKey } from "./object-keys.ts";

/** What is known of a file beside its hash. */
export interface AssetFile {
  /** Media type, out of the bytes. */
  type: string;
  bytes: Uint8Array;
  /** Addresses in it, when it is a style sheet. */
  refs: number;
}

/**
 * Stores a file once: object first, then its row, so that a row always has its object. A repetition changes nothing. `busy` while
 * the sweep is deleting it: try again later. The session must be mapped to the file before, or the sweep may take it.
 */
export async function putAsset(
  stores: RegionStores,
  ring: KeyRing,
  place: AssetPlace,
  file: AssetFile,
  now: number,
): Promise<"stored" | "known" | "busy"> {
  const { tenant, sha256 } = place;
  const { index, bucket } = stores;
  const row = await index
    .prepare("SELECT doomed_at AS doomedAt FROM assets WHERE tenant = ? AND sha256 = ?")
    .bind(tenant, sha256)
    .first<{ doomedAt: number | null }>();
  if (row) return row.doomedAt === null ? "known" : "busy";
  const sealed = await sealAsset(await ensureAssetKey(stores, ring, tenant), place, file.bytes);
  await bucket.put(assetObjectKey(tenant, sha256), sealed, { onlyIf: { etagDoesNotMatch: "*" } });
  await index
    .prepare(
      `INSERT INTO assets (tenant, sha256, type, bytes, refs, at, unused_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
       ON CONFLICT DO NOTHING`,
    )
    .bind(tenant, sha256, file.type, file.bytes.byteLength, file.refs, now)
    .run();
  return "stored";
}

/** The bytes of a stored file, or `null` when there is no such object. */
export async function getAsset(bucket: R2Bucket, ring: KeyRing, place: AssetPlace): Promise<Uint8Array | null> {
  const object = await bucket.get(assetObjectKey(place.tenant, place.sha256));
  if (!object) return null;
  return openAsset(await readAssetKey(bucket, ring, place.tenant), place, new Uint8Array(await object.arrayBuffer()));
}
