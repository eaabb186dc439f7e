import { z } from "zod";
import { LIMITS } from "../limits.ts";
import { ACTIVITY_ACTIONS } from "./actions.ts";

/** Shapes of the activity log's API (`/api/activity…`). Times are Unix milliseconds. */

/** Texts that are searched for, characters. */
const SEARCH_CHARS = 200;

/** What entries are asked for. Without anything: all. */
export const activityFilter = z.object({
  from: z.coerce.number().int().min(0).optional(),
  /** Not included. */
  to: z.coerce.number().int().min(0).optional(),
  actor: z.string().max(LIMITS.userIdChars).optional(),
  /** One or several, with commas between. */
  action: z
    .string()
    .max(1_000)
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(ACTIVITY_ACTIONS)))
    .optional(),
  session: z.uuid().optional(),
  environment: z.string().max(64).optional(),
  /** A text anywhere in who, what, where from and details. */
  q: z.string().max(SEARCH_CHARS).optional(),
});
export type ActivityFilter = z.infer<typeof activityFilter>;

/** `GET /api/activity`: newest first, keyset paging: pass `next` back as `cursor`. */
export const activityQuery = activityFilter.extend({
  limit: z.coerce.number().int().min(1).max(LIMITS.listPageMax).default(LIMITS.listPageDefault),
  cursor: z.coerce.number().int().min(1).optional(),
});
export type ActivityQuery = z.infer<typeof activityQuery>;

export const activityEntry = z.object({
  seq: z.number().int(),
  id: z.string(),
  at: z.number(),
  environment: z.string().nullable(),
  actor: z.string(),
  /** As they are called today; `null` for the product, for keys, and for who is not known any more. */
  name: z.string().nullable(),
  action: z.string(),
  session: z.string().nullable(),
  maskedIp: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
  hash: z.string(),
  /** Of a view: how much was watched, milliseconds, and how many chunks were fetched; `over`: whether more can come. */
  watched: z.object({ ms: z.number(), chunks: z.number().int(), over: z.boolean() }).nullable(),
});
export type ActivityEntryRow = z.infer<typeof activityEntry>;

export const activityList = z.object({ entries: z.array(activityEntry), next: z.number().int().nullable() });
export type ActivityList = z.infer<typeof activityList>;

/** `GET /api/activity/facets`: what there is to filter by. */
export const activityFacets = z.object({
  actors: z.array(z.object({ actor: z.string(), name: z.string().nullable() })),
  actions: z.array(z.string()),
  environments: z.array(z.string()),
});
export type ActivityFacets = z.infer<typeof activityFacets>;

const fault = z.object({ seq: z.number().int(), why: z.string() }).nullable();

/** `GET /api/activity/status`: how the chain stands. */
export const logStatus = z.object({
  /** The last entry, and its hash. */
  seq: z.number().int(),
  hash: z.string(),
  /** Entries that are on their way into the index. */
  behind: z.number().int(),
  /** The last entry whose hash was put where nothing is overwritten. */
  anchored: z.object({ seq: z.number().int(), hash: z.string(), at: z.number() }).nullable(),
  /** An entry of which an anchor says otherwise. */
  fork: z.number().int().nullable(),
  /** How far the last check came, and what it found. */
  verified: z.object({ seq: z.number().int(), at: z.number(), fault }).nullable(),
  /** Ed25519, hex: what anchors and downloads are signed with. */
  publicKey: z.string(),
  /** Those that anchors were signed with before the master secret was changed. */
  earlierKeys: z.array(z.string()),
});
export type LogStatus = z.infer<typeof logStatus>;

/** `POST /api/activity/verify`: checks the next entries after `after`; ask again with `to` until `done`. */
export const logCheckRequest = z.object({ after: z.number().int().min(0) });
export const logCheck = z.object({
  to: z.number().int(),
  head: z.number().int(),
  done: z.boolean(),
  fault,
  /** Anchors that were compared. */
  anchors: z.number().int(),
  /** Rows of the index that said otherwise than the chain, and were put right. */
  mended: z.number().int(),
});
export type LogCheck = z.infer<typeof logCheck>;

/** `GET /api/activity/export`. */
export const logDownloadQuery = activityFilter.extend({ format: z.enum(["ndjson", "csv"]) });
export type LogDownloadQuery = z.infer<typeof logDownloadQuery>;

const stretch = z
  .tuple([z.number().min(0), z.number().min(0)])
  .refine(([from, to]) => from <= to, "ends before it begins");

/** `POST /api/sessions/:id/watched`: what the player has shown, milliseconds since the session began. */
export const watchedReport = z.object({
  grant: z.string().max(2_048),
  watched: z.array(stretch).max(LIMITS.viewStretches),
});

/** `POST /api/sessions/:id/grant`: a new grant for the same view, while the one before is good. */
export const grantRenewal = z.object({ grant: z.string().max(2_048) });
