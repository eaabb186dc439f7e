import { z } from "zod";
import { LEVELS } from "./levels.ts";
import { LIMITS } from "./limits.ts";
import { REGIONS } from "./regions.ts";

/** A part of a site with its own publishable key: production, test, … */
export const environment = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(64),
  key: z.string().max(128),
  level: z.enum(LEVELS),
  /** Origins that may record with the key; see `originAllowed`. */
  origins: z.array(z.string().max(256)).max(200),
  /** Segments that are recorded; none chosen = nobody is. */
  segments: z.array(z.literal("everyone")).max(1),
});
export type Environment = z.infer<typeof environment>;

/** What a tenant has decided. The Tenant object keeps the truth; the edge believes a copy of it for seconds. */
export const policy = z.strictObject({
  tenant: z.string(),
  region: z.enum(REGIONS),
  environments: z.array(environment).max(50),
  quota: z.strictObject({
    /** Sessions in a month. */
    sessions: z.number().int().min(0).max(1_000_000_000).default(LIMITS.quotaSessionsDefault),
    /** Unix milliseconds from which months are counted. */
    anchor: z.number().int().min(0),
  }),
  /** Days a recording is kept after its last event. */
  retentionDays: z.number().int().min(1).max(3_650).default(LIMITS.retentionDaysDefault),
});
export type Policy = z.infer<typeof policy>;
