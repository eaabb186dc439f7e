import { EventType, IncrementalSource } from "../../protocol/events.ts";
import { countUpTo, type Track } from "./track.ts";

/** Two changes closer than this are one picture: about what a display shows. Milliseconds. */
const FRAME_MS = 16;

/** The first time after `time` that is another picture, or the last before it; `null` when there is none. `at` is ascending. */
export function nextChange(at: readonly number[], time: number, direction: 1 | -1): number | null {
  // The end of a run of changes within one frame: what is seen when it is over.
  const endOf = (index: number): number => {
    let last = index;
    while (last + 1 < at.length && at[last + 1]! - at[index]! < FRAME_MS) last++;
    return at[last]!;
  };
  if (direction > 0) {
    const next = countUpTo(at, time);
    return next < at.length ? endOf(next) : null;
  }
  const before = countUpTo(at, time - FRAME_MS);
  return before > 0 ? at[before - 1]! : null;
}

/** Told of a way: each place of it is a picture of its own. */
const WAYS = new Set<number>([IncrementalSource.MouseMove, IncrementalSource.TouchMove, IncrementalSource.Drag]);

/** The next moment at which something in the picture of a document is another, the pointer too; or the last before it. */
export function nextPicture({ events, at, pointer }: Track, time: number, direction: 1 | -1): number | null {
  const drawn = at.filter((_, index) => {
    const { type, data } = events[index]!;
    return type !== EventType.IncrementalSnapshot || !WAYS.has((data as { source: number }).source);
  });
  const found = [drawn, pointer.map((place) => place.at)].flatMap((times) => nextChange(times, time, direction) ?? []);
  if (found.length === 0) return null;
  return direction > 0 ? Math.min(...found) : Math.max(...found);
}
