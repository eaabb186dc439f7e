import { LIMITS } from "../protocol/index.ts";

/** A buffered batch as the plan sees it. `arrival` numbers batches in the order they were stored. */
export interface PendingBatch {
  arrival: number;
  inflatedBytes: number;
}

/**
 * The last arrival that goes into the next chunk: as many as fit its inflated size, at least one; `null` when nothing is
 * pending. A plan is written down before anything is put, so that a repeated attempt makes the same chunk.
 */
export function planChunk(
  pending: readonly PendingBatch[],
  maxBytes: number = LIMITS.chunkInflatedBytes,
): number | null {
  let last: number | null = null;
  let bytes = 0;
  for (const batch of pending) {
    bytes += batch.inflatedBytes;
    if (last !== null && bytes > maxBytes) break;
    last = batch.arrival;
  }
  return last;
}
