import { PlayheadError, SECOND_MS, SHARES, type Region } from "../../protocol/index.ts";
import { SHARE_TOKEN, type OpenedShare } from "../../protocol/share.schema.ts";
import { noteOpened, storesOf, takeTry, type ShareRecord } from "../../storage/index.ts";
import { WITHOUT_MEMBERS_WORDS } from "../members-words.ts";
import { logActivity } from "./activity.ts";
import { findSession, type AdminRequest } from "./found-session.ts";
import { verifyPassword } from "./password.ts";
import { openManifest } from "./playback.ts";
import { guestOf, liveShare, noSuchLink, shareParam, tokenHash } from "./shared-access.ts";

/** What a link does not tell: who the visitor was and where, and what members say of the session. */
const UNTOLD = {
  visitor: "",
  user: null,
  knownAs: null,
  city: null,
  country: null,
  ...WITHOUT_MEMBERS_WORDS,
};

/** Each try is counted before it is looked at, so that many at once are counted too. */
async function checkPassword(
  context: AdminRequest,
  { id, password, session, triesAt }: ShareRecord,
  given: string | undefined,
): Promise<void> {
  if (password === null) return;
  if (given === undefined) throw new PlayheadError("password_required", "This link has a password.");
  const { index } = storesOf(context.env, context.var.member.tenant.region);
  const now = Date.now();
  if (!(await takeTry(index, id, now)))
    throw new PlayheadError(
      "too_many_requests",
      "Too many passwords were tried on this link; try again later.",
      Math.max(1, Math.ceil((triesAt + SHARES.triesMs - now) / SECOND_MS)),
    );
  if (await verifyPassword({ hash: password, password: given })) return;
  await logActivity(context, { action: "denied", session, details: { share: id, reason: "password_wrong" } });
  throw new PlayheadError("password_wrong", "That is not the password of this link.");
}

/**
 * Opens the session that a link is for. That it was opened is in the activity log before anything is told. Who the visitor was is
 * left out: whoever has the link sees what is on the screen, and no more.
 */
export async function openShared(context: AdminRequest, token: string, password?: string): Promise<OpenedShare> {
  const [, found] = SHARE_TOKEN.exec(token) ?? [];
  if (!found) throw noSuchLink();
  const region = found as Region;
  const share = await liveShare(context.env, region, { token: await tokenHash(token) });
  context.set("member", guestOf(share, region));
  await checkPassword(context, share, password);
  const { record } = await findSession(context, share.session).catch((error: unknown) => {
    throw error instanceof PlayheadError && error.code === "not_found" ? noSuchLink() : error;
  });
  await logActivity(context, {
    action: "share_opened",
    session: share.session,
    environment: record.environment,
    details: { share: share.id, actor: share.actor },
  });
  const manifest = await openManifest(context, share.session);
  await noteOpened(storesOf(context.env, region).index, share.id, Date.now());
  const { session } = manifest;
  return {
    ...manifest,
    session: { ...session, ...UNTOLD },
    share: shareParam(share, region),
    t: share.t,
  };
}
