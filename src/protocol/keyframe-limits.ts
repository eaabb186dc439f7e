/** When playback can begin, and how what is stored is cut for it; each number with its unit and reason. `limits.ts` has the others. */

const KIB = 1024;
const MIB = 1024 * KIB;
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

export const KEYFRAMES = {
  /**
   * Another full snapshot is taken when the changes since the last are this many times its size, JSON text: a quarter more is sent, and
   * no moment is further from a keyframe than that.
   */
  timesItsSize: 4,
  /** … and at least so much, bytes: of small pages a snapshot every few seconds would help nobody. */
  leastBytes: 512 * KIB,
  /** Also after this long, when something has changed: shorter than a chunk is kept, so that each chunk begins with one. */
  afterMs: 4 * MINUTE_MS,
  /** … namely so much, bytes: a clock that ticks is no reason. */
  changedBytes: 32 * KIB,
  /** One that took the page's thread long comes later: at most this part of the time goes into them. */
  shareOfTime: 2_000,
  /** The page is waited for until it is idle, at most this long. */
  idleMs: 10 * SECOND_MS,
  /** Documents of frames come after the snapshot of the page around them. Those of this long are counted as a part of it. */
  framesMs: 10 * SECOND_MS,
  /**
   * Least time between two snapshots of a page in a frame that the page around asks for. Shorter than for others: until then
   * there is a hole in the recording around, which has gaps of its own.
   */
  frameGapMs: SECOND_MS,
} as const;

export const CHUNKS = {
  /** A chunk of this much text ends where the next keyframe comes: what a jump has to fetch stays small. Inflated bytes. */
  splitBytes: 1 * MIB,
} as const;
