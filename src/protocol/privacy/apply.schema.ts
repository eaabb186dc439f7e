import { z } from "zod";
import { LIMITS } from "../limits.ts";

const moment = z.number().int().min(0).max(8.64e15);

/** Which stored sessions: all, those of an environment, or these. */
export const applyScope = z.union([
  z.literal("all"),
  z.strictObject({ environment: z.string().min(1).max(64) }),
  z.strictObject({ sessions: z.array(z.uuid()).min(1).max(LIMITS.rewriteNamedSessions) }),
]);
export type ApplyScope = z.infer<typeof applyScope>;

/** Body of `POST /api/settings/privacy/apply`: the privacy settings in force are applied to stored sessions. */
export const applyRequest = z
  .strictObject({
    scope: applyScope,
    /** Sessions that started from … to, Unix milliseconds, both included. */
    from: moment.optional(),
    to: moment.optional(),
  })
  .refine(({ from = 0, to = Number.MAX_SAFE_INTEGER }) => from <= to, {
    path: ["to"],
    message: "must not be before `from`",
  });
export type ApplyRequest = z.infer<typeof applyRequest>;

/** How the last application of the privacy settings to stored sessions stands. */
export const applyProgress = z.object({
  /** `none`: there never was one. `cancelling`: what was begun is brought to its end. */
  state: z.enum(["none", "running", "cancelling", "done", "cancelled"]),
  /** Sessions in scope, worked through, changed, and given up. `done` counts the failed ones too. */
  total: z.number().int(),
  done: z.number().int(),
  changed: z.number().int(),
  failed: z.number().int(),
  /** Sessions that wait: they still run, or are tried again. */
  waiting: z.number().int(),
  /** Some of the sessions that were given up. They may be partly as they were. */
  failures: z.array(z.string()),
  /** Parts of rules that cannot be applied to what is stored. */
  unsupported: z.array(z.string()),
  request: applyRequest.nullable(),
  /** Version of the settings that are applied. */
  version: z.number().int().nullable(),
  startedAt: z.number().int().nullable(),
  finishedAt: z.number().int().nullable(),
  /** Id of the user who started it. */
  by: z.string().nullable(),
});
export type ApplyProgress = z.infer<typeof applyProgress>;
