import { hmacText } from "../../storage/index.ts";
import { toBase64url } from "../base64url.ts";
import type { Env } from "../env.ts";

const SECRET_BYTES = 32;

/** What is stored of a link's secret. */
export function joinHash(env: Env, secret: string): Promise<string> {
  return hmacText(env.MASTER_SECRET, "join-link", secret);
}

/** A new secret for a link, 43 characters, and what is stored of it. */
export async function newJoinSecret(env: Env): Promise<{ secret: string; secretHash: string }> {
  const secret = toBase64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  return { secret, secretHash: await joinHash(env, secret) };
}
