import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { REGIONS } from "./regions.ts";

/** Shapes of deleting, pinning and erasing in the admin API. Times are Unix milliseconds. */

/** `POST /api/sessions/delete`. */
export const deleteRequest = z.object({ sessions: z.array(z.uuid()).min(1).max(LIMITS.deletedAtOnce) });

export const deleteResult = z.object({
  /** Sessions that are being deleted from now on; nobody can see them any more. */
  total: z.number().int(),
  /** Sessions that stay, because they are pinned. */
  pinned: z.array(z.string()),
});
export type DeleteResult = z.infer<typeof deleteResult>;

/** `GET /api/deletions`: the last ones, the newest first. */
export const deletionList = z.object({
  jobs: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["delete", "erase", "retention", "restore"]),
      by: z.string(),
      name: z.string().nullable(),
      at: z.number(),
      finishedAt: z.number().nullable(),
      total: z.number().int(),
      done: z.number().int(),
    }),
  ),
});
export type DeletionList = z.infer<typeof deletionList>;

/** Whose data is to be found or erased: by the id that the site gave, or by the GUID of a browser. */
export const personRequest = z.union([
  z.strictObject({ user: z.string().trim().min(1).max(LIMITS.userIdChars) }),
  z.strictObject({ visitor: z.uuid() }),
]);
export type PersonRequest = z.infer<typeof personRequest>;

/** `POST /api/people/find`, and what `POST /api/people/erase` begins with. */
export const foundPerson = z.object({
  user: z.string().nullable(),
  /** GUIDs of their browsers. */
  visitors: z.array(z.string()),
  /** Users that share the browser, when it can't be told who is meant: nothing of theirs is part of it. */
  others: z.array(z.string()),
  sessions: z.number().int(),
});
export type FoundPerson = z.infer<typeof foundPerson>;

/** `POST /api/platform/restore-check`: goes through the erasure ledger of a region, some of it in each call. */
export const restoreCheckRequest = z.object({ region: z.enum(REGIONS), after: z.string().max(256).nullable() });

export const restoreCheckResult = z.object({
  /** Notes that were compared. */
  records: z.number().int(),
  /** Sessions that had come back, and are deleted again. */
  sessions: z.number().int(),
  /** Joined identities that had come back, and are gone. */
  identities: z.number().int(),
  /** Tenants of which it could not be done; why is in the server's log. */
  failed: z.array(z.string()),
  /** Where to go on; `null`: that is all. */
  next: z.string().nullable(),
});
export type RestoreCheckResult = z.infer<typeof restoreCheckResult>;

/** `PUT /api/sessions/:id/pin`. */
export const pinRequest = z.object({ reason: z.string().trim().min(1).max(LIMITS.pinReasonChars) });
