import { LIMITS } from "../protocol/index.ts";

/** What the ledger says of a batch that comes in. */
export type Verdict = "store" | "duplicate" | "conflict" | "full";

/** What a session holds already. */
export interface Holdings {
  batches: number;
  wireBytes: number;
  pages: number;
}

export interface Candidate {
  wireBytes: number;
  sha256: string;
  /** The batch opens a document that the session has not seen. */
  newPage: boolean;
}

/**
 * Judges a batch. `stored` is the hash of the batch that already has its number, if there is one: the same content again is a
 * repeated upload and is acknowledged, other content under the same number is refused, because one of the two would be lost.
 */
export function judge(stored: string | null, candidate: Candidate, holdings: Holdings): Verdict {
  if (stored !== null) return stored === candidate.sha256 ? "duplicate" : "conflict";
  if (holdings.batches >= LIMITS.sessionBatches) return "full";
  if (holdings.wireBytes + candidate.wireBytes > LIMITS.sessionWireBytes) return "full";
  if (candidate.newPage && holdings.pages >= LIMITS.sessionPages) return "full";
  return "store";
}
