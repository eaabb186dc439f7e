import type { FieldTable } from "./session-fields.ts";

/** What is stored beside a session for search, insights and those who work with the list; see `session-fields.ts`. */

export const TRAIL_FIELDS = {
  title: "The trail",
  intro:
    "One row for each session, in the table `session_trails`: its course in short, for search and insights. Deleted with the session.",
  fields: {
    tenant: "Your account.",
    session: "The session.",
    startedAt: "When the session was let in.",
    trail:
      "Entries in order, each with the milliseconds since the start: pages visited (path), events of your site (name), clicks (name of the element and where on the document), how far down each page was seen, rage and dead clicks, script errors (name and masked message), forms abandoned (names of form and field, never what was entered), and traits that your site gave. 400 entries and 16 KiB at most; texts of 200 characters.",
    cut: "How many entries had no room.",
  },
} as const satisfies FieldTable;

export const TAG_FIELDS = {
  title: "Tags",
  intro: "One row for each tag of the session, in the table `session_tags`. Deleted with the session.",
  fields: {
    tenant: "Your account.",
    session: "The session.",
    tag: "The tag.",
    actor: "Who gave it.",
    at: "When they did.",
  },
} as const satisfies FieldTable;

export const SEEN_FIELDS = {
  title: "Seen",
  intro: "One row for each member who has watched the session, in the table `session_seen`. Deleted with the session.",
  fields: {
    tenant: "Your account.",
    session: "The session.",
    actor: "Who watched it.",
    place: "Where the session stands in the order of the list.",
    at: "When they did, the first time.",
  },
} as const satisfies FieldTable;

export const SEARCH_FIELDS = {
  title: "Search",
  intro:
    "One document for each session, in the table `session_search` (SQLite FTS5): words only, without the text they come from. Deleted with the session.",
  fields: {
    facets: "What can be asked for word by word, made of the session's row, trail and tags.",
    body: "Words of addresses, title, user id, city, traits, and of names of events and clicked elements.",
    errors: "Words of script errors.",
  },
} as const satisfies FieldTable;
