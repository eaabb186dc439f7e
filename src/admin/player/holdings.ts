import type { ChunkReader } from "./chunk-reader.ts";
import type { ReadBatch } from "./reader.ts";
import type { BatchName, Recording } from "./recording.ts";

/** Which chunks have been read, and of which the events are in the recording. */
export interface Holdings {
  isRead(n: number): boolean;
  /** Whether all its events are here, or all those of a document. */
  has(n: number, page?: string): boolean;
  /** Whether it is to be loaded: it was never read, or its events are wanted and not here. */
  lacks(n: number): boolean;
  /** The events of these chunks are wanted; those of all others go. */
  keep(chunks: ReadonlySet<number>): void;
  read(n: number, text: string, urgent: boolean): Promise<readonly ReadBatch[]>;
  /** Gets the events of a chunk from where they were put after reading, those of `first` before the others; `false`: they are not there. */
  recall(n: number, first: string | null, came: () => void): Promise<boolean>;
}

export function createHoldings(recording: Recording, reader: ChunkReader): Holdings {
  const read = new Map<number, readonly BatchName[]>();
  const held = new Set<number>();
  /** Documents whose events are here of a chunk that is on its way. */
  const parts = new Map<number, Set<string>>();
  let kept: ReadonlySet<number> = new Set();

  /** Its events are here, unless they are no longer wanted. */
  function settle(n: number): void {
    parts.delete(n);
    if (kept.has(n)) held.add(n);
    else recording.forget(read.get(n)!);
  }

  return {
    isRead: (n) => read.has(n),
    has: (n, page) => held.has(n) || (page !== undefined && (parts.get(n)?.has(page) ?? false)),
    lacks: (n) => !read.has(n) || (kept.has(n) && !held.has(n)),
    keep(chunks) {
      kept = chunks;
      for (const n of held) {
        if (kept.has(n)) continue;
        held.delete(n);
        recording.forget(read.get(n)!);
      }
    },
    async read(n, text, urgent) {
      const whole = kept.has(n);
      const batches = await reader.read(text, whole, { n, urgent });
      recording.add(batches);
      read.set(
        n,
        batches.map(({ page, seq }) => ({ page, seq })),
      );
      // The live socket may have brought events that nobody wants.
      if (whole) settle(n);
      else recording.forget(read.get(n)!);
      return batches;
    },
    async recall(n, first, came) {
      if (!read.has(n)) return false;
      const here = new Set<string>();
      parts.set(n, here);
      const found = await reader.recall(n, first, (batches, page) => {
        recording.restore(batches);
        here.add(page);
        came();
      });
      if (found) settle(n);
      else parts.delete(n);
      return found;
    },
  };
}
