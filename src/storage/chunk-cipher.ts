/**
 * A chunk at rest: magic "PHC1", 12 random bytes of IV, then AES-256-GCM over the compressed text. Tenant, session, number and
 * revision are authenticated with it, so a chunk moved to another place does not open.
 */

const MAGIC = new TextEncoder().encode("PHC1");

/** NIST SP 800-38D §8.2: 96 bits. Random is safe far beyond the number of chunks one session's key can see. */
const IV_BYTES = 12;

export interface ChunkPlace {
  tenant: string;
  session: string;
  n: number;
  /** How often it has been rewritten; 0 when absent. */
  rev?: number;
}

function associatedData({ tenant, session, n, rev = 0 }: ChunkPlace): Uint8Array {
  return new TextEncoder().encode(`playhead/chunk/v1/${tenant}/${session}/${n}${rev === 0 ? "" : `/${rev}`}`);
}

/** Encrypts the compressed text of a chunk. */
export async function sealChunk(key: CryptoKey, place: ChunkPlace, plain: Uint8Array): Promise<Uint8Array> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const cipher = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: associatedData(place) },
    key,
    plain,
  );
  const sealed = new Uint8Array(MAGIC.length + IV_BYTES + cipher.byteLength);
  sealed.set(MAGIC, 0);
  sealed.set(iv, MAGIC.length);
  sealed.set(new Uint8Array(cipher), MAGIC.length + IV_BYTES);
  return sealed;
}

/** The compressed text of a sealed chunk. Throws when the key, the place or a single bit is wrong. */
export async function openChunk(key: CryptoKey, place: ChunkPlace, sealed: Uint8Array): Promise<Uint8Array> {
  if (sealed.length < MAGIC.length + IV_BYTES || MAGIC.some((byte, i) => sealed[i] !== byte))
    throw new Error("not a chunk of ours");
  const iv = sealed.subarray(MAGIC.length, MAGIC.length + IV_BYTES);
  const plain = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv, additionalData: associatedData(place) },
    key,
    sealed.subarray(MAGIC.length + IV_BYTES),
  );
  return new Uint8Array(plain);
}
