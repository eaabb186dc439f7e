import type { Context } from "hono";
import recorderAsset from "../../../dist/recorder.json";
import { decide, environmentOf, tenantObject, type Decision } from "../../durable-objects/index.ts";
import {
  LIMITS,
  PlayheadError,
  RECORDER,
  parsePublishableKey,
  uuidTime,
  type PublishableKey,
} from "../../protocol/index.ts";
import { startRequest, type StartRequest, type StartResponse } from "../../protocol/start.schema.ts";
import { readBody } from "../bounded-body.ts";
import type { Env } from "../env.ts";
import { badRequest } from "../http-errors.ts";
import { signIngestToken } from "../ingest-token.ts";
import { policies, unknownKeys } from "./policy-cache.ts";

/** The same words for a malformed, an unknown and a revoked key: nothing is to be learnt by trying. */
function invalidKey(): PlayheadError {
  return new PlayheadError(
    "invalid_key",
    "No environment has this publishable key; compare it with the `data-key` you were given.",
  );
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

/** What the copy of the policy says, when there is one and it says no. */
function earlyRefusal(key: PublishableKey, origin: string | null, now: number): Decision | null {
  const policy = policies.get(key.tenant, now);
  const environment = policy && environmentOf(policy, key.text);
  if (!environment) return null;
  const decision = decide(environment, { key: key.text, origin });
  return decision.level === "off" ? decision : null;
}

/**
 * `POST /v1/sessions`: may this visit be recorded? The only call that asks the Tenant object, whose word is final for every
 * yes. Asking again with the same session id is the same session.
 */
export async function startSession(context: Context<{ Bindings: Env }>): Promise<Response> {
  const { env } = context;
  const request = await readStart(context.req.raw);
  const origin = context.req.header("Origin") ?? null;
  const key = parsePublishableKey(request.key);
  const now = Date.now();
  if (!key || unknownKeys.get(request.key, now)) throw invalidKey();

  const off = ({ reason }: Decision) =>
    context.json({ level: "off", reason, serverTime: Date.now() } satisfies StartResponse);
  if (!isCurrent(request.session, now)) return off({ level: "off", reason: "session_expired" });
  const refusal = earlyRefusal(key, origin, now);
  if (refusal) return off(refusal);

  const admission = await tenantObject(env, key.region, key.tenant).admit(request.session, { key: key.text, origin });
  if (!admission) {
    unknownKeys.set(request.key, true, now);
    throw invalidKey();
  }
  policies.set(key.tenant, admission.policy, now);
  const { level, environment, startedAt, retentionDays } = admission;
  if (level === "off") return off(admission);

  const tokenExpiresAt = now + LIMITS.ingestTokenMs;
  const { session, visitor } = request;
  const identity = {
    tenant: key.tenant,
    session,
    region: key.region,
    environment,
    visitor,
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
    interval: RECORDER.flushIntervalMs,
  } satisfies StartResponse);
}
