/** Bounds of the session list, its searches and what people add to it. */
export const LISTS = {
  /** A search of the list: characters, conditions, and values of one condition. What anybody types has a tenth of it. */
  queryChars: 1_000,
  queryTerms: 30,
  queryValues: 20,
  /** Sessions that one call of the list reads one by one, when the index alone can't tell; then it answers what it has and a cursor. */
  verifiedAtOnce: 100,
  verifiedRounds: 8,
  /** The list counts up to here, and says "1,000+" beyond. */
  countMax: 1_000,
  /** Tags of one session, and characters of a tag. */
  sessionTags: 20,
  tagChars: 40,
  /** Saved filters of one person, and shared ones of a tenant. */
  savedFilters: 100,
  /** Values of a field that are offered while somebody types, out of so many of the newest sessions. */
  offeredValues: 12,
  offeredFrom: 1_000,
  /** The trail of a session: entries, and their UTF-8 bytes as JSON. Ten times what a visit of ten minutes has, and one row of D1. */
  trailEntries: 400,
  trailBytes: 16 * 1_024,
  /** Text of one entry of a trail, characters: longer addresses and messages are cut. */
  trailTextChars: 200,
  /** Traits of one `identify()` that the trail takes up: as many attributes as segments may look at. */
  trailTraits: 20,
  /** People who look at one tenant's list at once, sockets. */
  sockets: 200,
  /** Running sessions that one of them hears of at once: two pages of the list. */
  shownLive: 100,
  /** … and asks for while it lives: whoever scrolls through more opens another. */
  shownPerSocket: 1_000,
  /** Characters of what a list asks for: twice as many as it needs. */
  askChars: 8_192,
  /** A running session tells lists of itself so often at most, milliseconds; a message costs a request. */
  movedEveryMs: 3_000,
  /** What several sessions tell within this is one message, milliseconds. */
  movedTogetherMs: 1_000,
  /** Sessions that lists hear of from their beginning, in a minute: more than that nobody reads, and each tells for two minutes. */
  announcedPerMinute: 60,
  /** Pages of the search index that one run of the sweep writes anew, of about 4 KiB: well within what one statement of D1 may take. */
  mergePages: 500,
} as const;
