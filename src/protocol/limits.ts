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

export { CHUNKS, KEYFRAMES } from "./keyframe-limits.ts";
export { REACTIONS, TOLD } from "./signal-limits.ts";

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
  /** A live socket is closed after so long, and opened again by whoever may still watch: the rights of a viewer are looked at then. */
  liveSocketMs: 2 * MINUTE_MS,
  /** Denied attempts of one caller that the activity log tells of one by one in a minute; the rest are counted. */
  deniedPerMinute: 20,
  /** Life of a play grant, bound to one person and one session. */
  playGrantMs: 15 * MINUTE_MS,
  /** How long a finished session's ledger is kept to recognise late and repeated batches: a token's life and a day offline. */
  ledgerKeepMs: 26 * HOUR_MS,
  /** Recordings are kept this long unless the tenant says otherwise. */
  retentionDaysDefault: 365,

  /** A chunk is cut at the latest this long after its first batch came, so that a crash of the region costs little. */
  chunkMaxAgeMs: 5 * MINUTE_MS,
  /** Two cuts are at least this far apart, when what was kept back by the first comes of age. */
  chunkMinGapMs: 30 * SECOND_MS,
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
  /** Hex HMAC-SHA-256. */
  signatureChars: 64,
  eventNameChars: 128,

  /** Origins of frames, and of pages around frames, that a tenant names; a site with so many uses a pattern. */
  frameOrigins: 100,

  /** One picture of a canvas, characters of base64: a full screen of noise as WebP is about half of it. */
  canvasChars: 512 * KIB,

  /** An image or font that an address holds (`data:`), characters: an icon is under 10 KiB, a photograph is content. */
  dataUrlChars: 64 * KIB,

  /** Kinds and places of redacted secrets that one batch or session keeps, rows: more says no more than "everywhere". */
  redactedRows: 50,

  /** An entry of the activity log is in the index after this long: a burst is one write. Whoever reads the log does not wait for it. */
  logProjectMs: 1 * SECOND_MS,
  /** Entries that one write of the index takes, rows: of the largest, changes of settings, they are under its 100 MB. */
  logProjectRows: 50,
  /** The head of the log is anchored at the latest this long after it has grown. */
  logAnchorMs: 1 * HOUR_MS,
  /** Entries that one call checks, rows: each is parsed and hashed, about 20 µs, and compared with the index. */
  logCheckRows: 2_000,
  /** Entries that a download reads at once, rows. */
  logDownloadRows: 500,
  /** A view is over when nothing was heard of it for so long: a grant has ended by then. */
  viewIdleMs: 20 * MINUTE_MS,
  /** Views that one run of an alarm enters as over. */
  viewsPerRun: 200,
  /** Parts of a session that a view remembers as watched; more are joined across the smallest gaps. */
  viewStretches: 100,
  /** Entries of the activity log that the inspector of a session shows, rows: as many people can be looked up at once (D1 binds 100). */
  inspectedActivity: 100,

  /** What a site may say of a visitor for segments: twenty of the longest are 6 KB, so they fit the start body with room. */
  attributes: 20,
  attributeNameChars: 64,
  attributeValueChars: 256,

  /** Names of tracked events that a start says, for segments to look at: the names a site uses in one visit. */
  startEvents: 20,
  /** How much of what happened before recording began may be kept in the page and sent along. */
  bufferMs: 60 * SECOND_MS,
  /** Choices kept of one visitor or user; only the last one counts, the rest show what was before. */
  consentRows: 20,
  /** Sessions of a visitor that hear of a choice before it is answered; the others hear of it right after, from an alarm. */
  consentTellsAtOnce: 50,
  /** Sessions erased in one run of an alarm: each is an object with a dozen calls of its own, and a run may make 1,000. */
  erasuresPerRun: 50,
  /** Sessions that are closed to batches side by side when several are deleted: a stub call each, of the six a Worker has open at once or more. */
  buriedAtOnce: 20,
  /** Sessions that one call may delete. */
  deletedAtOnce: 200,
  /** Sessions that one note of the erasure ledger names: 40 bytes each. */
  erasureRecordSessions: 500,
  /** Jobs of deleting that a tenant can look back on. */
  deletionJobsKept: 50,
  /** Sessions whose end is brought forward in one statement when the retention is shortened, rows. */
  retentionRows: 1_000,
  /** Sessions that one run of the retention takes from a region; the next, 15 minutes later, takes the rest. */
  retentionPerRun: 500,
  /** Notes of the erasure ledger that one call of the check after a restore compares. */
  restoreRecords: 50,
  /** Joined identities that it reads at once, rows. */
  restoreIdentities: 2_000,
  /** Keys that one call wraps with another master secret: two operations of R2 each, of the 1,000 that a request may make. */
  rewrapRows: 200,
  /** Keys that are wrapped at once. */
  rewrapAtOnce: 8,
  /** A bucket and its index are compared so often. */
  reconcileMs: 7 * DAY_MS,
  /** Objects that one run of it lists: as many as R2 gives at once, and deletes at once. */
  reconcileObjects: 1_000,
  /** Sessions whose key one run looks for: one operation of R2 each. */
  reconcileRows: 500,
  /** An object that no row names is deleted when it is older: a database may have been brought back to what it was 30 days ago. */
  orphanMs: 37 * DAY_MS,
  /** "Expiring soon" is within this. */
  expiringSoonMs: 14 * DAY_MS,
  /** Why a session is pinned, characters. */
  pinReasonChars: 500,
  /**
   * A rewrite of stored sessions begins so long after it was asked for: by then every edge has the settings in force, and the index
   * has the sessions that began before.
   */
  rewriteSettleMs: 15 * SECOND_MS,
  /** Sessions that it reads from the index at once, rows: a step works through a few of them. */
  rewriteListRows: 20,
  /** Sessions that one step of it does at most: each is up to a dozen calls, and a run of an alarm may make 1,000. */
  rewriteSessionsPerStep: 20,
  /** … and for about how long: the alarm of the tenant has other things to do. */
  rewriteStepMs: 5 * SECOND_MS,
  /**
   * Inflated bytes of chunks that one call to a session's object rewrites: one full chunk. Measured: 4 s without rules, 9 s with 200,
   * of the 30 s of CPU that a call may take.
   */
  rewriteCallBytes: 24 * MIB,
  /** A session that still runs is looked at again after this long; it ends at the earliest 30 minutes after its last batch. */
  rewriteLiveMs: 5 * MINUTE_MS,
  /** Tries of one session before it counts as failed: with doubled waits about a quarter of an hour, longer than most outages. */
  rewriteTries: 9,
  /** Sessions that one rewrite may name. */
  rewriteNamedSessions: 200,
  /** Failed sessions, and selectors that could not be applied, that a result names. */
  rewriteNamedFailures: 50,
  /** Nodes of stored documents that one rewrite remembers: about 60 MB of the 128 MB of an isolate, a dozen large pages. */
  refilterNodes: 150_000,
  /** How much longer the buffer may seem when it arrives: the way to the server, and a start that is tried again. */
  bufferSlackMs: 10 * SECOND_MS,
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
  /** The frames of an animation that a script made are told up to this length; most have a hundredth of it. */
  motionChars: 20 * KIB,
  /** More animations do not begin in a second on pages that can be used. */
  motionsPerSecond: 200,
  /** While playback is only kept in memory, a keyframe is taken this often: what is dropped is dropped up to one. */
  ringKeyframeMs: 30 * SECOND_MS,
  /** All keepalive requests and beacons of a page share 65,536 bytes; some are left for others. */
  keepaliveBytes: 60 * KIB,
  /** Full jitter: a wait is random in [0, min(cap, base × 2^tries)]. */
  retryBaseMs: 1 * SECOND_MS,
  retryCapMs: 60 * SECOND_MS,
  retryTries: 10,
  /** A request that has not answered by then is retried. */
  requestTimeoutMs: 20 * SECOND_MS,
  /** Calls of the site kept until there is a decision. A page that makes more before that has a loop in it. */
  keptCalls: 1_000,
  /** HTTP statuses below this one are final answers, without a closer look. */
  repeatableStatus: 408,
  /** A visitor's clock within this of ours is believed: correcting by about a round trip only adds noise. */
  clockToleranceMs: 1 * SECOND_MS,

  /** Scroll depth is told at most this often: a report by the quarter page needs no more. */
  depthMs: 1 * SECOND_MS,
  /** Clicks of one burst are this close, CSS pixels: less than a finger's 44, more than a mouse shakes. */
  ragePx: 30,
  /** The same error is told so often in a document: enough to see that it repeats. */
  errorRepeats: 10,
  /** Different errors of a document; a page that makes more counts something in their messages. */
  errorKinds: 100,
  /** Message of an error, characters. */
  errorChars: 256,

  /** Elements of a page whose DOM is captured. A snapshot takes about 10 µs for each, so this is half a second of the page's thread. */
  pageElements: 50_000,
  /** Our share of the page's thread is 10 %: so much, milliseconds… */
  workMs: 1 * SECOND_MS,
  /** What lies between two elements of one piece, milliseconds, as far as it counts: more is another program's time on a busy machine. */
  stepMs: 0.3,
  /** … in so long. One piece of work of a second is too much as well; the first snapshot does not count. */
  workWindowMs: 10 * SECOND_MS,
  /** JSON text that may come at once, bytes: as much as one batch takes, and so the largest snapshot. */
  burstBytes: 8 * MIB,
  /** … and in the long run, bytes a second: about 16 KiB compressed, a third of what a slow 3G connection uploads. */
  bytesPerSecond: 128 * KIB,
  /** With so much JSON text not acknowledged the DOM is not captured any more: three quarters, so that nothing is lost yet. */
  queueStepBytes: 12 * MIB,
  /** Changes of the DOM a second below which a page is calm: a few animations by script, each at 60 Hz. */
  calmChanges: 200,
  /** It has to be calm for this long before the DOM is captured again: as long as the window it is judged by. */
  calmMs: 10 * SECOND_MS,
  /** How often in a document that is tried; a page that was too much four times will be again. */
  calmReturns: 3,
  /** Changes of attributes of one node, or of its text, that may come at once: two seconds of an animation at 60 Hz… */
  nodeBurst: 120,
  /** … and how many come back a second: ten states a second still look like a movement. */
  nodePerSecond: 10,
  /** What is left out on purpose is told when nothing was for this long. */
  lossQuietMs: 1 * SECOND_MS,
  /** … and at the latest this long after the first of it: a page that is never quiet is told of too, six times a minute at most. */
  lossTellMs: 10 * SECOND_MS,
  /** Longer `data:` addresses are left out, characters: icons and small pictures are shorter; Sentry and PostHog cut near it, too. */
  dataUrlChars: 64 * KIB,

  /** A canvas is read at most this often: four pictures a second still look like a movement. */
  canvasMs: 250,
  /** One that a worker paints is looked at so often: nobody hears of what happens there. */
  canvasPollMs: 1 * SECOND_MS,
  /** Longest side of its picture, pixels: as wide as the player usually is. */
  canvasSide: 1_280,
  /** A larger canvas is not read, pixels: 64 MiB of memory for a copy. */
  canvasPixels: 16 * 1024 * 1024,
  /** Quality of the WebP, of 1: lines of charts stay clean. */
  canvasQuality: 0.8,
  /** What came out too large is tried again so much smaller. */
  canvasShrink: 0.7,
  /** Base64 of all canvases of a document that may come at once: the first pictures of a dashboard… */
  canvasBurstBytes: 1 * MIB,
  /** … and in the long run, bytes a second: under half of what the watchdog lets the whole recording have. */
  canvasBytesPerSecond: 48 * KIB,

  /** Text that pages in frames may hand over at once, bytes: half of what the watchdog lets the whole recording have… */
  frameBurstBytes: 4 * MIB,
  /** … and in the long run, bytes a second: what comes from frames leaves room for the page around them. */
  frameBytesPerSecond: 64 * KIB,
  /** One that has said more begins again after this long… */
  frameRestMs: 10 * SECOND_MS,
  /** … and not any more after so many times: it will not become less. */
  frameExcesses: 3,
  /** Pages in frames that are taken in at the same time. */
  frames: 20,
  /** Nodes that the page in a frame may have named, over its life: what a map of them holds is about 50 bytes each. */
  frameNodes: 500_000,
  /** Files that a page uses are told this long after they were seen, when it is idle: its own loading comes first… */
  assetDelayMs: 1 * SECOND_MS,
  /** … and after this long even when it is never idle. */
  assetIdleMs: 4 * SECOND_MS,
  /** Addresses told in one request; `ASSETS.reportAssets` is what the server takes. */
  assetBatch: 200,
  /** Characters of what a page tells when it goes: what `keepaliveBytes` leaves of 65,536, and a little for others. */
  assetLastChars: 3_500,
  /** Addresses that one document tells; `ASSETS.sessionAssets` is what the server takes of a session. */
  assetAddresses: 1_000,
  /** Requests about files that may fail before a document sends no more of them. */
  assetFaults: 5,
  /** Style sheets shorter than this stay in the recording: asking for them costs more. Characters. */
  assetSheetChars: 1 * KIB,
  /** `data:` images shorter than this stay too: each would be a request of its own. Characters. */
  assetDataChars: 4 * KIB,
  /** The server has tried to fetch what it was told of, milliseconds: a queue, and a second for each of its tries of another address. */
  assetDoubtMs: 4 * SECOND_MS,
  /** Files that the server cannot fetch and a document uploads, and bytes of them: a visitor's line is not ours to fill. */
  assetFiles: 60,
  assetFileBytes: 16 * MIB,
  /** One such file, bytes. */
  assetOneFileBytes: 4 * MIB,
} as const;

/** Bounds of assets: the files that a recorded page used. An object of its own, so that pages load it only where it is used. */
export const ASSETS = {
  /** Assets in one report. A busy page uses about 150; the recorder sends the rest in another. */
  reportAssets: 200,
  /** Body of a report, bytes: the longest addresses of a full one, with room for the rest of the line. */
  reportBytes: 512 * KIB,
  /** One file, bytes, by kind. The largest is decrypted whole, so several at once must fit the 128 MB of an isolate. */
  bytes: { style: 2 * MIB, image: 8 * MIB, font: 4 * MIB, media: 16 * MIB },
  /** Addresses that one session may name, found or not: what a recorded key can make the server fetch and remember. */
  sessionAssets: 2_000,
  /** Bytes that one session may upload: a hundred ordinary pictures, and no free storage for strangers. */
  sessionUploadBytes: 64 * MIB,
  /** A fetched address is believed this long; after it the server asks whether it has changed. */
  freshMs: 1 * DAY_MS,
  /** An address that could not be fetched is not tried again for this long: sites repair things within hours. */
  failedFreshMs: 1 * HOUR_MS,
  /** One fetch, redirects and body together. Slower files are left to the recorder. */
  fetchMs: 10 * SECOND_MS,
  /** Redirects that are followed; browsers follow 20, real files need one or two. */
  redirects: 5,
  /** How deep `@import` is followed. Real sheets nest two or three deep. */
  importDepth: 4,
  /** Addresses inside one sheet that are followed; icon fonts and sprites of a large site are under 300. */
  sheetAddresses: 500,
  /** Addresses of ours that a served sheet may have: each is about 600 characters, so a hostile sheet stays at a few MB. */
  servedAddresses: 5_000,
  /** Addresses in one queue message: with the longest ones 105 KB of the 128 KB that a message may have. */
  messageAddresses: 50,
  /** Addresses that one invocation handles, sheets' own included: at about eight calls each under its 1,000 subrequests. */
  messageFetches: 100,
  /** Fetches of one message at once; a Worker may have six connections open. */
  fetchesAtOnce: 4,
  /** How often a message is tried while servers answer 5xx or not at all. */
  tries: 4,
  /** Wait before another try, doubled each time. */
  retrySeconds: 30,
  /** Validators that are kept of a response, characters. Longer ones are not kept, so that file is fetched anew. */
  validatorChars: 256,
  /** A file that no session uses is deleted after this long. */
  unusedMs: 1 * DAY_MS,
  /** Files, and rows of each kind, that one run of the sweep deletes; the next run takes more. */
  sweepLimit: 100,
  /** Mappings whose session never came are looked for at this age: a session's last batch comes within a token's life of its end. */
  orphanMs: 2 * DAY_MS,
  /** How long after that age they are looked for, so that one lost run of the sweep loses none. */
  orphanWindowMs: 6 * HOUR_MS,
} as const;

/** Bounds of accounts, members and API keys. An object of its own, so that recorded pages never load it. */
export const ACCOUNT_LIMITS = {
  /** Names of people, tenants and keys, characters. */
  nameChars: 100,
  /** RFC 5321 §4.5.3.1.3. */
  emailChars: 254,
  /** NIST SP 800-63B asks for 8 at least, and 15 where there is no second factor; 12 and scrypt lie between. */
  passwordMin: 12,
  /** Hashing reads all of it; NIST asks that 64 fit. */
  passwordMax: 256,
  /** Secrets of links and keys as they are sent, characters: ours are under 90. */
  secretChars: 200,
  /** An invitation is good for this long: a week with a holiday in it. */
  invitationMs: 7 * DAY_MS,
  /** Open invitations of a tenant. */
  invitations: 100,
  /** Keys of a tenant that are neither revoked nor expired. */
  keys: 100,
  /** The longest life of a key, days: a year and the day it is renewed on. */
  keyDays: 366,
  /** Moments of use are noted to this, so that a busy key costs a row a minute. */
  lastUsedMs: 1 * MINUTE_MS,
  /** Somebody who does nothing is signed out after this long (ASVS 5.0 §7.3)… */
  idleMs: 30 * MINUTE_MS,
  /** … noted to the minute, so that a busy person costs a row a minute… */
  idleStepMs: 1 * MINUTE_MS,
  /** … and whoever has been signed in for this long signs in again. */
  signInMs: 12 * HOUR_MS,
  /** Failed attempts are counted for this long… */
  attemptsMs: 15 * MINUTE_MS,
  /** A code of an app is good for its 30 seconds, and those before and after it. */
  codeMs: 2 * MINUTE_MS,
  /** … and so many are let through for one account: at that rate a list of 10,000 common passwords takes ten days… */
  attemptsAccount: 10,
  /** … and so many from one address, behind which an office may be. */
  attemptsAddress: 50,
} as const;

export { DAY_MS, HOUR_MS, KIB, MIB, MINUTE_MS, SECOND_MS };

/** Bounds of exports and of links that share a session. */
export const EXPORTS = {
  /** Sessions in one export: at about 40 stored objects each it stays under the calls that one request may make. */
  sessions: 50,
  /** Text of events held back to put them in order, characters. With a chunk of the largest size it fits the 128 MB of an isolate. */
  heldChars: 16 * MIB,
  /** What is given to the reader at once, bytes. */
  blockBytes: 64 * KIB,
  /** Shortest and longest password of a file or a link. Whoever has the file can try as many as they like, so it may not be short. */
  passwordMin: 10,
  passwordMax: 200,
  /** Rounds of PBKDF2-SHA-256 for the key of a file (OWASP 2023: 600,000), in runs of what the platform takes at once. */
  keyRounds: 100_000,
  keyRuns: 6,
} as const;

/** Bounds of links that play a session without a sign-in. */
export const SHARES = {
  /** A link is good for a week, a year at most: what is forgotten ends. */
  defaultHours: 7 * 24,
  maxHours: 366 * 24,
  /** Moments of a session, milliseconds: as long as one may last. */
  maxMoment: 24 * HOUR_MS,
  /** Links of one session that have not been revoked, ended ones too. */
  perSession: 100,
  /** Passwords that may be tried on a link in so long: at this pace ten characters are never guessed. */
  tries: 10,
  triesMs: 15 * MINUTE_MS,
} as const;
