import { LOG_TABLES } from "./activity-chain-tables.ts";
import { DEADLINE_TABLE } from "./deadline-table.ts";

/** Tables of the Tenant object. Times are Unix milliseconds, days `YYYY-MM-DD` in UTC. */
export const TENANT_TABLES = `
  CREATE TABLE IF NOT EXISTS policy (version INTEGER PRIMARY KEY, at INTEGER NOT NULL, json TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS quota (anchor INTEGER NOT NULL, period INTEGER NOT NULL, count INTEGER NOT NULL, bytes INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (anchor, period)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS allowances (anchor INTEGER PRIMARY KEY, sessions INTEGER NOT NULL, at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS admitted (session TEXT PRIMARY KEY, environment TEXT NOT NULL, at INTEGER NOT NULL, counted INTEGER NOT NULL, audience TEXT NOT NULL DEFAULT '', visitor TEXT NOT NULL DEFAULT '', user TEXT, bytes INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS days (day TEXT PRIMARY KEY, sessions INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS refusals (day TEXT NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (day, reason)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS visits (at INTEGER NOT NULL, environment TEXT NOT NULL, share REAL NOT NULL, user TEXT, url TEXT, country TEXT, device TEXT, browser TEXT, os TEXT, PRIMARY KEY (at, environment, share)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS consents (id INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, at INTEGER NOT NULL, choice TEXT NOT NULL, version INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS consents_subject ON consents (subject, id);
  CREATE TABLE IF NOT EXISTS tellings (session TEXT PRIMARY KEY, choice INTEGER NOT NULL, allowed INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS erasures (id INTEGER PRIMARY KEY, visitor TEXT NOT NULL, user TEXT, at INTEGER NOT NULL, sessions INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS warnings (anchor INTEGER NOT NULL, period INTEGER NOT NULL, what TEXT NOT NULL, percent INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (anchor, period, what, percent)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS privacy_job (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS privacy_queue (session TEXT PRIMARY KEY, due INTEGER NOT NULL, tries INTEGER NOT NULL, next INTEGER NOT NULL, changed INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS privacy_queue_due ON privacy_queue (due);
  CREATE TABLE IF NOT EXISTS deletions (session TEXT PRIMARY KEY, job TEXT NOT NULL, environment TEXT, noted INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS deletions_job ON deletions (job, noted, session);
  CREATE TABLE IF NOT EXISTS deletion_jobs (id TEXT PRIMARY KEY, finished INTEGER NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS pins (session TEXT PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS denials (actor TEXT PRIMARY KEY, since INTEGER NOT NULL, count INTEGER NOT NULL) WITHOUT ROWID;
  ${LOG_TABLES}
  ${DEADLINE_TABLE}
`;

/** Columns that came later: table, column, definition. */
export const TENANT_COLUMNS = [
  ["admitted", "audience", "TEXT NOT NULL DEFAULT ''"],
  ["admitted", "visitor", "TEXT NOT NULL DEFAULT ''"],
  ["admitted", "user", "TEXT"],
  ["admitted", "bytes", "INTEGER NOT NULL DEFAULT 0"],
  ["quota", "bytes", "INTEGER NOT NULL DEFAULT 0"],
] as const;

/** Indexes over columns that came later. Whose sessions were let in: asked when a visitor chooses. */
export const TENANT_INDEXES = `
  CREATE INDEX IF NOT EXISTS admitted_visitor ON admitted (visitor, at);
  CREATE INDEX IF NOT EXISTS admitted_user ON admitted (user, at) WHERE user IS NOT NULL;
`;
