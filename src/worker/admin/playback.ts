import type { Context } from "hono";
import { recordingObject } from "../../durable-objects/index.ts";
import type { Manifest } from "../../protocol/api.schema.ts";
import { PlayheadError, uuidv7 } from "../../protocol/index.ts";
import {
  readCurrentChunk,
  readParts,
  readSession,
  readSessionAssets,
  recordActivity,
  storesOf,
  toSessionRow,
  withKnownAs,
} from "../../storage/index.ts";
import { checkPlayGrant, signPlayGrant } from "../play-grant.ts";
import { maskIp } from "../visitor-context.ts";
import type { AdminContext } from "./member.ts";

type AdminRequest = Context<AdminContext>;

function notFound(): PlayheadError {
  // The same for a session of another tenant: what is there is nobody else's business.
  return new PlayheadError("not_found", "There is no such session.");
}

/** What there is of a session: from the object while it holds the session, else from the index. */
async function findParts(
  { env, var: { member } }: AdminRequest,
  session: string,
): Promise<Omit<Manifest, "assets" | "grant" | "grantExpiresAt"> | null> {
  const { id: tenant, region } = member.tenant;
  const { index } = storesOf(env, region);
  const held = await recordingObject(env, region, tenant, session).manifest();
  if (held) {
    const [known] = await withKnownAs(index, tenant, [toSessionRow(held.session)]);
    return {
      session: known!,
      pages: held.pages,
      chunks: held.chunks.map(({ sha256: _sha256, rev: _rev, ...chunk }) => chunk),
    };
  }
  const row = await readSession(index, tenant, session);
  return row && { session: row, ...(await readParts(index, tenant, session)) };
}

/** Opens a session to play it: writes the view into the activity log, and only then answers with the grant to fetch it. */
export async function openManifest(context: AdminRequest, session: string): Promise<Manifest> {
  const { env, var: variables } = context;
  const { tenant, user } = variables.member;
  const parts = await findParts(context, session);
  if (!parts) throw notFound();
  const now = Date.now();
  await recordActivity(storesOf(env, tenant.region).index, {
    tenant: tenant.id,
    id: uuidv7(now),
    at: now,
    actor: user.id,
    action: "view",
    session,
    maskedIp: maskIp(context.req.header("CF-Connecting-IP") ?? null),
  });
  // Of a session that is running too: the index has the files before it has the session.
  const assets = await readSessionAssets(storesOf(env, tenant.region).index, { tenant: tenant.id, session });
  return {
    ...parts,
    assets,
    ...(await signPlayGrant(env.MASTER_SECRET, { tenant: tenant.id, session, user: user.id }, now)),
  };
}

/** @throws {PlayheadError} unless the grant is for this person and session */
export async function checkGrant(
  { env, var: { member } }: AdminRequest,
  session: string,
  grant: string,
): Promise<void> {
  await checkPlayGrant(
    env.MASTER_SECRET,
    grant,
    { tenant: member.tenant.id, session, user: member.user.id },
    Date.now(),
  );
}

/** The text of a chunk: decrypted here, inflated by the browser. */
export async function readChunk(context: AdminRequest, session: string, n: number, grant: string) {
  await checkGrant(context, session, grant);
  const { env, var: variables } = context;
  const { id: tenant, region } = variables.member.tenant;
  const text = await readCurrentChunk(storesOf(env, region), env.MASTER_SECRET, { tenant, session, n });
  if (!text) throw notFound();
  return new Response(text, {
    headers: { "Content-Type": "application/x-ndjson", "Content-Encoding": "br", "Cache-Control": "private, no-store" },
    encodeBody: "manual",
  });
}

/** The live socket of a session. */
export async function watchLive(context: AdminRequest, session: string, grant: string) {
  await checkGrant(context, session, grant);
  const { env, var: variables } = context;
  const { id: tenant, region } = variables.member.tenant;
  if (context.req.header("Upgrade")?.toLowerCase() !== "websocket")
    throw new PlayheadError("bad_request", "This address is a WebSocket: connect with ws:// or wss://.");
  return recordingObject(env, region, tenant, session).fetch(context.req.raw);
}
