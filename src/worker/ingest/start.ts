import type { Context } from "hono";
import recorderAsset from "../../../dist/recorder.json";
import { decide, keyHolder, tenantObject, type Admission, type Visitor } from "../../durable-objects/index.ts";
import {
  LIMITS,
  PlayheadError,
  RECORDER,
  parsePublishableKey,
  uuidTime,
  type PublishableKey,
} from "../../protocol/index.ts";
import {
  startRequest,
  type DecisionReason,
  type StartRequest,
  type StartResponse,
} from "../../protocol/start.schema.ts";
import { readBody } from "../bounded-body.ts";
import type { Env } from "../env.ts";
import { badRequest } from "../http-errors.ts";
import { signIngestToken } from "../ingest-token.ts";
import { visitorOf } from "../visitor.ts";
import { earlyRefusals } from "./early-refusals.ts";
import { refusedKeys, settingsSeen } from "./policy-cache.ts";

/** The same words for a malformed and an unknown key: nothing is to be learnt by trying. */
const KEY_FAULTS = {
  unknown_key: "No environment has this publishable key; compare it with the `data-key` you were given.",
  revoked_key: "This publishable key was revoked; put a present one of the environment into the page.",
};

function invalidKey(fault: keyof typeof KEY_FAULTS): PlayheadError {
  return new PlayheadError("invalid_key", KEY_FAULTS[fault]);
}

async function readStart(request: Request): Promise<StartRequest> {
  const bytes = await readBody(request, LIMITS.startBodyBytes);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new PlayheadError("bad_json", "The body is not JSON in UTF-8.");
  }
  const parsed = startRequest.safeParse(json);
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
function earlyRefusal(key: PublishableKey, session: string, visitor: Visitor, now: number): DecisionReason | null {
  const settings = settingsSeen.get(key.tenant, now);
  const environment = settings && keyHolder(settings.policy, key.text);
  if (environment === "revoked") throw invalidKey("revoked_key");
  if (!environment || environment === "unknown") return null;
  const { reason, stoppedBy } = decide(settings.policy, environment, visitor);
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
  let admission: Admission | keyof typeof KEY_FAULTS;
  try {
    admission = await tenantObject(env, key.region, key.tenant).admit(session, key.text, visitor, refused);
  } catch (error) {
    earlyRefusals.giveBack(key.tenant, refused);
    throw error;
  }
  if (typeof admission === "string") {
    refusedKeys.set(key.text, admission, now);
    throw invalidKey(admission);
  }
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
  const key = parsePublishableKey(request.key);
  const now = Date.now();
  const fault = key ? refusedKeys.get(request.key, now) : "unknown_key";
  if (!key || fault) throw invalidKey(fault ?? "unknown_key");

  const off = (reason: DecisionReason) =>
    context.json({ level: "off", reason, serverTime: Date.now() } satisfies StartResponse);
  if (!isCurrent(request.session, now)) return off("session_expired");
  const visitor = visitorOf(context.req.raw, request);
  const refusal = earlyRefusal(key, request.session, visitor, now);
  if (refusal) return off(refusal);

  const admission = await askTenant(env, key, request.session, visitor);
  const { level, environment, startedAt, retentionDays } = admission;
  if (level === "off") return off(admission.reason);

  const tokenExpiresAt = now + LIMITS.ingestTokenMs;
  const identity = {
    tenant: key.tenant,
    session: request.session,
    region: key.region,
    environment,
    visitor: request.visitor,
    level,
    startedAt,
    retentionDays,
  };
  return context.json({
    level,
    reason: admission.reason,
    serverTime: Date.now(),
    startedAt,
    token: await signIngestToken(env.MASTER_SECRET, identity, tokenExpiresAt),
    tokenExpiresAt,
    recorder: recorderAsset.path,
    ...(level === "playback" && { capture: recorderAsset.capture }),
    interval: RECORDER.flushIntervalMs,
  } satisfies StartResponse);
}
