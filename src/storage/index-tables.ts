import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { TrailEntry } from "../protocol/trail.ts";
import type { NotePlace } from "../protocol/note.schema.ts";
import type { Redacted } from "../protocol/privacy/redact-event.ts";

/** Tables of a region's index. A projection of what the Recording objects know: it can be rebuilt. Times are Unix milliseconds. */

export const sessions = sqliteTable(
  "sessions",
  {
    tenant: text().notNull(),
    id: text().notNull(),
    environment: text().notNull(),
    visitor: text().notNull(),
    user: text(),
    level: text({ enum: ["off", "engagement", "dxa", "playback"] }).notNull(),
    /** Why it is collected at this level; see `DecisionReason`. */
    reason: text().notNull().default("recorded"),
    status: text({ enum: ["live", "ended"] }).notNull(),
    startedAt: integer("started_at").notNull(),
    lastAt: integer("last_at").notNull(),
    /** When the server last took a batch: what the sweep for stuck sessions looks at. */
    receivedAt: integer("received_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    pages: integer().notNull(),
    navigations: integer().notNull(),
    clicks: integer().notNull(),
    inputs: integer().notNull(),
    errors: integer().notNull().default(0),
    rages: integer().notNull().default(0),
    deads: integer().notNull().default(0),
    events: integer().notNull(),
    wireBytes: integer("wire_bytes").notNull(),
    chunks: integer().notNull(),
    entryUrl: text("entry_url").notNull(),
    lastUrl: text("last_url").notNull(),
    title: text().notNull(),
    country: text(),
    city: text(),
    browser: text(),
    browserVersion: text("browser_version"),
    os: text(),
    device: text({ enum: ["desktop", "mobile", "tablet", "other"] }).notNull(),
    /** Address with its last part cut off (/24, /48). The whole one is written nowhere. */
    maskedIp: text("masked_ip"),
    /** Secrets that were taken out of it at ingest, by kind and place. */
    redactions: text({ mode: "json" }).$type<Redacted[]>().notNull().default([]),
    /** Whether it is held back because of them, and whether somebody has released it. */
    quarantine: text({ enum: ["none", "held", "released"] })
      .notNull()
      .default("none"),
    /** Grows with every projection; an older one never overwrites a newer one. */
    version: integer().notNull(),
    /** Kept beyond its retention: since when, by whom and why. The tenant's object has the truth. */
    pinnedAt: integer("pinned_at"),
    pinnedBy: text("pinned_by"),
    pinReason: text("pin_reason"),
    /** The segment that let it in; `null`: not known. */
    segment: text(),
    /** See `placeOf`: the order of the list, and its row in the search index. Absent only in rows that no projection wrote. */
    place: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.id] }),
    uniqueIndex("sessions_place").on(table.place),
    index("sessions_list").on(table.tenant, table.place),
    // Few rows each: they cost a session that is none of them nothing.
    index("sessions_live")
      .on(table.tenant, table.place)
      .where(sql`status = 'live'`),
    index("sessions_pinned")
      .on(table.tenant, table.place)
      .where(sql`pinned_at IS NOT NULL`),
    index("sessions_held")
      .on(table.tenant, table.place)
      .where(sql`quarantine = 'held'`),
    index("sessions_newest").on(table.tenant, table.startedAt, table.id),
    index("sessions_visitor").on(table.tenant, table.visitor),
    index("sessions_user").on(table.tenant, table.user),
    index("sessions_expiring")
      .on(table.tenant, table.expiresAt, table.place)
      .where(sql`pinned_at IS NULL`),
    index("sessions_stuck").on(table.status, table.receivedAt),
  ],
);

export const chunks = sqliteTable(
  "chunks",
  {
    tenant: text().notNull(),
    session: text().notNull(),
    n: integer().notNull(),
    /** How often it has been rewritten; names the object (see `chunkKey`). */
    rev: integer().notNull().default(0),
    from: integer("from_at").notNull(),
    to: integer("to_at").notNull(),
    batches: integer().notNull(),
    storedBytes: integer("stored_bytes").notNull(),
    textBytes: integer("text_bytes").notNull(),
    sha256: text().notNull(),
    keyframes: text({ mode: "json" }).$type<{ page: string; at: number }[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.session, table.n] })],
);

export const pages = sqliteTable(
  "pages",
  {
    tenant: text().notNull(),
    session: text().notNull(),
    page: text().notNull(),
    tab: text().notNull(),
    url: text().notNull(),
    title: text().notNull(),
    from: integer("from_at").notNull(),
    to: integer("to_at").notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.session, table.page] })],
);

/** The course of each session in short; made with its row, deleted with it. */
export const sessionTrails = sqliteTable(
  "session_trails",
  {
    tenant: text().notNull(),
    session: text().notNull(),
    startedAt: integer("started_at").notNull(),
    trail: text({ mode: "json" }).$type<TrailEntry[]>().notNull(),
    /** Entries that had no room in it. */
    cut: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.session] }),
    index("session_trails_time").on(table.tenant, table.startedAt),
  ],
);

/** Links that play a session without a sign-in. */
export const shares = sqliteTable(
  "shares",
  {
    tenant: text().notNull(),
    session: text().notNull(),
    id: text().notNull(),
    /** SHA-256 of the token in the address, hex: the token itself is written nowhere. */
    token: text().notNull(),
    /** `scrypt$N$r$p$salt$key`, where there is a password. */
    password: text(),
    /** Where it opens, milliseconds since the session began. */
    t: integer(),
    actor: text().notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    revokedAt: integer("revoked_at"),
    opens: integer().notNull().default(0),
    openedAt: integer("opened_at"),
    /** Passwords that were tried since `triesAt`. */
    tries: integer().notNull().default(0),
    triesAt: integer("tries_at").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.session, table.id] }),
    uniqueIndex("shares_token").on(table.token),
    uniqueIndex("shares_id").on(table.id),
  ],
);

/** What members wrote about a moment of a session. */
export const notes = sqliteTable(
  "notes",
  {
    tenant: text().notNull(),
    session: text().notNull(),
    id: text().notNull(),
    /** Milliseconds since the session began. */
    at: integer().notNull(),
    text: text().notNull(),
    /** Where on the page, if it is about a place. */
    place: text({ mode: "json" }).$type<NotePlace>(),
    /** Ids of the members who are meant. */
    mentions: text({ mode: "json" }).$type<string[]>().notNull().default([]),
    /** As the activity log names them. */
    author: text().notNull(),
    createdAt: integer("created_at").notNull(),
    editedAt: integer("edited_at"),
    resolvedAt: integer("resolved_at"),
    resolvedBy: text("resolved_by"),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.session, table.id] }),
    index("notes_calling")
      .on(table.tenant, table.id)
      .where(sql`resolved_at IS NULL AND mentions <> '[]'`),
  ],
);

/** Which users a visitor's GUID has been joined with, by a sign-in; `at` is the last time. */
export const identities = sqliteTable(
  "identities",
  {
    tenant: text().notNull(),
    visitor: text().notNull(),
    user: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.visitor, table.user] })],
);

/** The activity log as it is searched: a projection of the chain that the tenant's object keeps. */
export const activity = sqliteTable(
  "activity",
  {
    tenant: text().notNull(),
    id: text().notNull(),
    /** Its place in the chain; 0 of entries from before there was one. */
    seq: integer().notNull().default(0),
    at: integer().notNull(),
    environment: text(),
    actor: text().notNull(),
    /** One of `ACTIVITY_ACTIONS`. */
    action: text().notNull(),
    session: text(),
    maskedIp: text("masked_ip"),
    /**
     * Of a change of settings: the version it made, and each changed part as it was and as it is. Of an erasure: how many sessions
     * there were. Of a view: whether it was what is stored that was looked at. Of a quota warning: what of, percent, where it stands
     * and the bound. Of privacy settings that are applied to stored sessions: the job, its scope, and at the end its counts.
     */
    details: text({ mode: "json" }).$type<Record<string, unknown>>(),
    /** `seq` of the entry that this one tells more of. */
    ref: integer(),
    prevHash: text("prev_hash").notNull().default(""),
    hash: text().notNull().default(""),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.id] }),
    index("activity_order").on(table.tenant, table.seq),
    index("activity_session").on(table.tenant, table.session, table.at),
    index("activity_actor").on(table.tenant, table.actor, table.seq),
    index("activity_action").on(table.tenant, table.action, table.seq),
    index("activity_environment").on(table.tenant, table.environment, table.seq),
    index("activity_ref").on(table.tenant, table.ref),
  ],
);
