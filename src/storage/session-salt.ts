import { sessionDataKeyBytes } from "./derived-keys.ts";
import { ensureKeptKey, readKeptKey, rewrapKeptKey, type KeptKey } from "./kept-key.ts";
import { oldestSecret, type KeyRing } from "./key-ring.ts";
import { sessionKeyKey } from "./object-keys.ts";
import { dataKeyOf, newKey } from "./wrapped-key.ts";

/** A session's key. Before keys were wrapped a salt lay there, and the key was derived from it and the secret. */
function keyOfSession(bucket: R2Bucket, ring: KeyRing, tenant: string, session: string): KeptKey {
  const earlier = (salt: Uint8Array) => sessionDataKeyBytes(oldestSecret(ring).text, salt, tenant, session);
  return { bucket, name: sessionKeyKey(tenant, session), earlier };
}

/** The data key of a session; `null` when it has none: never written, or deleted. */
export async function readDataKey(
  bucket: R2Bucket,
  ring: KeyRing,
  tenant: string,
  session: string,
): Promise<CryptoKey | null> {
  const raw = await readKeptKey(ring, keyOfSession(bucket, ring, tenant, session));
  return raw && dataKeyOf(raw);
}

/** The data key of a session; makes one when there is none. Safe to run twice and at once: the first put wins. */
export async function ensureDataKey(
  bucket: R2Bucket,
  ring: KeyRing,
  tenant: string,
  session: string,
): Promise<CryptoKey> {
  return dataKeyOf(await ensureKeptKey(ring, keyOfSession(bucket, ring, tenant, session), newKey));
}

/** Wraps the data key of a session with the secret in force; what it has encrypted stays as it is. */
export function rewrapDataKey(
  bucket: R2Bucket,
  ring: KeyRing,
  tenant: string,
  session: string,
): Promise<"rewrapped" | "current" | "gone"> {
  return rewrapKeptKey(ring, keyOfSession(bucket, ring, tenant, session));
}
