import type { KeyRing } from "../storage/index.ts";
import { LIMITS, PlayheadError } from "../protocol/index.ts";
import { readToken, signToken } from "./signed-token.ts";

/** Who may fetch the bytes of which session. */
export interface PlayGrant {
  tenant: string;
  session: string;
  /** `user:<id>` or `key:<id>`. */
  actor: string;
  /** Number of the view's entry in the activity log. */
  view: number;
  exp: number;
}

/** A grant for one person and one session, for minutes. */
export async function signPlayGrant(
  ring: KeyRing,
  grant: Omit<PlayGrant, "exp">,
  now: number,
): Promise<{ grant: string; grantExpiresAt: number }> {
  const exp = now + LIMITS.playGrantMs;
  return { grant: await signToken(ring, "play-grant", { ...grant, exp }), grantExpiresAt: exp };
}

/** Checks that the grant is for this person and session. @throws {PlayheadError} `forbidden`, `token_expired`, `invalid_token` */
export async function checkPlayGrant(
  ring: KeyRing,
  text: string | undefined,
  wanted: Omit<PlayGrant, "exp" | "view">,
  now: number,
): Promise<PlayGrant> {
  const grant = await readToken<PlayGrant>(ring, "play-grant", text ?? "", now);
  if (grant.tenant !== wanted.tenant || grant.session !== wanted.session || grant.actor !== wanted.actor) {
    throw new PlayheadError("forbidden", "This grant is for another person or session; open the session again.");
  }
  return grant;
}
