/**
 * An asset at rest: magic "PHA1" (the digit is the version), 12 random bytes of IV, then AES-256-GCM over the file. Tenant and
 * hash are authenticated with it, so an object moved to another name does not open.
 */

const MAGIC = new TextEncoder().encode("PHA1");

/** NIST SP 800-38D §8.2: 96 bits. Random is safe up to 2^32 files under one tenant's key (§8.3). */
const IV_BYTES = 12;

export interface AssetPlace {
  tenant: string;
  sha256: string;
}

function parameters(iv: Uint8Array, { tenant, sha256 }: AssetPlace): SubtleCryptoEncryptAlgorithm {
  const additionalData = new TextEncoder().encode(`playhead/asset/v1/${tenant}/${sha256}`);
  return { name: "AES-GCM", iv, additionalData };
}

/** Encrypts a file. */
export async function sealAsset(key: CryptoKey, place: AssetPlace, plain: Uint8Array): Promise<Uint8Array> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const cipher = await crypto.subtle.encrypt(parameters(iv, place), key, plain);
  const sealed = new Uint8Array(MAGIC.length + IV_BYTES + cipher.byteLength);
  sealed.set(MAGIC, 0);
  sealed.set(iv, MAGIC.length);
  sealed.set(new Uint8Array(cipher), MAGIC.length + IV_BYTES);
  return sealed;
}

/** The bytes of a sealed file. Throws when the key, the place or a single bit is wrong. */
export async function openAsset(key: CryptoKey, place: AssetPlace, sealed: Uint8Array): Promise<Uint8Array> {
  if (sealed.length < MAGIC.length + IV_BYTES || MAGIC.some((byte, i) => sealed[i] !== byte))
    throw new Error("not an asset of ours");
  const iv = sealed.subarray(MAGIC.length, MAGIC.length + IV_BYTES);
  const cipher = sealed.subarray(MAGIC.length + IV_BYTES);
  return new Uint8Array(await crypto.subtle.decrypt(parameters(iv, place), key, cipher));
}
