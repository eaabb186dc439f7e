import type { RecordingStore } from "./recording-store.ts";
import type { TrailRoom } from "../protocol/index.ts";
import type { IncomingBatch, Totals } from "./recording-types.ts";

/** What the tables of a Recording object add up to. */
export type Holding = Totals & {
  pages: Map<string, { no: number; keyframe: boolean }>;
  /** Inflated bytes that are in no chunk. */
  pendingBytes: number;
  /** Changed by whoever adds to the trail. */
  trail: TrailRoom;
};

/** Adds it up; reads every line of the ledger. */
export function holdingOf(store: RecordingStore): Holding {
  return {
    ...store.totals(),
    pages: store.pageNumbers(),
    trail: store.trail.room(),
    pendingBytes: store.pending().reduce((sum, batch) => sum + batch.inflatedBytes, 0),
  };
}

/** Counts one more batch, received at `now`. */
export function addTo(holding: Holding, { body, inflatedBytes }: IncomingBatch, now: number): void {
  holding.lastArrival++;
  holding.batches++;
  holding.wireBytes += body.byteLength;
  holding.pendingBytes += inflatedBytes;
  holding.receivedAt = now;
}
