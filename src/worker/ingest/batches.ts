import { keyRing } from "../../storage/index.ts";
import type { Context } from "hono";
import {
  recordingObject,
  type AppendResult,
  type SessionIdentity,
  type UserClaim,
  type VisitorContext,
} from "../../durable-objects/index.ts";
import { LIMITS, PlayheadError, RECORDER, isUuid, parseBatch, toHex } from "../../protocol/index.ts";
import type { Policy } from "../../protocol/policy.schema.ts";
import type { BatchResponse } from "../../protocol/start.schema.ts";
import { inflateBody, readBody } from "../bounded-body.ts";
import type { Env } from "../env.ts";
import { readIngestToken, userProof } from "../ingest-token.ts";
import { callerOf } from "../visitor.ts";
import { visitorContext } from "../visitor-context.ts";
import { checkBatch, refuseBatch } from "./batch-gate.ts";
import { fenceBatch } from "./second-fence.ts";

/** So many of the first batches of a document say what the edge knows of the visitor: one of them may get lost. */
const CONTEXT_BATCHES = 3;

const MAX_SEQ = LIMITS.pageSeqs - 1;

function readNumber(text: string | undefined): number {
  const seq = text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  if (!(seq <= MAX_SEQ)) throw new PlayheadError("bad_request", `\`seq\` must be a whole number from 0 to ${MAX_SEQ}.`);
  return seq;
}

async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return toHex(new Uint8Array(digest));
}

/** Who the page says the visitor is. Where the site signs user ids, only a proof that the token has as well makes it count. */
async function claimOf(
  env: Env,
  { tenant, identity }: Policy,
  user: string | undefined,
  known: string | null,
): Promise<UserClaim | null> {
  if (user === undefined || identity.source === "none") return null;
  return { user, proof: identity.signed ? await userProof(keyRing(env), tenant, user, known) : null };
}

/** Which batch it is. */
interface BatchPlace {
  page: string;
  seq: number;
}

/** Document and number of a batch, out of the address. @throws {PlayheadError} `bad_request` */
export function readPlace(query: (name: string) => string | undefined): BatchPlace {
  const page = query("page") ?? "";
  if (!isUuid(page)) throw new PlayheadError("bad_request", "`page` must be a UUID in lower case.");
  return { page, seq: readNumber(query("seq")) };
}

/**
 * Reads a batch within its bounds, takes out what must not be stored, and stores it: it is durable when this resolves. `context` is what
 * is said of the browser and the network.
 */
export async function storeBatch(
  env: Env,
  request: Request,
  { identity, policy }: { identity: SessionIdentity; policy: Policy },
  { context, ...place }: BatchPlace & { context: VisitorContext | null },
): Promise<AppendResult> {
  const body = await readBody(request, LIMITS.batchWireBytes);
  const inflated = inflateBody(body);
  const fenced = fenceBatch(parseBatch(inflated), { body, inflatedBytes: inflated.byteLength }, policy);
  const claim = await claimOf(env, policy, fenced.summary.user, identity.user);
  const batch = {
    ...place,
    sha256: await sha256Hex(inflated),
    ...fenced,
    ...(claim && { claim }),
    ...(policy.privacy.quarantine && fenced.summary.redacted && { quarantine: true as const }),
    ...(context && { context }),
  };
  const { region, tenant, session } = identity;
  const result = await recordingObject(env, region, tenant, session).append(identity, batch);
  const { verdict, reason } = result;
  if (verdict === "conflict")
    throw new PlayheadError(
      "batch_conflict",
      "Another batch already has this number; number batches of a document from 0 on, each once.",
    );
  if (verdict === "refused") throw refuseBatch(identity, reason ?? "consent_refused", Date.now());
  if (verdict === "deleted")
    throw new PlayheadError("session_deleted", "The visitor had this session deleted; nothing more of it is taken.");
  if (verdict === "full")
    throw new PlayheadError("session_full", "This session holds as much as one may; nothing more of it is recorded.");
  return result;
}

/**
 * `POST /v1/sessions/:id/batches?page=&seq=&token=`: takes one batch. The token is checked, and whether the visitor is excluded,
 * before a byte of the body is read; 202 means that the batch is durable.
 */
export async function takeBatch(context: Context<{ Bindings: Env }, "/v1/sessions/:id/batches">): Promise<Response> {
  const { env, req } = context;
  const now = Date.now();
  const identity = await readIngestToken(keyRing(env), req.query("token") ?? "", now);
  if (identity.session !== req.param("id"))
    throw new PlayheadError("invalid_token", "The token is for another session.");
  const place = readPlace((name) => req.query(name));
  const { policy, outdated } = await checkBatch(env, identity, callerOf(req.raw), now);
  const said = place.seq < CONTEXT_BATCHES ? visitorContext(req.raw, policy.privacy) : null;
  const { wantKeyframe, watched } = await storeBatch(env, req.raw, { identity, policy }, { ...place, context: said });
  const directives = {
    ...(wantKeyframe && { keyframe: true as const }),
    ...(outdated && { ask: true as const }),
    ...(watched && { interval: RECORDER.watchedIntervalMs }),
  };
  return context.json({ ok: true, ...directives } satisfies BatchResponse, 202);
}
