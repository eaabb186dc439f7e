import { DEADLINE_TABLE } from "./deadline-table.ts";

/**
 * Tables of the Recording object. `batches` is ledger and buffer in one: a line stays when its bytes have gone into a chunk
 * (`body` is NULL then). `batches.trail` is a `BoundTrail` as JSON, or NULL. `gate` says why nothing more is taken; see `GateState`. `chunks.record` is NULL while a chunk is planned and not yet in R2 and D1. Times are Unix milliseconds.
 */
export const RECORDING_TABLES = `
  CREATE TABLE IF NOT EXISTS state (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS pages (
    no INTEGER PRIMARY KEY, page TEXT NOT NULL UNIQUE, tab TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,
    last_url TEXT NOT NULL, last_title TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, keyframe INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS batches (
    id INTEGER PRIMARY KEY, arrival INTEGER NOT NULL, at INTEGER NOT NULL, sha256 TEXT NOT NULL,
    wire INTEGER NOT NULL, inflated INTEGER NOT NULL, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL,
    events INTEGER NOT NULL, clicks INTEGER NOT NULL, inputs INTEGER NOT NULL, navigations INTEGER NOT NULL,
    keyframes TEXT NOT NULL, body BLOB, trail TEXT
  );
  CREATE TABLE IF NOT EXISTS chunks (n INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, record TEXT);
  CREATE TABLE IF NOT EXISTS gate (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL);
  ${DEADLINE_TABLE}
`;

/** A column of `batches` that came later. */
export const TRAIL_COLUMN = "ALTER TABLE batches ADD COLUMN trail TEXT";
