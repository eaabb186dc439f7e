import { countUpTo } from "./track.ts";

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
