import { masterKey } from "./derived-keys.ts";
import { currentSecret, secretNumbered, type KeyRing, type MasterSecret } from "./key-ring.ts";

/**
 * A key at rest: magic "PHK1", the number of the master secret (four bytes, big endian), 12 random bytes of IV, then AES-256-GCM over the
 * 32 bytes of the key under a key that is derived from that secret. The place is authenticated with it, so a key moved elsewhere does not
 * open. Another master secret means another wrapping; what the key has encrypted stays as it is.
 */

const MAGIC = new TextEncoder().encode("PHK1");
const KEY_BYTES = 32;
const NUMBER_AT = MAGIC.length;
const IV_AT = NUMBER_AT + 4;
const IV_BYTES = 12;
const CIPHER_AT = IV_AT + IV_BYTES;
/** With the tag of 16 bytes. */
const WRAPPED_BYTES = CIPHER_AT + KEY_BYTES + 16;

async function wrappingKey({ text }: MasterSecret): Promise<CryptoKey> {
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: new TextEncoder().encode("playhead/wrap/v1") },
    await masterKey(text),
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

function parameters(iv: Uint8Array, place: string): SubtleCryptoEncryptAlgorithm {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`playhead/key/v1/${place}`) };
}

/** The number of the secret that a key is wrapped with; `null` when the bytes are no wrapped key. */
export function wrappedWith(bytes: Uint8Array): number | null {
  if (bytes.length !== WRAPPED_BYTES || MAGIC.some((byte, i) => bytes[i] !== byte)) return null;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(NUMBER_AT);
}

/** Wraps 32 bytes with the secret that is in force. `place` is the name of the object that they are for. */
export async function wrapKey(ring: KeyRing, place: string, raw: Uint8Array): Promise<Uint8Array> {
  const secret = currentSecret(ring);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const cipher = await crypto.subtle.encrypt(parameters(iv, place), await wrappingKey(secret), raw);
  const wrapped = new Uint8Array(WRAPPED_BYTES);
  wrapped.set(MAGIC, 0);
  new DataView(wrapped.buffer).setUint32(NUMBER_AT, secret.number);
  wrapped.set(iv, IV_AT);
  wrapped.set(new Uint8Array(cipher), CIPHER_AT);
  return wrapped;
}

/** What was wrapped. Throws when the secret is not in the ring, or the place or a single bit is wrong. */
export async function unwrapKey(ring: KeyRing, place: string, wrapped: Uint8Array): Promise<Uint8Array> {
  const number = wrappedWith(wrapped);
  if (number === null) throw new Error("not a wrapped key of ours");
  const iv = wrapped.subarray(IV_AT, CIPHER_AT);
  const key = await wrappingKey(secretNumbered(ring, number));
  return new Uint8Array(await crypto.subtle.decrypt(parameters(iv, place), key, wrapped.subarray(CIPHER_AT)));
}

/** A new key: 32 random bytes. */
export function newKey(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}

/** The 32 bytes as an AES-256-GCM key. */
export function dataKeyOf(raw: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}
