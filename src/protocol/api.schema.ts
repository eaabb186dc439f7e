import { z } from "zod";
import { searchQuery } from "./list.schema.ts";
import { LEVELS } from "./levels.ts";
import { LIMITS } from "./limits.ts";
import { PERMISSIONS } from "./permissions.ts";
import { REGIONS } from "./regions.ts";

/** Shapes of the admin API (`/api/…`). All times are Unix milliseconds on the server, all sizes bytes. */

export const sessionRow = z.object({
  id: z.string(),
  environment: z.string(),
  visitor: z.string(),
  user: z.string().nullable(),
  level: z.enum(LEVELS),
  /** Why it is collected at this level: `recorded`, `not_started`, `unsupported_browser`. */
  reason: z.string(),
  /** The user id that this visitor's GUID was last joined with, in this or another session. */
  knownAs: z.string().nullable(),
  /** `live` until 30 minutes have passed without a batch. */
  status: z.enum(["live", "ended"]),
  startedAt: z.number(),
  /** Time of the last event. */
  lastAt: z.number(),
  durationMs: z.number(),
  expiresAt: z.number(),
  /** Kept beyond that: since when, by whom (as the activity log names them) and why. */
  pinnedAt: z.number().nullable().optional(),
  pinnedBy: z.string().nullable().optional(),
  pinReason: z.string().nullable().optional(),
  pages: z.number(),
  navigations: z.number(),
  clicks: z.number(),
  inputs: z.number(),
  /** Of the page's scripts; rage and dead clicks as the recorder tells them. At dxa and above. */
  errors: z.number(),
  rages: z.number(),
  deads: z.number(),
  events: z.number(),
  /** As the recorder sent them. */
  wireBytes: z.number(),
  /** How many secrets were taken out of it at ingest, and whether it is held back because of them. */
  redactions: z.number().int(),
  quarantine: z.enum(["none", "held", "released"]),
  entryUrl: z.string(),
  lastUrl: z.string(),
  title: z.string(),
  country: z.string().nullable(),
  city: z.string().nullable(),
  browser: z.string().nullable(),
  browserVersion: z.string().nullable(),
  os: z.string().nullable(),
  device: z.enum(["desktop", "mobile", "tablet", "other"]),
  /** The segment that let it in, where that is known. */
  segment: z.string().nullable().optional(),
  /** In the list: its tags, and whether whoever asks has watched it. */
  tags: z.array(z.string()).optional(),
  seen: z.boolean().optional(),
});
export type SessionRow = z.infer<typeof sessionRow>;

/** Secrets of one kind that were taken out at one place of a recording. */
export const redaction = z.object({ kind: z.string(), place: z.string(), count: z.number().int() });
export type Redaction = z.infer<typeof redaction>;

/** `GET /api/sessions/:id`, and the answer of `POST …/release`. */
export const sessionDetail = sessionRow.extend({ redacted: z.array(redaction) });
export type SessionDetail = z.infer<typeof sessionDetail>;

/**
 * `GET /api/sessions`: newest first, keyset paging: pass `next` back as `cursor`. There may be fewer sessions than were asked for, and
 * none, while there is a `next`: some searches have to look at sessions one by one, so many with each call.
 */
export const sessionListQuery = searchQuery.extend({
  limit: z.coerce.number().int().min(1).max(LIMITS.listPageMax).default(LIMITS.listPageDefault),
  cursor: z.string().max(200).optional(),
  status: z.enum(["live", "ended"]).optional(),
  /** Only those that end soon; see `LIMITS.expiringSoonMs`. Pinned ones do not. */
  expiring: z.literal("soon").optional(),
});
export type SessionListQuery = z.infer<typeof sessionListQuery>;

export const sessionList = z.object({ sessions: z.array(sessionRow), next: z.string().nullable() });
export type SessionList = z.infer<typeof sessionList>;

/** One document of a session. */
export const pageRow = z.object({
  page: z.string(),
  tab: z.string(),
  url: z.string(),
  title: z.string(),
  from: z.number(),
  to: z.number(),
  width: z.number(),
  height: z.number(),
});
export type PageRow = z.infer<typeof pageRow>;

/** One stored chunk. `keyframes` are places playback can start from. */
export const chunkRow = z.object({
  n: z.number().int(),
  from: z.number(),
  to: z.number(),
  batches: z.number().int(),
  /** Encrypted size in the store. */
  storedBytes: z.number(),
  /** Size of its text. */
  textBytes: z.number(),
  keyframes: z.array(z.object({ page: z.string(), at: z.number() })),
});
export type ChunkRow = z.infer<typeof chunkRow>;

/**
 * A file that the recorded page used, under `GET /api/sessions/:id/assets/:sha256?grant=&key=`. `key` is `assetKey` of the address
 * it had in the page.
 */
export const manifestAsset = z.object({ key: z.string(), sha256: z.string(), type: z.string() });
export type ManifestAsset = z.infer<typeof manifestAsset>;

/** Answer of `GET /api/sessions/:id/assets?grant=`: the files that a session has by now. */
export const sessionAssets = z.object({ assets: z.array(manifestAsset) });
export type SessionAssets = z.infer<typeof sessionAssets>;

/**
 * `GET /api/sessions/:id/manifest`: what there is to play, and the grant to fetch it with. Asking for it is a view: it is
 * in the activity log before it is answered. While the session is live, batches not yet in a chunk come over the live socket.
 */
export const manifest = z.object({
  session: sessionRow,
  pages: z.array(pageRow),
  chunks: z.array(chunkRow),
  assets: z.array(manifestAsset),
  grant: z.string(),
  grantExpiresAt: z.number(),
});
export type Manifest = z.infer<typeof manifest>;

/** A grant to fetch what is stored of a session, for one person and one view. */
export const playGrant = manifest.pick({ grant: true, grantExpiresAt: true });
export type PlayGrant = z.infer<typeof playGrant>;

/** `GET /api/me`: who asks, in which tenant. Person and role are `null` for an API key. */
export const me = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
  tenant: z.object({ id: z.string(), name: z.string(), region: z.enum(REGIONS) }),
  role: z.string().nullable(),
  permissions: z.array(z.enum(PERMISSIONS)),
  /** The only environment whose sessions the caller gets; `null` for all. */
  environment: z.string().nullable(),
});
export type Me = z.infer<typeof me>;

/** `GET /api/config`: what the sign-in page needs to know before anybody is signed in. */
export const publicConfig = z.object({
  /** The server runs on a developer's machine with the demo tenant. */
  local: z.boolean(),
  /** Sign-in of the demo owner, in local mode only. */
  demo: z.object({ email: z.string(), password: z.string(), key: z.string() }).nullable(),
  /** Whether anybody may sign up and make a tenant. */
  signUp: z.boolean(),
});
export type PublicConfig = z.infer<typeof publicConfig>;

/**
 * Text frames of the live socket (`GET /api/sessions/:id/live?grant=`). Binary frames are batches: a line of JSON
 * `{"page","seq","at"}`, a line break, then the batch's wire bytes (gzip or plain). After `hello` come all batches that are
 * in no chunk yet, then `current`, then new ones as they arrive.
 */
export type LiveMessage =
  | { kind: "hello"; chunks: number; status: "live" | "ended" }
  /** All batches that had come before the socket was opened have been sent. */
  | { kind: "current" }
  /** A chunk was stored; what it holds stays valid, nothing has to be fetched again. */
  | { kind: "chunk"; chunks: number }
  /** How many watch it live, the receiver too; when it opens the socket, and when that changes. */
  | { kind: "viewers"; count: number }
  | { kind: "ended" };

export interface LiveBatchHeader {
  page: string;
  seq: number;
  at: number;
}
