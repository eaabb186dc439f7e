import { z } from "zod";
import { LEVELS } from "./levels.ts";
import { LIMITS } from "./limits.ts";
import { REGIONS } from "./regions.ts";
import { condition, type Condition } from "./segment.schema.ts";

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must be lower-case letters, digits and dashes");
const name = z.string().trim().min(1).max(64);

/** A publishable key of an environment. A revoked one is kept, so that a page that still uses it can be told so. */
export const environmentKey = z.strictObject({
  key: z.string().max(128),
  /** Unix milliseconds. */
  createdAt: z.number().int(),
  revokedAt: z.number().int().nullable(),
});

/** A part of a site with its own publishable keys: production, test, … */
export const environment = z.strictObject({
  id,
  name,
  keys: z.array(environmentKey).max(LIMITS.environmentKeys),
  level: z.enum(LEVELS),
  /** Origins that may record with its keys; see `originAllowed`. */
  origins: z.array(z.string().trim().min(1).max(256)).max(200),
  /** Ids of segments that are recorded, `everyone` among them; none chosen = nobody is. */
  segments: z.array(id).max(50),
  /** Ids of segments that are never recorded; they win. */
  excludedSegments: z.array(id).max(50),
  /** `manual`: nothing is recorded before the page calls `playhead.start()`. */
  method: z.enum(["automatic", "manual"]),
  /** How many of a hundred visitors are recorded; the same visitors each time. */
  samplePercent: z.number().min(0).max(100),
  /** Whether visits from phones and tablets are recorded. */
  mobile: z.boolean(),
});
export type Environment = z.infer<typeof environment>;

/** An audience rule over visitors: `all` or `any` of its conditions, groups nested once. */
export const segment = z.strictObject({ id, name, rule: condition });
export type Segment = { id: string; name: string; rule: Condition };

/** Who is turned away at the edge, before anything is asked or stored. */
export const exclusions = z.strictObject({
  /** Single addresses, CIDR, `a-b`, `192.168.1.*`, `10.0.*`; IPv4 and IPv6. */
  ips: z.array(z.string().trim().min(1).max(128)).max(500),
  /** `test.example.com`, `*.internal.com`, with or without a port. */
  domains: z.array(z.string().trim().min(1).max(256)).max(500),
  /** A part of the user agent, or a pattern with `*` and `?`; upper and lower case are the same. */
  userAgents: z.array(z.string().trim().min(1).max(256)).max(500),
  /** Known bots, crawlers and headless browsers. */
  bots: z.boolean(),
});
export type Exclusions = z.infer<typeof exclusions>;

/** What a tenant has decided. The Tenant object keeps the truth; the edge believes a copy of it for seconds. */
export const policy = z.strictObject({
  tenant: z.string(),
  region: z.enum(REGIONS),
  environments: z.array(environment).max(50),
  segments: z.array(segment).max(200),
  exclusions,
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

export { EVERYONE } from "./segment-match.ts";
