/** Bounds of what is told at dxa and above, each with its unit and reason; `limits.ts` has the others. */

const KIB = 1024;
const SECOND_MS = 1000;

/** Rage and dead clicks: what holds until a tenant says otherwise, and how far a tenant may go. */
export const REACTIONS = {
  /** Fewer clicks in quick succession are a double click, which people do on anything… */
  rageClicks: 3,
  rageClicksMax: 10,
  /** … and slower than this is a steady hand: three in a second are more than people click with an aim. Milliseconds. */
  rageMs: 1 * SECOND_MS,
  /**
   * A click that has led to nothing visible by then is dead. Ten times the 100 ms that feel immediate (Nielsen), the point at which
   * people notice that they wait; Clarity and FullStory judge by it as well.
   */
  deadMs: 1 * SECOND_MS,
  /** Both, at least and at most. The page is watched for the longest, so that rules can be changed afterwards. */
  leastMs: 200,
  watchMs: 3 * SECOND_MS,
  /** A burst of clicks that nobody adds to for so long is over. */
  burstMs: 1 * SECOND_MS,
  /** Clicks of one burst that are told, each with its time. */
  clicks: 50,
} as const;

/** What one document tells. */
export const TOLD = {
  /** A line of the console, characters: what is longer is a document, not a message. */
  consoleChars: 512,
  /** The same line again within this is counted, and told once. */
  consoleFoldMs: 1 * SECOND_MS,
  /** Lines of the console, requests and long tasks that one document tells at once, each… */
  signalBurst: 200,
  /** … and in the long run, a second. A page that does more has a loop in it. */
  signalsPerSecond: 5,
  /** What was fetched longer ago when recording begins is not told: it belongs to a time before. */
  requestLeadMs: 30 * SECOND_MS,
  /** What the browser notes of a request comes this much after its answer; then it is told without. */
  requestNoteMs: 1 * SECOND_MS,
  /** … and the two belong together when they began within this: page and browser take the time in different places. */
  requestSkewMs: 100,
  /** A body is kept up to this length, characters. */
  bodyChars: 16 * KIB,
} as const;
