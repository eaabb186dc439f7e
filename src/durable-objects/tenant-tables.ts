/** Tables of the Tenant object. Times are Unix milliseconds, days `YYYY-MM-DD` in UTC. */
export const TENANT_TABLES = `
  CREATE TABLE IF NOT EXISTS policy (version INTEGER PRIMARY KEY, at INTEGER NOT NULL, json TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS quota (anchor INTEGER NOT NULL, period INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (anchor, period)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS allowances (anchor INTEGER PRIMARY KEY, sessions INTEGER NOT NULL, at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS admitted (session TEXT PRIMARY KEY, environment TEXT NOT NULL, at INTEGER NOT NULL, counted INTEGER NOT NULL, audience TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS days (day TEXT PRIMARY KEY, sessions INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS refusals (day TEXT NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (day, reason)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS visits (at INTEGER NOT NULL, environment TEXT NOT NULL, share REAL NOT NULL, user TEXT, url TEXT, country TEXT, device TEXT, browser TEXT, os TEXT, PRIMARY KEY (at, environment, share)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS outbox (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
`;

/** Columns that came later: table, column, definition. */
export const TENANT_COLUMNS = [["admitted", "audience", "TEXT NOT NULL DEFAULT ''"]] as const;
