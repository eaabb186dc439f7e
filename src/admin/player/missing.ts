import type { BatchName } from "./recording.ts";
import type { Digest } from "./reader.ts";
import type { TimelineItem } from "./timeline.ts";

/** A batch, as far as it matters for what is missing around it. */
interface KnownBatch extends BatchName {
  digest: Pick<Digest, "to" | "begins" | "evidence">;
}

type Pages = ReadonlyMap<string, ReadonlyMap<number, KnownBatch>>;

/** Numbers of batches that are missing between the first and the last one of each document. */
export function missingBatches(pages: Pages): { page: string; missing: number[] }[] {
  const holes: { page: string; missing: number[] }[] = [];
  for (const [page, batches] of pages) {
    let last = -1;
    for (const seq of batches.keys()) last = Math.max(last, seq);
    if (batches.size === last + 1) continue;
    const missing: number[] = [];
    for (let seq = 0; seq < last; seq++) if (!batches.has(seq)) missing.push(seq);
    holes.push({ page, missing });
  }
  return holes;
}

/** When there is a picture of a document whose beginning is missing: what came before it shows nothing. */
function picturedFrom(kept: ReadonlyMap<number, KnownBatch>): number {
  let first = Infinity;
  for (const { digest } of kept.values())
    for (const { kind, at } of digest.evidence) if (kind === "open") first = Math.min(first, at);
  return first;
}

/** A line for each row of missing batches, at the moment the recording goes on. `startedAt`: Unix milliseconds. */
export function gapLines(pages: Pages, startedAt: number): TimelineItem[] {
  /** When the last was before a moment that anything is known of, of another document; else the beginning. */
  function lastBefore(moment: number, page: string): number {
    let latest = Math.min(startedAt, moment);
    for (const [other, batches] of pages) {
      if (other === page) continue;
      for (const { digest } of batches.values()) if (digest.to < moment && digest.to > latest) latest = digest.to;
    }
    return latest;
  }

  return missingBatches(pages).flatMap(({ page, missing }) => {
    const kept = pages.get(page)!;
    const lost = new Set(missing);
    return missing.flatMap((seq) => {
      const next = kept.get(seq + 1);
      if (!next) return [];
      let count = 1;
      while (lost.has(seq - count)) count++;
      const before = kept.get(seq - count);
      const { begins } = next.digest;
      const first = before ? Infinity : picturedFrom(kept);
      return [
        {
          timestamp: Number.isFinite(first) ? Math.max(begins, first) : begins,
          page,
          kind: "gap" as const,
          text: "Part of the recording is missing",
          detail: count === 1 ? "1 batch did not arrive" : `${count} batches did not arrive`,
          // Nobody knows when a document began whose first batch is missing.
          since: before ? Math.min(before.digest.to, begins) : lastBefore(begins, page),
        },
      ];
    });
  });
}
