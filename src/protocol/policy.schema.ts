import { z } from "zod";
import { LEVELS } from "./levels.ts";
import { LIMITS, REACTIONS } from "./limits.ts";
import { privacySettings } from "./privacy/privacy.schema.ts";
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
  /** Visits shorter than this are not recorded. What happens meanwhile is kept in the page's memory, `bufferMs` of it at most. */
  minDurationSeconds: z
    .number()
    .int()
    .min(0)
    .max(LIMITS.bufferMs / 1_000),
  /**
   * Whether the last `bufferMs` before recording begins by `playhead.start()`, or by a condition of a segment that becomes true, are
   * kept in the page's memory and sent along then.
   */
  buffer: z.boolean(),
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

/** The visitors' own switch. */
export const consentSettings = z.strictObject({
  /** What holds for a visitor who has not chosen: `refuse` = not recorded before a yes, `allow` = recorded until a no. */
  unset: z.enum(["refuse", "allow"]),
  /** Whether Global Privacy Control (`Sec-GPC: 1`) counts as a no of whoever has not said yes here. */
  gpc: z.boolean(),
  /** What the recording is for, in the words that visitors see. */
  purpose: z.string().trim().max(2_000),
  /** Address of the privacy notice, `https:`, or empty. */
  noticeUrl: z.string().trim().max(2_048),
  /** Of purpose and notice; counted by the server. A yes counts for the version it was given to. */
  version: z.number().int().min(1),
  /** Whether visitors may have everything about them deleted. */
  erasure: z.boolean(),
});
export type ConsentSettings = z.infer<typeof consentSettings>;

/** Where the id of a signed-in visitor comes from. */
export const IDENTITY_SOURCES = ["api", "cookie", "variable", "selector", "storage", "none"] as const;

export const identitySettings = z.strictObject({
  /** `api`: `playhead.identify()`, which works with all others but `none` as well. `none`: visitors stay anonymous, whatever the page says. */
  source: z.enum(IDENTITY_SOURCES),
  /** Name of the cookie or storage key, path of the variable (`app.user.id`), or the CSS selector whose text it is; else empty. */
  name: z.string().trim().max(256),
  /** Whether a user id counts only with its signature: hex HMAC-SHA-256 of the id under the tenant's identity secret. */
  signed: z.boolean(),
  /** Which identity secret is in force; the server counts it up to make another. */
  secretVersion: z.number().int().min(1),
});
export type IdentitySettings = z.infer<typeof identitySettings>;

/** Where the server may fetch files that recorded pages used. */
export const assetSettings = z.strictObject({
  /** Hosts beside those of the environment's own origins: `cdn.example.com`, `*.example.net`; see `assetHosts`. */
  hosts: z.array(z.string().trim().min(1).max(256)).max(200),
  /** Whether the server fetches at all; without it visitors' browsers upload everything. */
  fetch: z.boolean(),
});
export type AssetSettings = z.infer<typeof assetSettings>;

const frameOrigins = z.array(z.string().trim().min(1).max(256)).max(LIMITS.frameOrigins);

/** Frames of other origins: a page shows in its recording those of `children`, a page in a frame gives its own to `parents`. */
export const frameSettings = z.strictObject({
  /** Origins, see `originAllowed`; both pages have to carry the recorder. */
  children: frameOrigins,
  parents: frameOrigins,
});
export type FrameSettings = z.infer<typeof frameSettings>;

/** From which line on the console is collected; each includes those that are graver. */
export const CONSOLE_LEVELS = ["debug", "log", "info", "warn", "error", "off"] as const;

/**
 * What is told of requests: nothing; what the browser notes by itself (address, kind, times, size); also method and failure of what
 * scripts ask for; also headers and bodies, redacted.
 */
export const NETWORK_LEVELS = ["off", "resources", "timing", "full"] as const;

const reactionMs = z.number().int().min(REACTIONS.leastMs).max(REACTIONS.watchMs);

/** What is collected at dxa and above besides the visitor's own doing, and how clicks are judged; see `ReactionRules`. */
export const signalSettings = z.strictObject({
  console: z.enum(CONSOLE_LEVELS),
  network: z.enum(NETWORK_LEVELS),
  rageClicks: z.number().int().min(2).max(REACTIONS.rageClicksMax),
  rageMs: reactionMs,
  deadMs: reactionMs,
});
export type SignalSettings = z.infer<typeof signalSettings>;

/** What a tenant has decided. The Tenant object keeps the truth; the edge believes a copy of it for seconds. */
export const policy = z.strictObject({
  tenant: z.string(),
  region: z.enum(REGIONS),
  /** The tenant's switch: off = nobody is recorded, and visitors are not shown theirs. */
  recording: z.boolean(),
  /** The highest level an environment may have; set by the owner of the platform, never by the tenant. */
  maxLevel: z.enum(LEVELS),
  environments: z.array(environment).max(50),
  segments: z.array(segment).max(200),
  exclusions,
  consent: consentSettings,
  identity: identitySettings,
  assets: assetSettings,
  frames: frameSettings,
  signals: signalSettings,
  privacy: privacySettings,
  quota: z.strictObject({
    /** Sessions in a month. */
    sessions: z.number().int().min(0).max(1_000_000_000).default(LIMITS.quotaSessionsDefault),
    /** Unix milliseconds from which months are counted. */
    anchor: z.number().int().min(0),
    /** Bytes of batches in a month, as they come over the wire; `null` = no bound of its own. */
    bytes: z.number().int().min(0).nullable(),
  }),
  /** Days a recording is kept after its last event. */
  retentionDays: z.number().int().min(1).max(3_650).default(LIMITS.retentionDaysDefault),
});
export type Policy = z.infer<typeof policy>;

export { EVERYONE } from "./segment-match.ts";
