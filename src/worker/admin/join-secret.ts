import { hmacText, keyRing, secretTexts } from "../../storage/index.ts";
import { toBase64url } from "../base64url.ts";
import type { Env } from "../env.ts";

const SECRET_BYTES = 32;

/** What may be stored of a link's secret: made with the master secret in force, and with each other that there is. */
export function joinHashes(env: Env, secret: string): Promise<string[]> {
  return Promise.all(secretTexts(keyRing(env)).map((master) => hmacText(master, "join-link", secret)));
}

/** A new secret for a link, 43 characters, and what is stored of it. */
export async function newJoinSecret(env: Env): Promise<{ secret: string; secretHash: string }> {
  const secret = toBase64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  const [secretHash] = await joinHashes(env, secret);
  return { secret, secretHash: secretHash! };
}
