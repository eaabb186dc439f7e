import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { fromBase64url, toBase64url } from "../base64url.ts";

/**
 * Passwords with the runtime's own scrypt: the authentication library's is pure JavaScript and can exceed the CPU limit; PBKDF2
 * above 100,000 rounds throws in production and not locally. N = 2^15, r = 8 takes 32 MiB and about 90 ms, which leaves room in
 * an isolate's 128 MB (OWASP's scrypt figures start at N = 2^13 with p = 10; p = 1 with larger N is the stronger choice here).
 */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;

function derive(
  password: string,
  salt: Uint8Array,
  { N, r, p }: { N: number; r: number; p: number },
): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  // NFKC, so that the same password typed on another keyboard is the same bytes (NIST SP 800-63B §5.1.1.2).
  scrypt(password.normalize("NFKC"), salt, KEY_BYTES, { N, r, p, maxmem: COST.maxmem }, (error, key) => {
    if (error) reject(error);
    else resolve(key);
  });
  return promise;
}

/** `scrypt$N$r$p$salt$key`, salt and key in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, toBase64url(salt), toBase64url(key)].join("$");
}

/** Whether this is the password that was hashed. */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [scheme, n, r, p, salt, key] = hash.split("$");
  if (scheme !== "scrypt" || !salt || !key) return false;
  const wanted = fromBase64url(key);
  const given = await derive(password, fromBase64url(salt), { N: Number(n), r: Number(r), p: Number(p) });
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}
