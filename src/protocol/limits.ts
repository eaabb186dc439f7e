/**
 * Every bound of the product, each with its unit and reason, in one place.
 * The platform enforces almost none of them locally, so our own code does, everywhere.
 */

const KIB = 1024;
const MIB = 1024 * KIB;
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const LIMITS = {
  /** Body of `POST /v1/sessions`, bytes. The answer needs ids, an address and an identity: a few hundred bytes. */
  startBodyBytes: 16 * KIB,
  /** One batch on the wire, bytes. Half of the 2 MB a Durable Object's SQLite takes in one value. */
  batchWireBytes: 1 * MIB,
  /** One batch after inflating, bytes: bounds memory of the edge and of the chunk writer (128 MB an isolate). */
  batchInflatedBytes: 8 * MIB,
  /** Events in one batch. 5 s of the busiest recording we have is under 600. */
  batchEvents: 5_000,
  /** Nesting of one batch. A DOM of 150 levels is about 300; `JSON.parse` itself takes 200,000 without complaint. */
  batchDepth: 512,
  /** Batches in one session: 24 h at the 5 s interval is 17,280; real visits stay under 500. */
  sessionBatches: 20_000,
  /** Wire bytes of one session: keeps one visitor from filling the 10 GB a Durable Object may hold. */
  sessionWireBytes: 512 * MIB,
  /** Numbers the batches of one document may have, from 0 on: the ledger packs document and number into one key. */
  pageSeqs: 2 ** 20,
  /** Documents in one session; the ledger keeps a line for each. */
  sessionPages: 2_000,

  /** A visit ends after this long without activity. GA and every replay product use 30 minutes. */
  sessionIdleMs: 30 * MINUTE_MS,
  /** A visit never lasts longer; the next event starts another. */
  sessionMaxMs: 24 * HOUR_MS,
  /** Life of an ingest token; the recorder asks again with the same session id. Short, because it is in the query. */
  ingestTokenMs: 2 * HOUR_MS,
  /** How far the time in a session id may be off: a recorder that is told so makes the next one from the server's time. */
  clockSkewMs: 1 * HOUR_MS,
  /** Life of a play grant, bound to one person and one session. */
  playGrantMs: 15 * MINUTE_MS,
  /** How long a finished session's ledger is kept to recognise late and repeated batches: a token's life and a day offline. */
  ledgerKeepMs: 26 * HOUR_MS,
  /** Recordings are kept this long unless the tenant says otherwise. */
  retentionDaysDefault: 365,

  /** A chunk is cut at the latest this long after its first batch came, so that a crash of the region costs little. */
  chunkMaxAgeMs: 5 * MINUTE_MS,
  /** … or when this much has been buffered, inflated bytes: half of what one chunk may hold, so that one more batch fits. */
  chunkCutBytes: 12 * MIB,
  /** Inflated bytes of one chunk: three of these fit the 128 MB of an isolate beside the compressor. */
  chunkInflatedBytes: 24 * MIB,
  /** The list shows a running session this long after its first batch; one D1 write instead of one per batch. */
  indexDelayMs: 2 * SECOND_MS,

  /** The edge believes its copy of a tenant's settings this long: to say no, and to take batches of sessions that were let in. */
  policyCacheMs: 10 * SECOND_MS,
  /** How long the edge remembers that a key does not exist. */
  unknownKeyCacheMs: 30 * SECOND_MS,
  /** Sessions a tenant may record in a month unless changed. */
  quotaSessionsDefault: 1_000,

  /** Rows of one page of a list. */
  listPageDefault: 50,
  listPageMax: 200,

  /** Strings the index keeps, characters. */
  urlChars: 2_048,
  titleChars: 256,
  userIdChars: 256,
  eventNameChars: 128,

  /** An image or font that an address holds (`data:`), characters: an icon is under 10 KiB, a photograph is content. */
  dataUrlChars: 64 * KIB,

  /** Kinds and places of redacted secrets that one batch or session keeps, rows: more says no more than "everywhere". */
  redactedRows: 50,

  /** What a site may say of a visitor for segments: twenty of the longest are 6 KB, so they fit the start body with room. */
  attributes: 20,
  attributeNameChars: 64,
  attributeValueChars: 256,

  /** Names of tracked events that a start says, for segments to look at: the names a site uses in one visit. */
  startEvents: 20,
  /** How much of what happened before recording began may be kept in the page and sent along. */
  bufferMs: 60 * SECOND_MS,
  /** Visits that a tenant keeps for trying segments on. */
  recentVisits: 500,

  /** Body of a settings call, bytes: a policy and its predecessor go into one row of the activity log (D1 takes 2 MB). */
  settingsBodyBytes: 256 * KIB,
  /** Publishable keys of one environment; beyond it the oldest revoked one is forgotten. */
  environmentKeys: 20,
  /** Days of counts (sessions, refusals) that a tenant keeps: three months, a quarter's comparison. */
  countDays: 90,
  /** Earlier quota periods that are shown: two years. */
  quotaHistory: 24,
} as const;

/** What the recorder holds itself to; the server may lengthen the interval. */
export const RECORDER = {
  /** A batch closes after this long… */
  flushIntervalMs: 5 * SECOND_MS,
  /** … after this long while somebody watches the session live… */
  watchedIntervalMs: 1 * SECOND_MS,
  /** … or when its events, as JSON text, reach this size: about 48 KiB compressed. */
  flushTextBytes: 400 * KIB,
  /** The queue holds at most this much JSON text not yet acknowledged; beyond it whole batches are dropped and counted. */
  queueTextBytes: 16 * MIB,
  /** All keepalive requests and beacons of a page share 65,536 bytes; some are left for others. */
  keepaliveBytes: 60 * KIB,
  /** Full jitter: a wait is random in [0, min(cap, base × 2^tries)]. */
  retryBaseMs: 1 * SECOND_MS,
  retryCapMs: 60 * SECOND_MS,
  retryTries: 10,
  /** A request that has not answered by then is retried. */
  requestTimeoutMs: 20 * SECOND_MS,
  /** A visitor's clock within this of ours is believed: correcting by about a round trip only adds noise. */
  clockToleranceMs: 1 * SECOND_MS,
} as const;

export { DAY_MS, HOUR_MS, KIB, MIB, MINUTE_MS, SECOND_MS };
