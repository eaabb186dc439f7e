import { brotliCompressSync, constants } from "node:zlib";
import { toHex } from "../protocol/index.ts";
import { openChunk, sealChunk, type ChunkPlace } from "./chunk-cipher.ts";
import { chunkKey } from "./object-keys.ts";

/**
 * Brotli, because its window sees the snapshot before the last one, which gzip's 32 KiB cannot: two minutes over 19 pages are
 * 997 KB in gzip-9 and 93 KB in brotli-5. Quality 5 is the first that uses the large window well; 22 is the largest window
 * that every browser must accept (RFC 7932 §9.1: 24 is the format's bound).
 */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 22 } };

export interface StoredChunk {
  storedBytes: number;
  /** SHA-256 of the stored bytes, hex. */
  sha256: string;
}

/**
 * Compresses, encrypts and puts a chunk under its one key. The text of a chunk number never changes once planned, so the put
 * is put-if-absent: a repeated write finds the first one's object and reports that.
 */
export async function putChunk(
  bucket: R2Bucket,
  key: CryptoKey,
  place: ChunkPlace,
  text: Uint8Array,
): Promise<StoredChunk> {
  const sealed = await sealChunk(key, place, brotliCompressSync(text, BROTLI));
  const sha256 = await crypto.subtle.digest("SHA-256", sealed);
  const name = chunkKey(place.tenant, place.session, place.n, place.rev);
  const put = await bucket.put(name, sealed, { onlyIf: { etagDoesNotMatch: "*" }, sha256 });
  if (put) return { storedBytes: sealed.byteLength, sha256: toHex(new Uint8Array(sha256)) };
  const existing = await bucket.head(name);
  if (!existing?.checksums.sha256) throw new Error(`chunk ${name} was there and then was not`);
  return { storedBytes: existing.size, sha256: toHex(new Uint8Array(existing.checksums.sha256)) };
}

/**
 * The same for what has been made of a chunk since. The index does not name this object yet, and one that is there was left by a
 * rewrite that was broken off, maybe under other rules: it is replaced.
 */
export async function replaceChunk(
  bucket: R2Bucket,
  key: CryptoKey,
  place: ChunkPlace,
  text: Uint8Array,
): Promise<StoredChunk> {
  const sealed = await sealChunk(key, place, brotliCompressSync(text, BROTLI));
  const sha256 = await crypto.subtle.digest("SHA-256", sealed);
  await bucket.put(chunkKey(place.tenant, place.session, place.n, place.rev), sealed, { sha256 });
  return { storedBytes: sealed.byteLength, sha256: toHex(new Uint8Array(sha256)) };
}

/** The brotli bytes of a stored chunk, or `null` when there is no such object. */
export async function getChunk(bucket: R2Bucket, key: CryptoKey, place: ChunkPlace): Promise<Uint8Array | null> {
  const object = await bucket.get(chunkKey(place.tenant, place.session, place.n, place.rev));
  return object ? openChunk(key, place, new Uint8Array(await object.arrayBuffer())) : null;
}
