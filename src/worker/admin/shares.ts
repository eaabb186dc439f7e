import { HOUR_MS, PlayheadError, uuidv7 } from "../../protocol/index.ts";
import type { NewShare, Share, ShareRequest } from "../../protocol/share.schema.ts";
import { addShare, listShares, revokeShare, type ShareRecord } from "../../storage/index.ts";
import { toBase64url } from "../base64url.ts";
import { logActivity } from "./activity.ts";
import { actorNames } from "./actor-names.ts";
import { checkPlayable, findSession, ownStores, type AdminRequest } from "./found-session.ts";
import { hashPassword } from "./password.ts";
import { tokenHash } from "./shared-access.ts";

/** Bytes of chance in the address of a link. */
const TOKEN_BYTES = 32;

async function shown(context: AdminRequest, records: readonly ShareRecord[]): Promise<Share[]> {
  const names = await actorNames(
    context,
    records.map(({ actor }) => actor),
  );
  return records.map(({ id, actor, createdAt, expiresAt, revokedAt, password, t, opens, openedAt }) => ({
    id,
    actor,
    name: names.get(actor) ?? null,
    createdAt,
    expiresAt,
    revokedAt,
    locked: password !== null,
    t,
    opens,
    openedAt,
  }));
}

/** Makes a link to a session; it is in the activity log before its address is told. */
export async function makeShare(context: AdminRequest, session: string, request: ShareRequest): Promise<NewShare> {
  const { record } = await findSession(context, session);
  await checkPlayable(context, record);
  const { hours, password, t = null } = request;
  const { tenant, actor } = context.var.member;
  const now = Date.now();
  const token = `${tenant.region}_${toBase64url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)))}`;
  const made: ShareRecord = {
    tenant: tenant.id,
    session,
    id: uuidv7(now),
    token: await tokenHash(token),
    password: password === undefined ? null : await hashPassword(password),
    t,
    actor,
    createdAt: now,
    expiresAt: now + hours * HOUR_MS,
    revokedAt: null,
    opens: 0,
    openedAt: null,
    tries: 0,
    triesAt: 0,
  };
  const { id, expiresAt } = made;
  await logActivity(context, {
    action: "share_created",
    session,
    environment: record.environment,
    details: { share: id, expiresAt, password: password !== undefined },
  });
  if (!(await addShare(ownStores(context).index, made)))
    throw new PlayheadError("bad_request", "This session has as many links as it may have; revoke some of them.");
  const [share] = await shown(context, [made]);
  return { share: share!, path: `/s/${token}` };
}

/** The links of a session. */
export async function sharesOf(context: AdminRequest, session: string): Promise<Share[]> {
  await findSession(context, session);
  return shown(context, await listShares(ownStores(context).index, context.var.member.tenant.id, session));
}

/** Ends a link: nothing more is fetched by it. To end one twice is no fault. */
export async function endShare(context: AdminRequest, session: string, id: string): Promise<Share[]> {
  const { record } = await findSession(context, session);
  const { index } = ownStores(context);
  const tenant = context.var.member.tenant.id;
  const ended = await revokeShare(index, { tenant, session, id }, Date.now());
  if (ended)
    await logActivity(context, {
      action: "share_revoked",
      session,
      environment: record.environment,
      details: { share: id },
    });
  const shares = await sharesOf(context, session);
  if (!shares.some((share) => share.id === id)) throw new PlayheadError("not_found", "There is no such link.");
  return shares;
}
