import { CHUNKS, LIMITS } from "../protocol/index.ts";

/** A buffered batch as the plan sees it. `arrival` numbers batches in the order they were stored. */
export interface PendingBatch {
  arrival: number;
  /** When it came, Unix milliseconds. */
  at: number;
  inflatedBytes: number;
  /** Whether playback can begin in it. */
  keyframe: boolean;
}

/**
 * The arrival from which on batches wait for the next cut, so that this one ends, and that one begins, at a keyframe; `null`: none
 * waits. None waits longer than a batch may, nor when much is waiting.
 */
export function keptBack(pending: readonly PendingBatch[], now: number): number | null {
  const at = pending.findLastIndex(({ keyframe }) => keyframe);
  const first = pending[at];
  if (at < 1 || first!.at + LIMITS.chunkMaxAgeMs <= now) return null;
  const bytes = pending.slice(at).reduce((sum, { inflatedBytes }) => sum + inflatedBytes, 0);
  return bytes < LIMITS.chunkCutBytes ? first!.arrival : null;
}

/**
 * The last arrival that goes into the next chunk: up to the keyframe that makes it large enough, else as many as fit its inflated
 * size, at least one; `null` when nothing is pending. A plan is written down before anything is put, so that a repeated attempt makes
 * the same chunk.
 */
export function planChunk(
  pending: readonly PendingBatch[],
  maxBytes: number = LIMITS.chunkInflatedBytes,
  splitBytes: number = CHUNKS.splitBytes,
): number | null {
  let last: number | null = null;
  let bytes = 0;
  for (const batch of pending) {
    if (last !== null && (bytes + batch.inflatedBytes > maxBytes || (batch.keyframe && bytes >= splitBytes))) break;
    bytes += batch.inflatedBytes;
    last = batch.arrival;
  }
  return last;
}
