import type { BatchSummary, CollectionLevel, Region } from "../protocol/index.ts";

/** Who a session belongs to: out of the verified token, the same in every batch. */
export interface SessionIdentity {
  tenant: string;
  session: string;
  region: Region;
  environment: string;
  visitor: string;
  level: CollectionLevel;
  /** When the Tenant object let it in, Unix milliseconds. */
  startedAt: number;
  retentionDays: number;
  /** Version of the settings that it was let in by. */
  policyVersion: number;
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
  /** With the first batch of a document. */
  context?: VisitorContext;
}

/** The answer to a batch. Everything but `conflict` and `full` means: it is durable. */
export interface AppendResult {
  verdict: "store" | "duplicate" | "conflict" | "full";
  /** No full snapshot of this document has come: ask for one. */
  wantKeyframe: boolean;
  /** Somebody is watching: batches should come sooner. */
  watched: boolean;
}

/** What the session row needs beside the identity. */
export interface SessionState {
  identity: SessionIdentity;
  context: VisitorContext | null;
  user: string | null;
  ended: boolean;
  /** Grows with every projection. */
  version: number;
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
