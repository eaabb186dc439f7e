import { timingSafeEqual } from "node:crypto";
import { ACCOUNT_LIMITS, PERMISSIONS, PlayheadError, type Permission } from "../../protocol/index.ts";
import { hmacText, noteKeyUse, readKey, type StoredKey, rehashKey, keyRing, secretTexts } from "../../storage/index.ts";
import { toBase64url } from "../base64url.ts";
import type { Env } from "../env.ts";

/**
 * API keys are `phk_<id, 32 hex digits>_<256 random bits, base64url>`. The id finds the row; of the secret only an HMAC is stored, under a
 * key that the database does not have.
 */
const KEY = /^phk_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_([\w-]{43})$/;
const SECRET_BYTES = 32;

const utf8 = new TextEncoder();

/** What may be stored of a key: made with the master secret in force, and with each other that there is. */
function hashesOf(env: Env, id: string, secret: string): Promise<string[]> {
  return Promise.all(secretTexts(keyRing(env)).map((master) => hmacText(master, "api-key", `${id}.${secret}`)));
}

/** A new key with this id (a UUID): the text that is shown once, and what is stored of it. */
export async function newApiKey(env: Env, id: string): Promise<{ text: string; secretHash: string }> {
  const secret = toBase64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  const [secretHash] = await hashesOf(env, id, secret);
  return { text: `phk_${id.replaceAll("-", "")}_${secret}`, secretHash: secretHash! };
}

/** What stands behind `Bearer` in a request; `null` when nothing does. */
export function bearerOf(request: Request): string | null {
  return /^Bearer +(.+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1] ?? null;
}

/** The key that a text is, if it can be used now; that it was used is noted. @throws {PlayheadError} `invalid_token` */
export async function checkApiKey(env: Env, text: string): Promise<StoredKey> {
  // The same words for all that is wrong: whoever guesses learns nothing.
  const invalid = new PlayheadError("invalid_token", "This API key is not valid, was revoked, or has expired.");
  const match = KEY.exec(text);
  if (!match) throw invalid;
  const id = match.slice(1, 6).join("-");
  const [key, hashes] = await Promise.all([readKey(env.ACCOUNTS, id), hashesOf(env, id, match[6]!)]);
  const now = Date.now();
  const found = key && hashes.findIndex((hash) => timingSafeEqual(utf8.encode(key.secretHash), utf8.encode(hash)));
  if (!key || found === null || found < 0) throw invalid;
  if (key.revokedAt !== null || key.expiresAt.getTime() <= now) throw invalid;
  // From now on it needs the secret that it was made with no more.
  if (found > 0) await rehashKey(env.ACCOUNTS, id, key.secretHash, hashes[0]!);
  await noteKeyUse(env.ACCOUNTS, id, now, ACCOUNT_LIMITS.lastUsedMs);
  return key;
}

/** The permissions of a key; scopes that are none any more are left out. */
export function scopesOf({ scopes }: Pick<StoredKey, "scopes">): readonly Permission[] {
  return PERMISSIONS.filter((permission) => scopes.includes(permission));
}
