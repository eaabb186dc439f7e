import type { Manifest } from "../../protocol/api.schema.ts";
import type { ViewProgress } from "../../durable-objects/index.ts";
import type { Watched } from "../../protocol/activity/stretches.ts";
import { LIMITS, PlayheadError } from "../../protocol/index.ts";
import { readCurrentChunk, readSessionAssets, readSessionRecord, keyRing, tagsOf } from "../../storage/index.ts";
import { beginView } from "./activity.ts";
import { checkPlayGrant, signPlayGrant, type PlayGrant } from "../play-grant.ts";
import { checkPlayable, findSession, notFound, ownRecording, ownStores, type AdminRequest } from "./found-session.ts";
import { ownTenant } from "./settings.ts";
import { checkUpgrade, socketRequest } from "./socket-request.ts";

/** A grant to fetch what is stored of a session, for whoever asks, under the view that was entered for it. */
export function grantFor({ env, var: { member } }: AdminRequest, session: string, view: number) {
  const { tenant, actor } = member;
  return signPlayGrant(keyRing(env), { tenant: tenant.id, session, actor, view }, Date.now());
}

/** Opens a session to play it: writes the view into the activity log, and only then answers with the grant to fetch it. */
export async function openManifest(context: AdminRequest, session: string): Promise<Manifest> {
  const { record, row, pages, chunks } = await findSession(context, session);
  await checkPlayable(context, record);
  const { index } = ownStores(context);
  const [view, assets, tags] = await Promise.all([
    beginView(context, { session, environment: record.environment }),
    // Of a session that is running too: the index has the files before it has the session.
    readSessionAssets(index, { tenant: record.tenant, session }),
    tagsOf(index, record.tenant, [session]),
  ]);
  return {
    session: { ...row, tags: tags.get(session) ?? [] },
    pages,
    chunks: chunks.map(({ sha256: _sha256, rev: _rev, ...chunk }) => chunk),
    assets,
    ...(await grantFor(context, session, view)),
  };
}

/** @throws {PlayheadError} unless the grant is for this person and session, and they may still open it */
export async function checkGrant(context: AdminRequest, session: string, text: string): Promise<PlayGrant> {
  const {
    env,
    var: { member },
  } = context;
  const grant = await checkPlayGrant(
    keyRing(env),
    text,
    { tenant: member.tenant.id, session, actor: member.actor },
    Date.now(),
  );
  if (member.permissions.includes("settings")) return grant;
  // It may have been held back since the grant was given.
  const record = await readSessionRecord(ownStores(context).index, member.tenant.id, session);
  if (record) await checkPlayable(context, record);
  return grant;
}

/** Notes with the view what is about to be sent under its grant. @throws {PlayheadError} `token_expired` when the view is over */
async function noteView(context: AdminRequest, { view }: PlayGrant, progress: ViewProgress): Promise<void> {
  if (await ownTenant(context).noteView(view, progress)) return;
  throw new PlayheadError("token_expired", "This view is over; open the session again.");
}

/** Takes what the player has shown. */
export async function takeWatched(context: AdminRequest, session: string, grant: string, watched: Watched[]) {
  await noteView(context, await checkGrant(context, session, grant), { watched });
}

/** A new grant for the view that the one before is for. */
export async function renewGrant(context: AdminRequest, session: string, grant: string) {
  const { view, ...rest } = await checkGrant(context, session, grant);
  await noteView(context, { ...rest, view }, {});
  return grantFor(context, session, view);
}

/** The text of a chunk: decrypted here, inflated by the browser. */
export async function readChunk(context: AdminRequest, session: string, n: number, grant: string) {
  const granted = await checkGrant(context, session, grant);
  const { env, var: variables } = context;
  const { id: tenant } = variables.member.tenant;
  const text = await readCurrentChunk(ownStores(context), keyRing(env), { tenant, session, n });
  if (!text) throw notFound();
  await noteView(context, granted, { chunk: n });
  return new Response(text, {
    headers: { "Content-Type": "application/x-ndjson", "Content-Encoding": "br", "Cache-Control": "private, no-store" },
    encodeBody: "manual",
  });
}

/** The live socket of a session. */
export async function watchLive(context: AdminRequest, session: string, grant: string) {
  const granted = await checkGrant(context, session, grant);
  checkUpgrade(context);
  const recording = ownRecording(context, session);
  const held = await recording.manifest();
  if (held) await checkPlayable(context, held.session);
  await noteView(context, granted, { live: true });
  return recording.fetch(socketRequest(context, Math.min(granted.exp, Date.now() + LIMITS.liveSocketMs)));
}
