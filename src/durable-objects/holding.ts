import type { RecordingStore } from "./recording-store.ts";
import type { Totals } from "./recording-types.ts";

/** What the tables of a Recording object add up to. */
export type Holding = Totals & {
  pages: Map<string, { no: number; keyframe: boolean }>;
  /** Inflated bytes that are in no chunk. */
  pendingBytes: number;
};

/** Adds it up; reads every line of the ledger. */
export function holdingOf(store: RecordingStore): Holding {
  return {
    ...store.totals(),
    pages: store.pageNumbers(),
    pendingBytes: store.pending().reduce((sum, batch) => sum + batch.inflatedBytes, 0),
  };
}
