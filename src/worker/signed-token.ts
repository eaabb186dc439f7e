import { PlayheadError } from "../protocol/index.ts";
import { hmacKey, type HmacPurpose, type KeyRing, currentSecret, secretTexts } from "../storage/index.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";

/**
 * Signed tokens: `v1.<payload>.<HMAC-SHA-256>`, both base64url. The key is derived per purpose, so an ingest token is no play
 * grant; the algorithm is not in the token, so it cannot be chosen by whoever sends it.
 */

const VERSION = "v1";

/** Longer texts are not read at all: ours are under 600 characters. */
const MAX_CHARS = 2_048;

const utf8 = new TextEncoder();

/** Every signed payload says when it ends, Unix milliseconds. */
export interface Expiring {
  exp: number;
}

/** Signs a payload. */
export async function signToken(ring: KeyRing, purpose: HmacPurpose, payload: Expiring): Promise<string> {
  const body = toBase64url(utf8.encode(JSON.stringify(payload)));
  const signature = await crypto.subtle.sign(
    "HMAC",
    await hmacKey(currentSecret(ring).text, purpose),
    utf8.encode(`${VERSION}.${body}`),
  );
  return `${VERSION}.${body}.${toBase64url(new Uint8Array(signature))}`;
}

/**
 * The payload of a token that we signed for this purpose and that has not ended. Nothing of it is read before the signature
 * has been checked, in constant time.
 * @throws {PlayheadError} `invalid_token`, `token_expired`
 */
export async function readToken<T extends Expiring>(
  ring: KeyRing,
  purpose: HmacPurpose,
  token: string,
  now: number,
): Promise<T> {
  const invalid = new PlayheadError(
    "invalid_token",
    "The token is not one of ours; ask `POST /v1/sessions` for another.",
  );
  const [version, body, signature, ...rest] = token.length > MAX_CHARS ? [] : token.split(".");
  if (version !== VERSION || !body || !signature || rest.length > 0) throw invalid;
  let bytes: Uint8Array;
  try {
    bytes = fromBase64url(signature);
  } catch {
    throw invalid;
  }
  let genuine = false;
  for (const secret of secretTexts(ring, now)) {
    const key = await hmacKey(secret, purpose);
    genuine ||= await crypto.subtle.verify("HMAC", key, bytes, utf8.encode(`${VERSION}.${body}`));
  }
  // base64 has several spellings of the same bytes; only the one we write is taken.
  if (!genuine || toBase64url(bytes) !== signature) throw invalid;
  const payload = JSON.parse(new TextDecoder().decode(fromBase64url(body))) as T;
  if (payload.exp <= now)
    throw new PlayheadError(
      "token_expired",
      "The token has ended; ask `POST /v1/sessions` again with the same session id.",
    );
  return payload;
}
