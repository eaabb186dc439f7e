import { keyRing } from "../../storage/index.ts";
import type { Context } from "hono";
import {
  believedUser,
  directionsOf,
  keyHolder,
  tenantObject,
  withAge,
  type Admission,
  type Outcome,
  type SessionIdentity,
  type Visitor,
} from "../../durable-objects/index.ts";
import {
  LIMITS,
  RECORDER,
  parsePublishableKey,
  uuidTime,
  type PlayheadError,
  type PublishableKey,
} from "../../protocol/index.ts";
import {
  startRequest,
  type DecisionReason,
  type StartRequest,
  type StartResponse,
} from "../../protocol/start.schema.ts";
import type { Env } from "../env.ts";
import { badRequest } from "../http-errors.ts";
import { signIngestToken, userProof } from "../ingest-token.ts";
import { directionsFor } from "../recorder-paths.ts";
import { visitorOf } from "../visitor.ts";
import { earlyRefusals } from "./early-refusals.ts";
import { refusedKeys, settingsSeen } from "./policy-cache.ts";
import { invalidKey, readSmallJson, refuseKey, type KeyFault } from "./publishable.ts";
import { turnedAway } from "./turned-away.ts";

/** A page that still asks with a revoked key is shown among the refusals: somebody has forgotten it. */
function revokedKey({ tenant }: PublishableKey, now: number): PlayheadError {
  earlyRefusals.add(tenant, "revoked_key", now);
  return invalidKey("revoked_key");
}

async function readStart(request: Request): Promise<StartRequest> {
  const parsed = startRequest.safeParse(await readSmallJson(request));
  if (!parsed.success) throw badRequest(parsed.error.issues);
  return parsed.data;
}

/**
 * Whether the time in a session id is one a visit of now can have. Ids are refused before the Tenant object forgets that it let
 * them in, so that an old one can never start the recording of another visit in its place.
 */
function isCurrent(session: string, now: number): boolean {
  const made = uuidTime(session);
  return made > now - LIMITS.sessionMaxMs - LIMITS.clockSkewMs && made < now + LIMITS.clockSkewMs;
}

/** Why the copy of the settings turns a visit away without a question, and counts it; `null` when the Tenant object is asked. */
async function earlyRefusal(
  env: Env,
  key: PublishableKey,
  session: string,
  visitor: Visitor,
  now: number,
): Promise<DecisionReason | null> {
  const settings = settingsSeen.get(key.tenant, now);
  const environment = settings && keyHolder(settings.policy, key.text);
  if (environment === "revoked") throw revokedKey(key, now);
  if (!environment || environment === "unknown") return null;
  const { user } = await believedUser(keyRing(env), settings.policy, visitor);
  const reason = turnedAway(settings, environment, session, { ...visitor, user });
  // Beyond what can be counted here the Tenant object has to.
  return reason !== null && earlyRefusals.add(key.tenant, reason, now) ? reason : null;
}

/** Asks the Tenant object, and tells it what was turned away since it was last asked. */
async function askTenant(env: Env, key: PublishableKey, session: string, visitor: Visitor): Promise<Admission> {
  const refused = earlyRefusals.take(key.tenant);
  // From before the question: what is remembered must not be older than it looks.
  const now = Date.now();
  let admission: Admission | KeyFault;
  try {
    admission = await tenantObject(env, key.region, key.tenant).admit(session, key.text, visitor, refused);
  } catch (error) {
    earlyRefusals.giveBack(key.tenant, refused);
    throw error;
  }
  if (typeof admission === "string") throw refuseKey(key.text, admission, now);
  settingsSeen.set(key.tenant, admission.settings, now);
  return admission;
}

/** What the page is told with the Tenant object's decision, by the settings that it decided on. */
function directionsAfter({ settings: { policy }, environment, level, reason }: Admission, visitor: Visitor) {
  const found = policy.environments.find(({ id }) => id === environment)!;
  return directionsFor(directionsOf(policy, found, { level, reason } satisfies Outcome, visitor), policy);
}

/** What the token says of the session. */
function identityOf(
  { tenant, region }: PublishableKey,
  { session, visitor }: StartRequest,
  { reason, environment, startedAt, retentionDays, segment, settings, announced }: Admission,
  level: SessionIdentity["level"],
  user: string | null,
): SessionIdentity {
  return {
    tenant,
    session,
    region,
    environment,
    visitor,
    level,
    startedAt,
    retentionDays,
    policyVersion: settings.version,
    reason,
    user,
    segment,
    ...(announced !== undefined && { announced }),
  };
}

/**
 * `POST /v1/sessions`: may this visit be recorded? The only call that asks the Tenant object, whose word is final for every
 * yes. Asking again with the same session id is the same session.
 */
export async function startSession(context: Context<{ Bindings: Env }>): Promise<Response> {
  const { env } = context;
  const request = await readStart(context.req.raw);
  const now = Date.now();
  const key = parsePublishableKey(request.key);
  const fault = key ? refusedKeys.get(request.key, now) : "unknown_key";
  if (key && fault === "revoked_key") throw revokedKey(key, now);
  if (!key || fault) throw invalidKey(fault ?? "unknown_key");

  const off = (reason: DecisionReason) =>
    context.json({ level: "off", reason, serverTime: Date.now() } satisfies StartResponse);
  if (!isCurrent(request.session, now)) return off("session_expired");
  const visitor = withAge(visitorOf(context.req.raw, request), request.session, now);
  const refusal = await earlyRefusal(env, key, request.session, visitor, now);
  if (refusal) return off(refusal);

  const admission = await askTenant(env, key, request.session, visitor);
  const { level, reason, startedAt, user } = admission;
  const directions = directionsAfter(admission, { ...visitor, user });
  if (level === "off" || !directions)
    return context.json({ level: "off", reason, serverTime: Date.now(), ...directions } satisfies StartResponse);

  const tokenExpiresAt = now + LIMITS.ingestTokenMs;
  const proof = user === null ? null : await userProof(keyRing(env), key.tenant, user);
  const identity = identityOf(key, request, admission, level, proof);
  return context.json({
    level,
    reason,
    serverTime: Date.now(),
    startedAt,
    token: await signIngestToken(keyRing(env), identity, tokenExpiresAt),
    tokenExpiresAt,
    interval: RECORDER.flushIntervalMs,
    ...directions,
  } satisfies StartResponse);
}
