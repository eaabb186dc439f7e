import type { SessionIdentity } from "../durable-objects/index.ts";
import { toHex } from "../protocol/index.ts";
import { hmacKey, type KeyRing, secretTexts } from "../storage/index.ts";
import { readToken, signToken } from "./signed-token.ts";

/** What an ingest token says, in short keys: it travels with every batch. */
interface IngestClaims {
  t: string;
  s: string;
  r: SessionIdentity["region"];
  e: string;
  v: string;
  l: SessionIdentity["level"];
  a: number;
  d: number;
  /** Version of the settings, proof of the user, reason: absent in tokens of before. */
  p?: number;
  u?: string | null;
  w?: SessionIdentity["reason"];
  /** The segment that let it in; absent when it was not asked. */
  g?: string;
  /** Until when somebody looks at the list; absent when nobody did. */
  o?: number;
  exp: number;
}

/** Hex digits of a user's proof: 64 bits, which nobody can try out without the key. */
const PROOF_DIGITS = 16;

async function proofUnder(secret: string, tenant: string, user: string): Promise<string> {
  const text = new TextEncoder().encode(`user:${tenant}:${user}`);
  const signature = await crypto.subtle.sign("HMAC", await hmacKey(secret, "ingest-token"), text);
  return toHex(new Uint8Array(signature)).slice(0, PROOF_DIGITS);
}

/**
 * Stands for a verified user id in a token, which is in the address of requests and so must not hold the id itself. `known`, what a token
 * has, is answered when it stands for this user under any of the secrets.
 */
export async function userProof(
  ring: KeyRing,
  tenant: string,
  user: string,
  known: string | null = null,
): Promise<string> {
  const proofs = await Promise.all(secretTexts(ring).map((secret) => proofUnder(secret, tenant, user)));
  return known !== null && proofs.includes(known) ? known : proofs[0]!;
}

/** The token that lets one session upload. */
export function signIngestToken(ring: KeyRing, identity: SessionIdentity, expiresAt: number): Promise<string> {
  const {
    tenant,
    session,
    region,
    environment,
    visitor,
    level,
    startedAt,
    retentionDays,
    policyVersion,
    user,
    reason,
    segment,
    announced,
  } = identity;
  const claims: IngestClaims = {
    t: tenant,
    s: session,
    r: region,
    e: environment,
    v: visitor,
    l: level,
    a: startedAt,
    d: retentionDays,
    p: policyVersion,
    u: user,
    w: reason,
    ...(segment && { g: segment }),
    ...(announced && { o: announced }),
    exp: expiresAt,
  };
  return signToken(ring, "ingest-token", claims);
}

/** Whose batch it is. @throws {PlayheadError} `invalid_token`, `token_expired` */
export async function readIngestToken(ring: KeyRing, token: string, now: number): Promise<SessionIdentity> {
  const { t, s, r, e, v, l, a, d, p, u, w, g, o } = await readToken<IngestClaims>(ring, "ingest-token", token, now);
  return {
    tenant: t,
    session: s,
    region: r,
    environment: e,
    visitor: v,
    level: l,
    startedAt: a,
    retentionDays: d,
    policyVersion: p ?? 0,
    user: u ?? null,
    reason: w ?? "recorded",
    ...(g !== undefined && { segment: g }),
    ...(o !== undefined && { announced: o }),
  };
}
