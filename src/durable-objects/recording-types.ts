import type { BatchSummary, CollectionLevel, Region } from "../protocol/index.ts";
import type { Redacted } from "../protocol/privacy/redact-event.ts";
import type { DecisionReason } from "../protocol/start.schema.ts";

/** Who a session belongs to, out of the verified token. What is marked so may change from token to token. */
export interface SessionIdentity {
  tenant: string;
  session: string;
  region: Region;
  environment: string;
  visitor: string;
  /** May change. */
  level: CollectionLevel;
  /** Why that level. May change. */
  reason: DecisionReason;
  /** The settings under which the token was made. May change. */
  policyVersion: number;
  /** Proof of the verified user id (see `userProof`), or `null`. May change. */
  user: string | null;
  /** When the Tenant object let it in, Unix milliseconds. */
  startedAt: number;
  retentionDays: number;
  /** The segment that let it in, once it is known. */
  segment?: string | null;
  /** Somebody looked at the list when it was let in, until then (Unix milliseconds), and wants to hear of it. May change. */
  announced?: number;
}

/** What the edge knows of a visitor. The full address is not in it and is written nowhere. */
export interface VisitorContext {
  country: string | null;
  city: string | null;
  maskedIp: string | null;
  browser: string | null;
  browserVersion: string | null;
  os: string | null;
  device: "desktop" | "mobile" | "tablet" | "other";
}

/** A batch that the edge has checked. */
export interface IncomingBatch {
  page: string;
  seq: number;
  /** Of the inflated bytes, hex: compressing again must not make it another batch. */
  sha256: string;
  /** As it came: gzip or plain. */
  body: Uint8Array;
  inflatedBytes: number;
  summary: BatchSummary;
  /** Who the page says the visitor is, and whether that counts. */
  claim?: UserClaim;
  /** With the first batches of a document. */
  context?: VisitorContext;
  /** The tenant holds back sessions that secrets were found in, and in this batch some were. */
  quarantine?: true;
}

/** A user id that a page named. `proof` counts when it is the token's; `null` where user ids count as they are. */
export interface UserClaim {
  user: string;
  proof: string | null;
}

/** The answer to a batch. `store` and `duplicate` mean: it is durable. */
export interface AppendResult {
  verdict: "store" | "duplicate" | "conflict" | "full" | "refused" | "deleted";
  /** With `refused`: why. */
  reason?: DecisionReason;
  /** No full snapshot of this document has come: ask for one. */
  wantKeyframe: boolean;
  /** Somebody is watching: batches should come sooner. */
  watched: boolean;
}

/** What became of a batch. */
export interface Taken {
  result: AppendResult;
  /** The alarm is to be set again. */
  rearm: boolean;
  /** The session is held back from now on. */
  heldBack: boolean;
}

/** What the session row needs beside the identity. */
export interface SessionState {
  identity: SessionIdentity;
  context: VisitorContext | null;
  user: string | null;
  /** A user id that a page named before the token proved it. */
  claimed?: UserClaim | null;
  /** Absent in objects of before they were counted. */
  signals?: { errors: number; rages: number; deads: number };
  /** Secrets that the second fence took out of it. */
  redacted?: Redacted[];
  /** What the page has stepped down to, and why, until it comes back. */
  stepped?: { level: CollectionLevel; reason: string } | undefined;
  /** A keyframe has come. */
  pictured?: boolean;
  /** Since it was held back: whether it still is, and the entry of the activity log that says so. */
  quarantine?: { status: "held" | "released"; entry: string; at: number; logged?: boolean };
  ended: boolean;
  /** Grows with every projection. */
  version: number;
  /** What the search index says of the session by now; see `refreshSearch`. */
  searched?: string;
  /** How long the trail was that the index has, with what had no room in it. */
  trailed?: number;
  /** Arrivals up to this one are in the index. */
  projected: number;
}

export interface Totals {
  batches: number;
  wireBytes: number;
  events: number;
  clicks: number;
  inputs: number;
  navigations: number;
  from: number;
  to: number;
  /** When the last batch came, Unix milliseconds. */
  receivedAt: number;
  lastArrival: number;
}

export interface BufferedBatch {
  page: string;
  seq: number;
  at: number;
  body: Uint8Array;
}

export interface PlannedChunk {
  n: number;
  first: number;
  last: number;
}
