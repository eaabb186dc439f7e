import type { Context } from "hono";
import recorderAsset from "../../../dist/recorder.json";
import {
  believedUser,
  decide,
  keyHolder,
  tenantObject,
  type Admission,
  type Visitor,
} from "../../durable-objects/index.ts";
import { LIMITS, RECORDER, uuidTime, type PublishableKey } from "../../protocol/index.ts";
import {
  startRequest,
  type DecisionReason,
  type StartRequest,
  type StartResponse,
} from "../../protocol/start.schema.ts";
import type { Env } from "../env.ts";
import { badRequest } from "../http-errors.ts";
import { signIngestToken, userProof } from "../ingest-token.ts";
import { visitorOf } from "../visitor.ts";
import { earlyRefusals } from "./early-refusals.ts";
import { settingsSeen } from "./policy-cache.ts";
import { invalidKey, readKey, readSmallJson, refuseKey, type KeyFault } from "./publishable.ts";

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

/**
 * Why the copy of the settings turns a visit away for certain. Sampling and segments are not asked of a session that was let in,
 * and only the Tenant object knows which were; but one that was made after the settings were set can only have met them.
 */
async function earlyRefusal(
  env: Env,
  key: PublishableKey,
  session: string,
  visitor: Visitor,
  now: number,
): Promise<DecisionReason | null> {
  const settings = settingsSeen.get(key.tenant, now);
  const environment = settings && keyHolder(settings.policy, key.text);
  if (environment === "revoked") throw invalidKey("revoked_key");
  if (!environment || environment === "unknown") return null;
  const { user } = await believedUser(env.MASTER_SECRET, settings.policy, visitor);
  const { reason, stoppedBy } = decide(settings.policy, environment, { ...visitor, user });
  const metNoOthers = uuidTime(session) > settings.at + LIMITS.clockSkewMs;
  const certain = stoppedBy === "always" || (reason === "not_sampled" && metNoOthers);
  // Beyond what can be counted here the Tenant object has to.
  return certain && earlyRefusals.add(key.tenant, reason, now) ? reason : null;
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

/**
 * `POST /v1/sessions`: may this visit be recorded? The only call that asks the Tenant object, whose word is final for every
 * yes. Asking again with the same session id is the same session.
 */
export async function startSession(context: Context<{ Bindings: Env }>): Promise<Response> {
  const { env } = context;
  const request = await readStart(context.req.raw);
  const now = Date.now();
  const key = readKey(request.key, now);

  const off = (reason: DecisionReason) =>
    context.json({ level: "off", reason, serverTime: Date.now() } satisfies StartResponse);
  if (!isCurrent(request.session, now)) return off("session_expired");
  const visitor = visitorOf(context.req.raw, request);
  const refusal = await earlyRefusal(env, key, request.session, visitor, now);
  if (refusal) return off(refusal);

  const admission = await askTenant(env, key, request.session, visitor);
  const { level, reason, environment, startedAt, retentionDays, user, settings } = admission;
  if (level === "off") return off(reason);

  const tokenExpiresAt = now + LIMITS.ingestTokenMs;
  const identity = {
    tenant: key.tenant,
    session: request.session,
    region: key.region,
    environment,
    visitor: request.visitor,
    level,
    reason,
    policyVersion: settings.version,
    user: user === null ? null : await userProof(env.MASTER_SECRET, key.tenant, user),
    startedAt,
    retentionDays,
  };
  return context.json({
    level,
    reason,
    serverTime: Date.now(),
    startedAt,
    token: await signIngestToken(env.MASTER_SECRET, identity, tokenExpiresAt),
    tokenExpiresAt,
    recorder: recorderAsset.path,
    interval: RECORDER.flushIntervalMs,
  } satisfies StartResponse);
}
