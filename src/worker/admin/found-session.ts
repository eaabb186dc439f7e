import type { Context } from "hono";
import { recordingObject } from "../../durable-objects/index.ts";
import type { PageRow, SessionRow } from "../../protocol/api.schema.ts";
import { PlayheadError } from "../../protocol/index.ts";
import {
  readParts,
  readSessionRecord,
  storesOf,
  toSessionRow,
  withKnownAs,
  type ChunkRecord,
  type SessionRecord,
} from "../../storage/index.ts";
import { logActivity } from "./activity.ts";
import type { AdminContext } from "./member.ts";

export type AdminRequest = Context<AdminContext>;

/** All that is stored of a session but the recording itself. */
export interface FoundSession {
  /** As it is stored; out of the object while it holds the session. */
  record: SessionRecord;
  row: SessionRow;
  pages: PageRow[];
  chunks: ChunkRecord[];
}

export function notFound(): PlayheadError {
  // The same for a session of another tenant: what is there is nobody else's business.
  return new PlayheadError("not_found", "There is no such session.");
}

/** Where the data of the member's tenant is. */
export function ownStores({ env, var: { member } }: AdminRequest) {
  return storesOf(env, member.tenant.region);
}

/** The Recording object of a session of the member's tenant. */
export function ownRecording({ env, var: { member } }: AdminRequest, session: string) {
  return recordingObject(env, member.tenant.region, member.tenant.id, session);
}

/** What there is of a session: from the object while it holds the session, else from the index. @throws {PlayheadError} `not_found` */
export async function findSession(context: AdminRequest, session: string): Promise<FoundSession> {
  const { tenant: own, environment } = context.var.member;
  const tenant = own.id;
  const { index } = ownStores(context);
  const [held, stored] = await Promise.all([
    ownRecording(context, session).manifest(),
    readSessionRecord(index, tenant, session),
  ]);
  // Whether it is pinned is not the object's business.
  const { pinnedAt = null, pinnedBy = null, pinReason = null } = stored ?? {};
  const record = held ? { ...held.session, pinnedAt, pinnedBy, pinReason } : stored;
  if (!record || (environment !== null && record.environment !== environment)) throw notFound();
  const { pages, chunks } = held ?? (await readParts(index, tenant, session));
  const [row] = await withKnownAs(index, tenant, [toSessionRow(record)]);
  return { record, row: row!, pages, chunks };
}

/** Whether somebody may open a session in which secrets were found; that they tried is in the log. @throws {PlayheadError} `session_held` */
export async function checkPlayable(
  context: AdminRequest,
  { id: session, environment, quarantine }: Pick<SessionRecord, "id" | "environment" | "quarantine">,
): Promise<void> {
  if (quarantine !== "held" || context.var.member.permissions.includes("settings")) return;
  await logActivity(context, { action: "denied", session, environment, details: { reason: "session_held" } });
  throw new PlayheadError(
    "session_held",
    "This session is held back: secrets were found in it. Somebody who may change settings can look at it and release it.",
  );
}
