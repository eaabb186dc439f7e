import type { SessionIdentity } from "../durable-objects/index.ts";
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
  /** Absent in tokens of earlier versions of the program. */
  p?: number;
  exp: number;
}

/** The token that lets one session upload. */
export function signIngestToken(secret: string, identity: SessionIdentity, expiresAt: number): Promise<string> {
  const { tenant, session, region, environment, visitor, level, startedAt, retentionDays, policyVersion } = identity;
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
    exp: expiresAt,
  };
  return signToken(secret, "ingest-token", claims);
}

/** Whose batch it is. @throws {PlayheadError} `invalid_token`, `token_expired` */
export async function readIngestToken(secret: string, token: string, now: number): Promise<SessionIdentity> {
  const { t, s, r, e, v, l, a, d, p } = await readToken<IngestClaims>(secret, "ingest-token", token, now);
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
  };
}
