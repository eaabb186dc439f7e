import { z } from "zod";
import { chunkRow, pageRow, redaction, sessionRow } from "./api.schema.ts";

/** A column of a stored row; what each one means is in `session-fields.ts`. */
const stored = z.record(z.string(), z.unknown());

/** One entry of the activity log about a session. Times are Unix milliseconds. */
export const sessionActivity = z.object({
  id: z.string(),
  at: z.number(),
  /** `system`: the product itself. */
  actor: z.string(),
  /** As they are called today; `null` for the product, and for who is no member any more. */
  name: z.string().nullable(),
  action: z.string(),
  maskedIp: z.string().nullable(),
  details: z.unknown(),
});
export type SessionActivity = z.infer<typeof sessionActivity>;

/**
 * `GET /api/sessions/:id/inspect`: everything that is stored of a session. Asking for it is a view, and is in the activity log before
 * it is answered. The events come from the chunks, with the grant.
 */
export const inspection = z.object({
  session: sessionRow,
  record: stored,
  redacted: z.array(redaction),
  pages: z.array(pageRow),
  chunks: z.array(chunkRow.extend({ sha256: z.string() })),
  files: z.array(stored),
  /** Entries of the trail, and how many had no room. */
  trail: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  trailCut: z.number().int(),
  tags: z.array(stored),
  /** Members who have watched it. */
  seen: z.array(stored),
  /** Users that this visitor was joined with, in any session. */
  joined: z.array(z.object({ user: z.string(), at: z.number() })),
  /** Newest first, `LIMITS.inspectedActivity` at most. */
  activity: z.array(sessionActivity),
  grant: z.string(),
  grantExpiresAt: z.number(),
});
export type Inspection = z.infer<typeof inspection>;
