import { z } from "zod";
import { ACCOUNT_LIMITS } from "./limits.ts";
import { PERMISSIONS, ROLES } from "./permissions.ts";

/** Shapes of the API of members, invitations and API keys. Times are Unix milliseconds. */

const { nameChars, keyDays } = ACCOUNT_LIMITS;

const name = z.string().trim().min(1).max(nameChars);

export const role = z.enum(ROLES);

export const memberRow = z.object({
  /** Id of the person. */
  user: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  joinedAt: z.number(),
  /** Whether codes or a passkey stand beside the password. */
  secondFactor: z.boolean(),
});
export type MemberRow = z.infer<typeof memberRow>;

/** A link that makes whoever opens it a member, once. */
export const invitationRow = z.object({
  id: z.string(),
  role,
  note: z.string(),
  createdAt: z.number(),
  expiresAt: z.number(),
});
export type InvitationRow = z.infer<typeof invitationRow>;

/** `GET /api/members`. */
export const memberList = z.object({ members: z.array(memberRow), invitations: z.array(invitationRow) });
export type MemberList = z.infer<typeof memberList>;

/** `PUT /api/members/:user/role`. */
export const roleChange = z.object({ role });

/** `POST /api/invitations`. `note` says for whom it is. */
export const newInvitation = z.object({ role, note: z.string().trim().max(nameChars) });
export type NewInvitation = z.infer<typeof newInvitation>;

/** The answer to it. The secret is shown this once; it belongs behind `/join#`. */
export const madeInvitation = z.object({ invitation: invitationRow, secret: z.string() });
export type MadeInvitation = z.infer<typeof madeInvitation>;

const scopes = z.array(z.enum(PERMISSIONS));

export const keyRow = z.object({
  id: z.string(),
  name: z.string(),
  scopes,
  environment: z.string().nullable(),
  /** Name of whoever made it; `null` when that is not known any more. */
  createdBy: z.string().nullable(),
  createdAt: z.number(),
  expiresAt: z.number(),
  /** To the minute. */
  lastUsedAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
});
export type KeyRow = z.infer<typeof keyRow>;

/** `GET /api/keys`. */
export const keyList = z.object({ keys: z.array(keyRow) });
export type KeyList = z.infer<typeof keyList>;

/** `POST /api/keys`. */
export const newKey = z.object({
  name,
  scopes: scopes.min(1),
  environment: z.string().max(64).nullable(),
  /** How long it is good for, days. */
  days: z.number().int().min(1).max(keyDays),
});
export type NewKey = z.infer<typeof newKey>;

/** The answer to it: the secret is shown this once. */
export const madeKey = z.object({ key: keyRow, secret: z.string() });
export type MadeKey = z.infer<typeof madeKey>;
