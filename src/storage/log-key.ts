import { toHex } from "../protocol/index.ts";
import { masterKey } from "./derived-keys.ts";
import { secretTexts, type KeyRing } from "./key-ring.ts";

const utf8 = new TextEncoder();

/** A PKCS #8 private key of Ed25519 up to the 32 bytes of its seed (RFC 8410 §7). */
const PKCS8_HEAD = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/** What signs the anchors and downloads of a tenant's activity log. */
export interface LogSigner {
  /** Ed25519, hex: with it anybody can check what was signed. */
  publicKey: string;
  /** Hex. */
  sign(text: string): Promise<string>;
}

function fromBase64url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}

/** The signer of a tenant's log; derived from a master secret, so nothing of it is stored. */
export async function logSigner(secret: string, tenant: string): Promise<LogSigner> {
  const seed = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8.encode(`playhead/log/v1/${tenant}`) },
    await masterKey(secret),
    256,
  );
  const pkcs8 = new Uint8Array([...PKCS8_HEAD, ...new Uint8Array(seed)]);
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, { name: "Ed25519" }, true, ["sign"]);
  const { x } = (await crypto.subtle.exportKey("jwk", key)) as JsonWebKey;
  return {
    publicKey: toHex(fromBase64url(x!)),
    sign: async (text) => toHex(new Uint8Array(await crypto.subtle.sign("Ed25519", key, utf8.encode(text)))),
  };
}

/** The public keys of all secrets there are, the one that signs now first. */
export async function logPublicKeys(ring: KeyRing, tenant: string): Promise<string[]> {
  const signers = await Promise.all(secretTexts(ring).map((secret) => logSigner(secret, tenant)));
  return signers.map(({ publicKey }) => publicKey);
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Whether `signature` over `text` is of whoever has the private key to `publicKey`; both hex. */
export async function verifyLogSignature(publicKey: string, text: string, signature: string): Promise<boolean> {
  const key = await crypto.subtle.importKey("raw", bytes(publicKey), { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, bytes(signature), utf8.encode(text));
}
