import { createMiddleware } from "hono/factory";
import { PlayheadError, toHex, type Region } from "../../protocol/index.ts";
import { findShare, storesOf, type ShareRecord } from "../../storage/index.ts";
import type { Env } from "../env.ts";
import type { AdminContext, Member } from "./member.ts";

/** SHA-256 of a link's token, hex: what is stored of it. It has 256 bits of chance, so nothing slower is needed. */
export async function tokenHash(token: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token))));
}

/** The same words for every link that opens nothing: which of them it is, is nobody's business. */
export function noSuchLink(): PlayheadError {
  return new PlayheadError("not_found", "This link does not work: it has ended, was revoked, or never was.");
}

/** A link that opens something. @throws {PlayheadError} `not_found` */
export async function liveShare(
  env: Env,
  region: Region,
  by: { token: string } | { id: string },
): Promise<ShareRecord> {
  const found = await findShare(storesOf(env, region).index, by);
  if (!found || found.revokedAt !== null || found.expiresAt <= Date.now()) throw noSuchLink();
  return found;
}

/** Who comes by a link: somebody of the tenant who may do nothing but what the routes of links do. */
export function guestOf({ tenant, id }: ShareRecord, region: Region): Member {
  return {
    actor: `share:${id}`,
    user: null,
    tenant: { id: tenant, name: "", region },
    role: null,
    permissions: [],
    environment: null,
  };
}

/** What stands for a link in addresses: its region and its id, which open nothing without a grant. */
const SHARE_PARAM = /^(us|eu)\.([0-9a-f-]{36})$/;

export function shareParam({ id }: ShareRecord, region: Region): string {
  return `${region}.${id}`;
}

/**
 * Lets those pass whose link is still good, asked each time: after it is revoked nothing more is fetched. The route has to check
 * the grant, which is what was given for the token.
 */
export const byLink = createMiddleware<AdminContext>(async (context, next) => {
  const [, region, id] = SHARE_PARAM.exec(context.req.param("share") ?? "") ?? [];
  if (!region || !id) throw noSuchLink();
  const share = await liveShare(context.env, region as Region, { id });
  context.set("member", guestOf(share, region as Region));
  context.set("shared", share.session);
  await next();
});
