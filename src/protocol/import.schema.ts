import { z } from "zod";
import { isUuid } from "./ids.ts";

/** `POST /api/imports`: what the head of an export says of the session that is to come. */
export const importRequest = z.strictObject({
  /** Where it was exported from, for the activity log. */
  from: z.uuid(),
  visitor: z.string().refine(isUuid, "must be a UUID in lower case"),
  startedAt: z.number().int().min(0).max(8.64e15),
  /** The environment to put it into; without it the first one. */
  environment: z.string().max(64).optional(),
});
export type ImportRequest = z.infer<typeof importRequest>;

/** The session that the batches go into, and the token they need. */
export const importStart = z.object({ session: z.string(), environment: z.string(), token: z.string() });
export type ImportStart = z.infer<typeof importStart>;
