import { keyRing } from "../../storage/index.ts";
import { LIMITS, PlayheadError, uuidv7 } from "../../protocol/index.ts";
import type { ImportRequest, ImportStart } from "../../protocol/import.schema.ts";
import type { SessionIdentity } from "../../durable-objects/index.ts";
import { readIngestToken, signIngestToken } from "../ingest-token.ts";
import { readPlace, storeBatch } from "../ingest/batches.ts";
import { logActivity } from "./activity.ts";
import { ownRecording, type AdminRequest } from "./found-session.ts";
import { readSettings } from "./settings.ts";

/** Makes room for an exported session, under a new id. The token that batches need is good for this session only. */
export async function startImport(context: AdminRequest, request: ImportRequest): Promise<ImportStart> {
  const { from, visitor, startedAt } = request;
  const { env, var: variables } = context;
  const { tenant, environment: only } = variables.member;
  const { policy, version } = await readSettings(context);
  const wanted = only ?? request.environment ?? policy.environments[0]?.id;
  const environment = policy.environments.find(({ id }) => id === wanted)?.id;
  if (environment === undefined || (only !== null && request.environment !== undefined && request.environment !== only))
    throw new PlayheadError(
      "bad_request",
      "environment: there is no such environment; look at Settings → Environments.",
    );
  const now = Date.now();
  const identity: SessionIdentity = {
    tenant: tenant.id,
    session: uuidv7(now),
    region: tenant.region,
    environment,
    visitor,
    level: "playback",
    reason: "imported",
    policyVersion: version,
    user: null,
    startedAt,
    retentionDays: policy.retentionDays,
  };
  const { session } = identity;
  await logActivity(context, { action: "imported", session, environment, details: { from } });
  const token = await signIngestToken(keyRing(env), identity, now + LIMITS.ingestTokenMs);
  return { session, environment, token };
}

/** @throws {PlayheadError} `invalid_token` unless the token is of an import of this tenant into this session */
async function importedIdentity(context: AdminRequest, session: string, token: string): Promise<SessionIdentity> {
  const identity = await readIngestToken(keyRing(context.env), token, Date.now());
  if (
    identity.reason === "imported" &&
    identity.session === session &&
    identity.tenant === context.var.member.tenant.id
  )
    return identity;
  throw new PlayheadError("invalid_token", "The token is for another import; begin with POST /api/imports.");
}

/** Takes a batch of an import, on the same way as one of a visitor: bounds, second fence, ledger, chunks. */
export async function importBatch(context: AdminRequest, session: string): Promise<void> {
  const { env, req } = context;
  const query = (name: string) => req.query(name);
  const identity = await importedIdentity(context, session, query("token") ?? "");
  const { policy } = await readSettings(context);
  // What is said of the browser and the network is that of whoever imports: it is not taken over.
  await storeBatch(env, req.raw, { identity, policy }, { ...readPlace(query), context: null });
}

/** All batches have come: they are put into chunks at once. */
export async function endImport(context: AdminRequest, session: string, token: string): Promise<void> {
  await importedIdentity(context, session, token);
  if (!(await ownRecording(context, session).cutNow()))
    throw new PlayheadError("not_found", "Nothing has been imported under this id.");
}
