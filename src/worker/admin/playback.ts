import type { Manifest } from "../../protocol/api.schema.ts";
import { PlayheadError } from "../../protocol/index.ts";
import { readCurrentChunk, readSessionAssets, readSessionRecord } from "../../storage/index.ts";
import { logActivity } from "./activity.ts";
import { checkPlayGrant, signPlayGrant } from "../play-grant.ts";
import { checkPlayable, findSession, notFound, ownRecording, ownStores, type AdminRequest } from "./found-session.ts";

/** A grant to fetch what is stored of a session, for the member who asks. */
export function grantFor({ env, var: { member } }: AdminRequest, session: string) {
  const { tenant, actor } = member;
  return signPlayGrant(env.MASTER_SECRET, { tenant: tenant.id, session, actor }, Date.now());
}

/** Opens a session to play it: writes the view into the activity log, and only then answers with the grant to fetch it. */
export async function openManifest(context: AdminRequest, session: string): Promise<Manifest> {
  const { record, row, pages, chunks } = await findSession(context, session);
  checkPlayable(context, record);
  await logActivity(context, { action: "view", session, environment: record.environment });
  // Of a session that is running too: the index has the files before it has the session.
  const assets = await readSessionAssets(ownStores(context).index, { tenant: record.tenant, session });
  return {
    session: row,
    pages,
    chunks: chunks.map(({ sha256: _sha256, rev: _rev, ...chunk }) => chunk),
    assets,
    ...(await grantFor(context, session)),
  };
}

/** @throws {PlayheadError} unless the grant is for this person and session, and they may still open it */
export async function checkGrant(context: AdminRequest, session: string, grant: string): Promise<void> {
  const {
    env,
    var: { member },
  } = context;
  await checkPlayGrant(
    env.MASTER_SECRET,
    grant,
    { tenant: member.tenant.id, session, actor: member.actor },
    Date.now(),
  );
  if (member.permissions.includes("settings")) return;
  // It may have been held back since the grant was given.
  const record = await readSessionRecord(ownStores(context).index, member.tenant.id, session);
  if (record) checkPlayable(context, record);
}

/** The text of a chunk: decrypted here, inflated by the browser. */
export async function readChunk(context: AdminRequest, session: string, n: number, grant: string) {
  await checkGrant(context, session, grant);
  const { env, var: variables } = context;
  const { id: tenant } = variables.member.tenant;
  const text = await readCurrentChunk(ownStores(context), env.MASTER_SECRET, { tenant, session, n });
  if (!text) throw notFound();
  return new Response(text, {
    headers: { "Content-Type": "application/x-ndjson", "Content-Encoding": "br", "Cache-Control": "private, no-store" },
    encodeBody: "manual",
  });
}

/** The live socket of a session. */
export async function watchLive(context: AdminRequest, session: string, grant: string) {
  await checkGrant(context, session, grant);
  if (context.req.header("Upgrade")?.toLowerCase() !== "websocket")
    throw new PlayheadError("bad_request", "This address is a WebSocket: connect with ws:// or wss://.");
  const recording = ownRecording(context, session);
  const held = await recording.manifest();
  if (held) checkPlayable(context, held.session);
  return recording.fetch(context.req.raw);
}
