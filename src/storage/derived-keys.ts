import { toHex } from "../protocol/index.ts";

/**
 * All keys are derived from a master secret with HKDF-SHA-256 (RFC 5869). The purpose is part of the derivation, so a
 * token made for one purpose is noise for every other.
 */

const text = new TextEncoder();

const EMPTY = new Uint8Array(0);

/** What all keys are derived from. */
export async function masterKey(secret: string): Promise<CryptoKey> {
  if (secret.length < 32)
    throw new Error("MASTER_SECRET must have at least 32 characters: wrangler secret put MASTER_SECRET");
  return crypto.subtle.importKey("raw", text.encode(secret), "HKDF", false, ["deriveKey", "deriveBits"]);
}

/** What a derived HMAC key is for. */
export type HmacPurpose = "ingest-token" | "play-grant" | "auth-secret" | "api-key" | "join-link" | "attempts";

const hmacKeys = new Map<string, Promise<CryptoKey>>();

/** The HMAC-SHA-256 key of a purpose; derived once per isolate. */
export function hmacKey(secret: string, purpose: HmacPurpose): Promise<CryptoKey> {
  const id = `${purpose}:${secret}`;
  let key = hmacKeys.get(id);
  if (!key) {
    key = masterKey(secret).then((master) =>
      crypto.subtle.deriveKey(
        { name: "HKDF", hash: "SHA-256", salt: EMPTY, info: text.encode(`playhead/${purpose}/v1`) },
        master,
        { name: "HMAC", hash: "SHA-256", length: 256 },
        false,
        ["sign", "verify"],
      ),
    );
    hmacKeys.set(id, key);
  }
  return key;
}

/** HMAC-SHA-256 of a text under the key of a purpose, 64 hex digits. */
export async function hmacText(secret: string, purpose: HmacPurpose, value: string): Promise<string> {
  const mac = await crypto.subtle.sign("HMAC", await hmacKey(secret, purpose), text.encode(value));
  return toHex(new Uint8Array(mac));
}

/** A derived secret as text (64 hex digits), for libraries that want their own. */
export async function derivedSecret(secret: string, purpose: HmacPurpose): Promise<string> {
  const bits = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: EMPTY, info: text.encode(`playhead/${purpose}/text/v1`) },
    await masterKey(secret),
    256,
  );
  return toHex(new Uint8Array(bits));
}

async function keyBytes(secret: string, salt: Uint8Array, info: string): Promise<Uint8Array> {
  const parameters = { name: "HKDF", hash: "SHA-256", salt, info: text.encode(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, await masterKey(secret), 256));
}

/** The key of a session from before keys were wrapped: master secret, the session's random salt, tenant and session all go in. */
export function sessionDataKeyBytes(
  secret: string,
  salt: Uint8Array,
  tenant: string,
  session: string,
): Promise<Uint8Array> {
  return keyBytes(secret, salt, `playhead/recording/v1/${tenant}/${session}`);
}

/** The key of a tenant's files from before keys were wrapped. */
export function tenantAssetKeyBytes(secret: string, tenant: string): Promise<Uint8Array> {
  return keyBytes(secret, EMPTY, `playhead/asset/v1/${tenant}`);
}

/**
 * The secret that a tenant's sites sign user ids with, as text (64 hex digits). Another version is another secret; none is stored,
 * so the one in force can be shown again.
 */
export async function identitySecret(secret: string, tenant: string, version: number): Promise<string> {
  const bits = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: EMPTY, info: text.encode(`playhead/identity/v1/${tenant}/${version}`) },
    await masterKey(secret),
    256,
  );
  return toHex(new Uint8Array(bits));
}

/**
 * What is kept of somebody who was erased: `subject` (`v:` and the visitor's GUID, `u:` and the user id) under a key of the tenant, as
 * text (64 hex digits). Whoever has the secret can tell whether somebody is meant, and nobody can tell who.
 */
export async function subjectProof(secret: string, tenant: string, subject: string): Promise<string> {
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: EMPTY, info: text.encode(`playhead/subject/v1/${tenant}`) },
    await masterKey(secret),
    { name: "HMAC", hash: "SHA-256", length: 256 },
    false,
    ["sign"],
  );
  return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", key, text.encode(subject))));
}
