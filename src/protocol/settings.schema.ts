import { z } from "zod";
import { LEVELS } from "./levels.ts";
import { policy } from "./policy.schema.ts";
import { condition } from "./segment.schema.ts";

/** Shapes of `/api/settings/…`. Times are Unix milliseconds. */

/** `GET /api/settings`: the policy in force, its version, and when it was set. */
export const settings = z.object({ version: z.number().int(), at: z.number(), policy });
export type Settings = z.infer<typeof settings>;

/**
 * `PUT /api/settings`: the whole policy with the version it was read at. Somebody else's change in between is answered with 409
 * `settings_conflict`. Tenant, region, keys and the quota's anchor are the server's: what is sent of them must be what was read.
 */
export const settingsChange = z.strictObject({ version: z.number().int(), policy });
export type SettingsChange = z.infer<typeof settingsChange>;

/** `POST /api/settings/environments/:id/keys` makes another key, `DELETE …/keys/:key` revokes one. Both answer `settings`. */

/** `GET /api/settings/usage`: where the quota stands. */
export const usage = z.object({
  limit: z.number().int(),
  count: z.number().int(),
  /** Bytes of this period's batches, and the budget for them; `null` = none. Sessions report theirs with each chunk. */
  bytes: z.number(),
  byteLimit: z.number().int().nullable(),
  start: z.number(),
  end: z.number(),
  /** What the count will be at the end of the period if it goes on like this. */
  forecast: z.number().int(),
  /** When 80 and 100 percent were reached in this period, of sessions or of bytes; also in the activity log. */
  warnings: z.array(z.object({ of: z.enum(["sessions", "bytes"]), percent: z.number().int(), at: z.number() })),
  /** Sessions let in, by day (`YYYY-MM-DD`, UTC), of the last 90 days. */
  days: z.array(z.object({ day: z.string(), sessions: z.number().int() })),
  /** Earlier periods, newest first, 24 at most. */
  history: z.array(z.object({ start: z.number(), end: z.number(), limit: z.number().int(), count: z.number().int() })),
});
export type Usage = z.infer<typeof usage>;

/** `PUT /api/settings/quota`: starts a new period now, with count 0. Answers `usage`. */
export const quotaChange = z.strictObject({
  sessions: z.number().int().min(0).max(1_000_000_000),
  bytes: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable(),
});
export type QuotaChange = z.infer<typeof quotaChange>;

/** `GET /api/settings/identity-secret`: what a site signs user ids with. `POST` makes another and answers `settings`. */
export const identitySecret = z.object({ secret: z.string(), version: z.number().int() });
export type IdentitySecret = z.infer<typeof identitySecret>;

/** `PUT /api/platform/tenants/:id/max-level`: the highest level that the owner of the platform allows a tenant's environments. */
export const levelLock = z.strictObject({ maxLevel: z.enum(LEVELS) });
export const levelLockResult = z.object({ tenant: z.string(), version: z.number().int(), maxLevel: z.enum(LEVELS) });

/** `POST /api/settings/preview`: how a rule would have divided the last visits that could have been recorded. */
export const rulePreview = z.strictObject({ rule: condition });
export const rulePreviewResult = z.object({
  visits: z.number().int(),
  matching: z.number().int(),
  /** What the rule looks at is not kept of these: referrer, language, attributes, events. */
  unknown: z.number().int(),
  /** Time of the oldest of them, Unix milliseconds; `null` when there is none. */
  since: z.number().nullable(),
});
export type RulePreviewResult = z.infer<typeof rulePreviewResult>;

/** `POST /api/settings/test`: what would happen to such a visit. */
export const visitProbe = z.strictObject({
  environment: z.string().max(64),
  url: z.string().max(2_048),
  referrer: z.string().max(2_048).optional(),
  ip: z.string().max(64).optional(),
  userAgent: z.string().max(1_024).optional(),
  country: z.string().max(2).optional(),
  language: z.string().max(35).optional(),
  visitor: z.string().max(64).optional(),
  user: z.string().max(256).optional(),
  attributes: z.record(z.string().max(64), z.string().max(256)).optional(),
  manual: z.boolean().optional(),
  events: z.array(z.string().min(1).max(128)).max(20).optional(),
  /** The visitor's own choice; absent when there is none. */
  consent: z.enum(["yes", "no"]).optional(),
  /** Global Privacy Control. */
  gpc: z.boolean().optional(),
  unsupported: z.boolean().optional(),
  /** Milliseconds since the visit began. */
  lasted: z.number().min(0).optional(),
});
export type VisitProbe = z.infer<typeof visitProbe>;

/** One rule that was looked at, in order. The first that stopped the visit gave the verdict; those before it were passed. */
export const checkedRule = z.object({
  rule: z.string(),
  passed: z.boolean(),
  /** The visit went on after it, without playback. */
  lowered: z.literal(true).optional(),
  /** In plain words: what was compared with what. */
  because: z.string(),
});
export type CheckedRule = z.infer<typeof checkedRule>;

export const verdict = z.object({ level: z.enum(LEVELS), reason: z.string(), rules: z.array(checkedRule) });
export type Verdict = z.infer<typeof verdict>;

/** `GET /api/settings/refusals?days=`: why visits were not recorded, counts by reason and day, newest first. */
export const refusals = z.object({
  days: z.array(z.object({ day: z.string(), reasons: z.record(z.string(), z.number().int()) })),
});
export type Refusals = z.infer<typeof refusals>;
