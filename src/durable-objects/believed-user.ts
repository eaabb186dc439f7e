import type { Policy } from "../protocol/policy.schema.ts";
import { identitySecret, secretTexts, type KeyRing } from "../storage/index.ts";

/** A user id as a page names it, with the signature it may have brought. */
export interface NamedUser {
  user: string | null;
  signature?: string | null | undefined;
}

/** The user id that counts, and whether the site has signed it. */
export interface BelievedUser {
  user: string | null;
  proven: boolean;
}

const NOBODY: BelievedUser = { user: null, proven: false };

const utf8 = new TextEncoder();

/** Whether `signature` is the hex HMAC-SHA-256 of `user` under the tenant's identity secret; compared in constant time. */
async function signedUnder(master: string, policy: Policy, user: string, bytes: Uint8Array): Promise<boolean> {
  const secret = await identitySecret(master, policy.tenant, policy.identity.secretVersion);
  const key = await crypto.subtle.importKey("raw", utf8.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "verify",
  ]);
  return crypto.subtle.verify("HMAC", key, bytes, utf8.encode(user));
}

/** The same under the secret of any master secret there is: a site's secret holds until the one it came from is dropped. */
async function signatureHolds(ring: KeyRing, policy: Policy, user: string, signature: string): Promise<boolean> {
  if (!/^[0-9a-f]{64}$/i.test(signature)) return false;
  const bytes = Uint8Array.from(signature.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  for (const master of secretTexts(ring)) if (await signedUnder(master, policy, user, bytes)) return true;
  return false;
}

/**
 * Who a visitor is by the rules of the tenant: nobody where visitors stay anonymous, and only whoever the site has signed where it
 * signs user ids. `ring` are the secrets that all others are derived from.
 */
export async function believedUser(
  ring: KeyRing,
  policy: Policy,
  { user, signature }: NamedUser,
): Promise<BelievedUser> {
  const { source, signed } = policy.identity;
  if (!user || source === "none") return NOBODY;
  const proven = signature ? await signatureHolds(ring, policy, user, signature) : false;
  return signed && !proven ? NOBODY : { user, proven };
}
