/** Bounds of the insights. */
const MINUTE_MS = 60_000;

export const INSIGHT_LIMITS = {
  /** Sessions that one question looks at, the newest first: 40 reads of the index, and about a second of computing. */
  sessions: 20_000,
  /** … that offering names of pages and events looks at: while somebody types. */
  namedSessions: 1_000,
  /** Trails that one read of the index brings: at 16 KiB each 8 MB, of the 128 MB of an isolate. */
  trailsAtOnce: 500,
  /** Steps of a funnel. */
  steps: 10,
  /** Time between two steps: at least a second, at most the longest session. */
  withinMsMin: 1_000,
  withinMsMax: 24 * 60 * MINUTE_MS,
  /** What a step looks for, or the name of a page, an element or an error, characters: as long as the texts of a trail. */
  nameChars: 2_048,
  /** Pages that a path goes on for, and branches shown of each; the others are one branch. */
  pathPages: 6,
  pathBranches: 5,
  /** Different pages, errors, elements and paths that one question tells apart; what comes after is counted together. */
  kinds: 20_000,
  /** Rows of a table. */
  rows: 200,
  /** Names of each kind that are offered. */
  names: 200,
  /** A heatmap: columns over the width of the page, pixels of the page that a row is high, and rows. */
  heatColumns: 50,
  heatRowPx: 20,
  heatRows: 1_000,
  /** Cells that are answered, the hottest first. */
  heatCells: 10_000,
  /** Parts of a page's height that scroll depth is counted in. */
  depthBands: 20,
  /** Recorded pictures of a page to lay a heatmap over. */
  pictures: 10,
  /** A page is built up by then, milliseconds after it was opened. */
  pictureMs: 2_000,
} as const;
