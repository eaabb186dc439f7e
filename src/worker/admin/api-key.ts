import { timingSafeEqual } from "node:crypto";
import { ACCOUNT_LIMITS, PERMISSIONS, PlayheadError, type Permission } from "../../protocol/index.ts";
import { hmacText, noteKeyUse, readKey, type StoredKey } from "../../storage/index.ts";
import { toBase64url } from "../base64url.ts";
import type { Env } from "../env.ts";

/**
 * API keys are `phk_<id, 32 hex digits>_<256 random bits, base64url>`. The id finds the row; of the secret only an HMAC is stored, under a
 * key that the database does not have.
 */
const KEY = /^phk_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_([\w-]{43})$/;
const SECRET_BYTES = 32;

const utf8 = new TextEncoder();

function hashOf(env: Env, id: string, secret: string): Promise<string> {
  return hmacText(env.MASTER_SECRET, "api-key", `${id}.${secret}`);
}

/** A new key with this id (a UUID): the text that is shown once, and what is stored of it. */
export async function newApiKey(env: Env, id: string): Promise<{ text: string; secretHash: string }> {
  const secret = toBase64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  return { text: `phk_${id.replaceAll("-", "")}_${secret}`, secretHash: await hashOf(env, id, secret) };
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
  const [key, hash] = await Promise.all([readKey(env.ACCOUNTS, id), hashOf(env, id, match[6]!)]);
  const now = Date.now();
  if (!key || !timingSafeEqual(utf8.encode(key.secretHash), utf8.encode(hash))) throw invalid;
  if (key.revokedAt !== null || key.expiresAt.getTime() <= now) throw invalid;
  await noteKeyUse(env.ACCOUNTS, id, now, ACCOUNT_LIMITS.lastUsedMs);
  return key;
}

/** The permissions of a key; scopes that are none any more are left out. */
export function scopesOf({ scopes }: Pick<StoredKey, "scopes">): readonly Permission[] {
  return PERMISSIONS.filter((permission) => scopes.includes(permission));
}
