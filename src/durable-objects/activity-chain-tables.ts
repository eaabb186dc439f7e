/**
 * The activity log of a tenant, views that are under way, and how far the log has been brought elsewhere. Nothing that runs here can change, remove, replace or insert
 * between: also not by mistake. Whoever can change the triggers too is found out by the anchors in R2.
 */
export const LOG_TABLES = `
  CREATE TABLE IF NOT EXISTS log (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL, hash TEXT NOT NULL);
  CREATE TRIGGER IF NOT EXISTS log_stays BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the activity log is only added to'); END;
  CREATE TRIGGER IF NOT EXISTS log_remains BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the activity log is only added to'); END;
  CREATE TRIGGER IF NOT EXISTS log_grows BEFORE INSERT ON log
    WHEN NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) + 1 FROM log) OR EXISTS (SELECT 1 FROM log WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the activity log is only added to'); END;
  CREATE TABLE IF NOT EXISTS views (seq INTEGER PRIMARY KEY, last_at INTEGER NOT NULL, json TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS views_idle ON views (last_at);
  CREATE TABLE IF NOT EXISTS log_state (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL);
`;
