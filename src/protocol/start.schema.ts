import { z } from "zod";
import { LIMITS } from "./limits.ts";
import type { CollectionLevel } from "./levels.ts";
import type { SignalSettings } from "./policy.schema.ts";
import type { RecorderPrivacy } from "./privacy/privacy.schema.ts";

/** A UUID as all ids are written. */
export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, "must be a UUID in lower case");

/** Body of `POST /v1/sessions`. Sent as `text/plain`, so that no preflight is needed. */
export const startRequest = z.strictObject({
  /** Publishable key of the environment. */
  key: z.string().max(128),
  /** The session's id, made by the recorder (UUIDv7) and shared by the tabs of a visit: asking twice is one session. */
  session: uuid,
  /** The visitor's anonymous GUID. */
  visitor: uuid,
  /** The document that asks. */
  page: uuid,
  /** Address of the document, without query and fragment. */
  url: z.string().max(LIMITS.urlChars),
  /** User id, when the site has said who the visitor is. */
  user: z.string().min(1).max(LIMITS.userIdChars).optional(),
  /** Version of the loader. */
  recorder: z.string().max(32),
  /** `true` when the site called `playhead.start()` itself. */
  manual: z.boolean().optional(),
  /** Where the visitor came from, without query and fragment. */
  referrer: z.string().max(LIMITS.urlChars).optional(),
  /** Of the browser (BCP 47); without it the request's own header counts. */
  language: z.string().max(35).optional(),
  /** What the site knows of the visitor, for segments to look at. Not stored. */
  attributes: z
    .record(z.string().min(1).max(LIMITS.attributeNameChars), z.string().max(LIMITS.attributeValueChars))
    .refine((record) => Object.keys(record).length <= LIMITS.attributes, `holds ${LIMITS.attributes} at most`)
    .optional(),
  /** Names of the events that the site has tracked in this visit, when the server has asked for them. Not stored. */
  events: z.array(z.string().min(1).max(LIMITS.eventNameChars)).max(LIMITS.startEvents).optional(),
  /** `true` when this browser lacks what playback needs, or recording the DOM has failed here. */
  unsupported: z.boolean().optional(),
  /** Milliseconds since the visit began, by the visitor's clock; below 0 when that was set back. */
  lasted: z.number().min(-1e12).max(1e12).optional(),
  /** Milliseconds before now from which on the page has kept what happened. */
  buffered: z.number().min(0).max(1e12).optional(),
  /** Hex HMAC-SHA-256 of `user`, where the tenant wants user ids signed. */
  signature: z.string().max(LIMITS.signatureChars).optional(),
});

export type StartRequest = z.infer<typeof startRequest>;

/** Why a visit is recorded, or is not. */
export type DecisionReason =
  | "recorded"
  /** Taken out of Playhead and brought back. */
  | "imported"
  /** The page has a key that was revoked; answered with 401 and counted. */
  | "revoked_key"
  | "origin_not_allowed"
  | "excluded_ip"
  | "excluded_domain"
  | "excluded_user_agent"
  | "tenant_off"
  | "environment_off"
  | "consent_refused"
  | "consent_missing"
  | "gpc"
  | "mobile_off"
  | "excluded_segment"
  | "no_segment"
  | "not_sampled"
  | "too_short"
  /** Collected at `dxa`, until the page calls `playhead.start()`. */
  | "not_started"
  /** Collected at `dxa`. */
  | "unsupported_browser"
  | "quota_reached"
  | "byte_budget_reached"
  | "session_expired";

/** What the recorder looks out for: each of these can change the decision, so it asks again then. */
export interface Watch {
  /** The address has changed without a new document. What happens until the answer is not sent before it is a yes. */
  url?: true;
  /** The site has tracked an event of another name. */
  events?: true;
  /** The visitor is known, or is another. */
  user?: true;
  /** This many milliseconds have passed. */
  after?: number;
  /** Keep the last `bufferMs` of playback in memory meanwhile, and send them when the answer is `playback`. */
  buffer?: true;
}

/** Where the recorder finds the id of a signed-in visitor. */
export interface IdentitySource {
  source: "cookie" | "variable" | "selector" | "storage";
  name: string;
}

/** What is told at dxa and above. */
export interface SignalDirections extends Pick<SignalSettings, "console" | "network"> {
  /** Path of the chunk. */
  path: string;
}

/** What the recorder is told with every decision that is not final for this document. */
export interface Directions {
  /** Path of the recorder chunk on this server; its name holds its hash. */
  recorder: string;
  /** Path of the chunk that captures the DOM; for `playback` and `watch.buffer`. */
  capture?: string;
  watch?: Watch;
  identity?: IdentitySource;
  /** Path of the chunk that takes pictures of canvases; with `capture`. */
  canvas?: string;
  /** Recording through frames of other origins; with `capture`. Patterns of origins, see `originAllowed`. */
  frames?: {
    /** Path of the chunk. */
    path: string;
    /** Frames whose recording this page takes in. */
    children: string[];
    /** Pages that may have this page's recording, when it is in a frame of theirs. */
    parents: string[];
  };
  signals?: SignalDirections;
  /** What may leave the page; without it `newRecorderPrivacy()` holds. */
  privacy?: RecorderPrivacy;
}

/** Answer of `POST /v1/sessions`: the decision, and when it is yes what the recorder needs. */
export type StartResponse =
  /** Without directions nothing more is asked in this document, and nothing is loaded. */
  | ({ level: "off"; reason: DecisionReason; serverTime: number } & Partial<Directions>)
  | (Directions & {
      level: Exclude<CollectionLevel, "off">;
      reason: DecisionReason;
      /** Unix milliseconds on the server. */
      serverTime: number;
      /** When the session was first let in, Unix milliseconds; `t` of its address counts from here. */
      startedAt: number;
      /** Goes into the query of every batch. */
      token: string;
      /** Unix milliseconds after which the token is refused; ask again with the same session id. */
      tokenExpiresAt: number;
      /** Milliseconds between batches. */
      interval: number;
    });

/** Answer (202) of `POST /v1/sessions/:id/batches`: the batch is durable. The rest are directives. */
export interface BatchResponse {
  ok: true;
  /** Nothing more of this page is wanted; `reason` says why. */
  stop?: string;
  /** No full snapshot of this page has arrived: take one now. */
  keyframe?: true;
  /** The settings have changed since the token was made: ask again, the decision may be another. */
  ask?: true;
  /** Milliseconds until the next batch; without it the session's own interval counts again. */
  interval?: number;
}
