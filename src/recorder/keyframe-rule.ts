import { KEYFRAMES } from "../protocol/limits.ts";

/** What has come since the last full snapshot. */
export interface SinceKeyframe {
  /** JSON text of that snapshot, and of the changes after it, bytes. */
  size: number;
  changes: number;
  /** Milliseconds since it was taken. */
  age: number;
  /** Milliseconds of the page's thread that it took. */
  cost: number;
}

/** Whether another full snapshot pays: the bytes that it saves whoever jumps here, against its own and the page's time. */
export function keyframeIsDue({ size, changes, age, cost }: SinceKeyframe): boolean {
  if (!size || age < cost * KEYFRAMES.shareOfTime) return false;
  if (changes >= Math.max(KEYFRAMES.leastBytes, size * KEYFRAMES.timesItsSize)) return true;
  return age >= KEYFRAMES.afterMs && changes >= KEYFRAMES.changedBytes;
}
