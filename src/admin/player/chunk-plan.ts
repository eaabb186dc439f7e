import type { ChunkRow } from "../../protocol/api.schema.ts";

/** What the planner knows of a chunk; live viewers learn of chunks before their row exists. */
export type PlannedChunk = Pick<ChunkRow, "n" | "from" | "to" | "keyframes"> & Partial<Pick<ChunkRow, "textBytes">>;

/**
 * The chunks without which the picture of `page` at `time` (Unix milliseconds) can't be made: from the one that holds its last
 * keyframe to those that reach into the time between. `null` when no listed chunk holds a keyframe of the page.
 */
export function neededChunks(chunks: readonly PlannedChunk[], page: string, time: number): number[] | null {
  let start: { n: number; at: number } | null = null;
  let first: { n: number; at: number } | null = null;
  for (const { n, keyframes } of chunks) {
    for (const { page: owner, at } of keyframes) {
      if (owner !== page) continue;
      if (at <= time && (!start || at >= start.at)) start = { n, at };
      if (!first || at < first.at) first = { n, at };
    }
  }
  const keyframe = start ?? first;
  if (!keyframe) return null;
  const until = Math.max(time, keyframe.at);
  return chunks.filter(({ n, from, to }) => n === keyframe.n || (from <= until && to >= keyframe.at)).map(({ n }) => n);
}

/**
 * The chunks that tell which document was on screen at `time`: those around it, else the last before it. What is known from
 * the list of keyframes alone says when documents were opened, not which of two open ones was looked at.
 */
export function evidenceChunks(chunks: readonly PlannedChunk[], time: number): number[] {
  const around = chunks.filter(({ from, to }) => from <= time && to >= time);
  if (around.length > 0) return around.map(({ n }) => n);
  const before = chunks.filter(({ to }) => to < time).toSorted((a, b) => b.to - a.to)[0];
  return before ? [before.n] : [];
}

/** All chunks, the needed first, then what comes next in time, then what came before, nearest first. */
export function loadOrder(chunks: readonly PlannedChunk[], needed: readonly number[], time: number): number[] {
  const first = new Set(needed);
  const ahead = chunks
    .filter(({ n, to }) => !first.has(n) && to >= time)
    .toSorted((a, b) => a.from - b.from || a.n - b.n);
  const behind = chunks.filter(({ n, to }) => !first.has(n) && to < time).toSorted((a, b) => b.to - a.to || b.n - a.n);
  return [...needed, ...[...ahead, ...behind].map(({ n }) => n)];
}

/** Until when (Unix milliseconds) everything is loaded, going on from `time`. */
export function readyUntil(chunks: readonly PlannedChunk[], isLoaded: (n: number) => boolean, time: number): number {
  let until = Infinity;
  for (const { n, from, to } of chunks) if (to >= time && !isLoaded(n)) until = Math.min(until, from);
  return until;
}
