import { sessionDataKey } from "./key-ring.ts";
import { sessionKeyKey } from "./object-keys.ts";

const SALT_BYTES = 32;

/** The data key of a session that has a salt; `null` when it has none: never written, or deleted. */
export async function readDataKey(
  bucket: R2Bucket,
  secret: string,
  tenant: string,
  session: string,
): Promise<CryptoKey | null> {
  const object = await bucket.get(sessionKeyKey(tenant, session));
  if (!object) return null;
  return sessionDataKey(secret, new Uint8Array(await object.arrayBuffer()), tenant, session);
}

/** The data key of a session; makes its salt when there is none. Safe to run twice and at once: the first put wins. */
export async function ensureDataKey(
  bucket: R2Bucket,
  secret: string,
  tenant: string,
  session: string,
): Promise<CryptoKey> {
  const existing = await readDataKey(bucket, secret, tenant, session);
  if (existing) return existing;
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  await bucket.put(sessionKeyKey(tenant, session), salt, { onlyIf: { etagDoesNotMatch: "*" } });
  const key = await readDataKey(bucket, secret, tenant, session);
  if (!key) throw new Error(`the salt of session ${session} could not be read back`);
  return key;
}
