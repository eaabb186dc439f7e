import type { PlannedChunk } from "./chunk-plan.ts";

const MIB = 1024 * 1024;

/**
 * Text of chunks whose events stay in memory around the moment shown: what comes next, and a little of what was. Events take two to three
 * times that. However long a session is, it is no more.
 */
export const MEMORY = { aheadBytes: 4 * MIB, behindBytes: 2 * MIB } as const;

/** A chunk that is not listed yet is taken for one of ordinary size. */
const UNKNOWN_BYTES = 1 * MIB;

function upTo(chunks: readonly PlannedChunk[], bytes: number): number[] {
  const kept: number[] = [];
  let sum = 0;
  for (const { n, textBytes = UNKNOWN_BYTES } of chunks) {
    // The nearest one always: play goes on into it.
    if (kept.length > 0 && sum + textBytes > bytes) break;
    sum += textBytes;
    kept.push(n);
  }
  return kept;
}

/** The chunks whose events are kept while `time` (Unix milliseconds) is shown, those that its picture needs among them. */
export function keptChunks(
  chunks: readonly PlannedChunk[],
  needed: readonly number[],
  time: number,
  { aheadBytes, behindBytes }: { aheadBytes: number; behindBytes: number } = MEMORY,
): Set<number> {
  const around = new Set(needed);
  const rest = chunks.filter(({ n }) => !around.has(n));
  const ahead = rest.filter(({ to }) => to >= time).toSorted((a, b) => a.from - b.from || a.n - b.n);
  const behind = rest.filter(({ to }) => to < time).toSorted((a, b) => b.to - a.to || b.n - a.n);
  return new Set([...needed, ...upTo(ahead, aheadBytes), ...upTo(behind, behindBytes)]);
}
