import { z } from "zod";
import { manifest } from "./api.schema.ts";
import { EXPORTS, SHARES } from "./limits.ts";

/** Shapes of links that share a session. Times are Unix milliseconds. */

const password = z
  .string()
  .min(EXPORTS.passwordMin, `must have at least ${EXPORTS.passwordMin} characters`)
  .max(EXPORTS.passwordMax);

/** `POST /api/sessions/:id/shares`: makes a link that plays this session, without a sign-in. */
export const shareRequest = z.strictObject({
  hours: z.number().int().min(1).max(SHARES.maxHours).default(SHARES.defaultHours),
  password: password.optional(),
  /** Where it opens, milliseconds since the session began. */
  t: z.number().int().min(0).max(SHARES.maxMoment).optional(),
});
export type ShareRequest = z.infer<typeof shareRequest>;

export const share = z.object({
  id: z.string(),
  /** Who made it. */
  actor: z.string(),
  name: z.string().nullable(),
  createdAt: z.number(),
  expiresAt: z.number(),
  revokedAt: z.number().nullable(),
  locked: z.boolean(),
  t: z.number().nullable(),
  /** How often it was opened, and when last. */
  opens: z.number().int(),
  openedAt: z.number().nullable(),
});
export type Share = z.infer<typeof share>;

/** `GET /api/sessions/:id/shares`, newest first. */
export const shareList = z.object({ shares: z.array(share) });

/** The answer to making one: the only time that its address is told. */
export const newShare = z.object({ share, path: z.string() });
export type NewShare = z.infer<typeof newShare>;

/** The token in the address of a link: its region, and 256 random bits. */
export const SHARE_TOKEN = /^(us|eu)_([A-Za-z0-9_-]{43})$/;

/** `POST /api/shared/open`. */
export const openShareRequest = z.strictObject({
  token: z.string().max(64),
  password: z.string().max(EXPORTS.passwordMax).optional(),
});

/** What there is to play, under which id its parts are fetched, and where it opens. */
export const openedShare = manifest.extend({ share: z.string(), t: z.number().nullable() });
export type OpenedShare = z.infer<typeof openedShare>;
