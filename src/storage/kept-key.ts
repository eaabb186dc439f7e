import { currentSecret, type KeyRing } from "./key-ring.ts";
import { unwrapKey, wrapKey, wrappedWith } from "./wrapped-key.ts";

/** Where a wrapped key lies, and what it was before keys were wrapped. */
export interface KeptKey {
  bucket: R2Bucket;
  /** Name of its object. */
  name: string;
  /** The key that the bytes of an object of before stand for. */
  earlier(bytes: Uint8Array): Promise<Uint8Array>;
}

/** The 32 bytes of a key; `null` when there is none. */
export async function readKeptKey(ring: KeyRing, { bucket, name, earlier }: KeptKey): Promise<Uint8Array | null> {
  const object = await bucket.get(name);
  if (!object) return null;
  const bytes = new Uint8Array(await object.arrayBuffer());
  return wrappedWith(bytes) === null ? earlier(bytes) : unwrapKey(ring, name, bytes);
}

/** The same; puts `make()` where there is none. Safe to run twice and at once: the first put wins. */
export async function ensureKeptKey(
  ring: KeyRing,
  kept: KeptKey,
  make: () => Promise<Uint8Array> | Uint8Array,
): Promise<Uint8Array> {
  const existing = await readKeptKey(ring, kept);
  if (existing) return existing;
  const wrapped = await wrapKey(ring, kept.name, await make());
  await kept.bucket.put(kept.name, wrapped, { onlyIf: { etagDoesNotMatch: "*" } });
  const key = await readKeptKey(ring, kept);
  if (!key) throw new Error(`the key ${kept.name} could not be read back`);
  return key;
}

/**
 * Wraps a key with the secret in force. `gone` when there is none; one that is deleted meanwhile stays deleted, because only the object
 * that was read is replaced.
 */
export async function rewrapKeptKey(ring: KeyRing, kept: KeptKey): Promise<"rewrapped" | "current" | "gone"> {
  const { bucket, name, earlier } = kept;
  const object = await bucket.get(name);
  if (!object) return "gone";
  const bytes = new Uint8Array(await object.arrayBuffer());
  const number = wrappedWith(bytes);
  if (number === currentSecret(ring).number) return "current";
  const raw = number === null ? await earlier(bytes) : await unwrapKey(ring, name, bytes);
  const put = await bucket.put(name, await wrapKey(ring, name, raw), { onlyIf: { etagMatches: object.etag } });
  return put ? "rewrapped" : "gone";
}
