import { SEARCH_FIELDS, SEEN_FIELDS, TAG_FIELDS, TRAIL_FIELDS } from "./list-fields.ts";

/**
 * What every stored field means, in plain words: shown by the inspector of a session, and `docs/stored-data.md` is made of it.
 * Names are those of the columns in code; times are Unix milliseconds.
 */
export interface FieldTable {
  /** As the documentation calls it. */
  title: string;
  /** What one row is, and where it is stored. */
  intro: string;
  fields: Readonly<Record<string, string>>;
}

export const SESSION_FIELDS = {
  title: "The session",
  intro: "One row in the table `sessions` of the region's database (D1).",
  fields: {
    tenant: "Your account.",
    id: "Id of the session, made by the visitor's browser; the time in it is when the visit began.",
    environment: "The environment whose key the page has.",
    visitor: "A random number (GUID) that the browser keeps. It says nothing about the person.",
    user: "The user id that your site gave, or nothing.",
    level: "How much was collected: engagement, dxa or playback.",
    reason: "Why it was collected at this level and no higher.",
    status: "Live until no batch has come for 30 minutes, then ended.",
    startedAt: "When it was let in.",
    lastAt: "Time of the last event.",
    receivedAt: "When the server last took a batch.",
    expiresAt: "When its time of retention ends.",
    pages: "How many documents were opened.",
    navigations: "How often a page changed its address without a new document.",
    clicks: "How many clicks.",
    inputs: "How many fields the visitor changed. Not what was entered.",
    errors: "How many errors of the page's scripts.",
    rages: "How many times somebody clicked repeatedly without effect.",
    deads: "How many clicks led nowhere.",
    events: "How many events are stored.",
    wireBytes: "Size of all batches as they were sent, bytes.",
    chunks: "How many chunks are stored.",
    entryUrl:
      "Address of the first page: origin, path and the query parameters you keep. Empty when addresses are off.",
    lastUrl: "Address of the last page, in the same way.",
    title: "Title of the last page. Empty when titles are off.",
    country: "Country, by two letters, as Cloudflare guesses it from the network. Nothing when location is off.",
    city: "City, in the same way. Nothing unless location is country and city.",
    browser: "Name of the browser, read from its user agent. The user agent itself is not stored.",
    browserVersion: "Its major version.",
    os: "Operating system, read from the user agent.",
    device: "Desktop, mobile, tablet or other.",
    maskedIp:
      "Network of the visitor: the IP address without its last part (/24 of IPv4, /48 of IPv6). Nothing when it is off. The full address is written nowhere.",
    redactions: "Secrets that were taken out before anything was stored: kind, place and how many. Not the secrets.",
    quarantine: "Whether the session is held back because of them, or was released.",
    version: "Grows with each update of this row, so that a late one changes nothing.",
    pinnedAt: "Since when it is kept beyond its retention, or nothing.",
    pinnedBy: "Who pinned it.",
    pinReason: "Why they did.",
    segment: "The segment that let it in, or nothing.",
    place: "Where it stands in the order of the list: made of the time it began.",
  },
} as const satisfies FieldTable;

export const PAGE_FIELDS = {
  title: "Documents",
  intro: "One row for each document of the session, in the table `pages`.",
  fields: {
    tenant: "Your account.",
    session: "The session.",
    page: "Id of the document, made by the browser.",
    tab: "Random name of the browser tab.",
    url: "Address it was opened with: origin, path and the query parameters you keep.",
    title: "Its title.",
    from: "Time of its first event.",
    to: "Time of its last event.",
    width: "Width of the window, CSS pixels.",
    height: "Height of the window, CSS pixels.",
  },
} as const satisfies FieldTable;

export const CHUNK_FIELDS = {
  title: "Chunks",
  intro: "The events, compressed and encrypted, are in the bucket (R2). One row for each chunk, in the table `chunks`.",
  fields: {
    tenant: "Your account.",
    session: "The session.",
    n: "Number of the chunk.",
    from: "Time of its first event.",
    to: "Time of its last event.",
    batches: "How many batches are in it.",
    storedBytes: "Encrypted size in the bucket, bytes.",
    textBytes: "Size of its text, bytes.",
    sha256: "Hash of the stored bytes.",
    rev: "How often it has been rewritten under other privacy settings.",
    keyframes: "Whole pictures in it: document and time. Playback can start there.",
  },
} as const satisfies FieldTable;

export const FILE_FIELDS = {
  title: "Files",
  intro: "Style sheets, images and fonts that the pages used. One row for each, in the table `session_assets`.",
  fields: {
    tenant: "Your account.",
    session: "The session.",
    key: "Hash of the address it had in the page. The address itself is not stored.",
    sha256: "Hash of the file; nothing while it has not been fetched.",
    base: "Of a style sheet: origin and path it came from, without query.",
    uploaded: "Bytes that the visitor's browser uploaded for it.",
    at: "When the page used it.",
  },
} as const satisfies FieldTable;

export const JOINED_FIELDS = {
  title: "Joined users",
  intro: "Which users a visitor has signed in as, in any session. One row for each, in the table `identities`.",
  fields: {
    tenant: "Your account.",
    visitor: "The visitor's GUID.",
    user: "The user id that your site gave.",
    at: "When they were last seen together.",
  },
} as const satisfies FieldTable;

export const ACTIVITY_FIELDS = {
  title: "Activity log",
  intro:
    "Who looked at the session or did something with it. One row for each, in the table `activity`: a copy, for searching, of the chain that the tenant's object keeps.",
  fields: {
    tenant: "Your account.",
    id: "Id of the entry.",
    seq: "Its number in the chain.",
    at: "When it was.",
    environment: "The environment, where it is about one.",
    actor:
      "Who it was: somebody of your team (`user:` and their id), an API key (`key:` and its id), `platform` or `system`.",
    action: "What they did.",
    session: "The session, where it is about one.",
    maskedIp: "Network of the team member, masked as above.",
    details: "What else there is to say of it.",
    ref: "Number of the entry that this one tells more of.",
    prevHash: "Hash of the entry before.",
    hash: "Hash of this entry.",
  },
} as const satisfies FieldTable;

/** Tables of which the inspector shows the rows of one session. */
export const SHARE_FIELDS = {
  title: "Links",
  intro:
    "One row for each link that plays the session without a sign-in, in the table `shares`. Deleted with the session.",
  fields: {
    tenant: "Your account.",
    session: "The session.",
    id: "Id of the link.",
    token: "Hash of what is in its address. The address itself is not stored.",
    password: "Hash of its password, if it has one.",
    t: "The moment at which it opens.",
    actor: "Who made it.",
    createdAt: "When it was made.",
    expiresAt: "When it ends.",
    revokedAt: "When it was revoked.",
    opens: "How often it was opened.",
    openedAt: "When it was opened last.",
    tries: "How many passwords were tried of late.",
    triesAt: "Since when these are counted.",
  },
} as const satisfies FieldTable;

export const NOTE_FIELDS = {
  title: "Notes",
  intro: "What members of your team wrote about a moment, in the table `notes`. Deleted with the session.",
  fields: {
    tenant: "Your account.",
    session: "The session.",
    id: "Id of the note.",
    at: "The moment it is about.",
    text: "What it says.",
    place:
      "The place on the page it is about: document, position in the window, element and position in it; or nothing.",
    mentions: "Ids of the members who are meant.",
    author: "Who wrote it.",
    createdAt: "When it was written.",
    editedAt: "When its text was changed last.",
    resolvedAt: "When it was resolved, or nothing.",
    resolvedBy: "Who resolved it.",
  },
} as const satisfies FieldTable;

export const SESSION_TABLES: readonly FieldTable[] = [
  SESSION_FIELDS,
  TRAIL_FIELDS,
  TAG_FIELDS,
  SEEN_FIELDS,
  SEARCH_FIELDS,
  PAGE_FIELDS,
  CHUNK_FIELDS,
  FILE_FIELDS,
  JOINED_FIELDS,
  ACTIVITY_FIELDS,
  SHARE_FIELDS,
  NOTE_FIELDS,
];
