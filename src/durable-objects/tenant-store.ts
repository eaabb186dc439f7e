import { policy as policySchema, type Policy } from "../protocol/policy.schema.ts";

/** All SQL of the Tenant object. Times are Unix milliseconds. */
export class TenantStore {
  constructor(private readonly sql: SqlStorage) {}

  /** Makes the tables. Safe to run again. */
  migrate(): void {
    this.sql.exec(`
      CREATE TABLE IF NOT EXISTS policy (version INTEGER PRIMARY KEY, at INTEGER NOT NULL, json TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS quota (anchor INTEGER NOT NULL, period INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (anchor, period)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS admitted (session TEXT PRIMARY KEY, environment TEXT NOT NULL, at INTEGER NOT NULL, counted INTEGER NOT NULL) WITHOUT ROWID;
    `);
  }

  /** Whether this object belongs to a tenant; keys with invented tenants reach objects that have no table, and must not get one. */
  exists(): boolean {
    return this.sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'policy'").toArray().length > 0;
  }

  policy(): { version: number; policy: Policy } | null {
    const [row] = this.sql
      .exec<{ version: number; json: string }>("SELECT version, json FROM policy ORDER BY version DESC LIMIT 1")
      .toArray();
    return row ? { version: row.version, policy: policySchema.parse(JSON.parse(row.json)) } : null;
  }

  addPolicy(version: number, at: number, policy: Policy): void {
    this.sql.exec("INSERT INTO policy (version, at, json) VALUES (?, ?, ?)", version, at, JSON.stringify(policy));
  }

  /** When a session was let in, and whether it was counted; `null` when it was not let in. */
  admitted(session: string): { at: number; counted: boolean } | null {
    const [row] = this.sql
      .exec<{ at: number; counted: number }>("SELECT at, counted FROM admitted WHERE session = ?", session)
      .toArray();
    return row ? { at: row.at, counted: row.counted === 1 } : null;
  }

  /** Remembers a session, or that it has now been counted. */
  saveAdmitted(session: string, environment: string, at: number, counted: boolean): void {
    this.sql.exec(
      "INSERT INTO admitted (session, environment, at, counted) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET counted = excluded.counted",
      session,
      environment,
      at,
      counted ? 1 : 0,
    );
  }

  /** Forgets sessions let in before `before`: they are too old to ask again. */
  pruneAdmitted(before: number): void {
    this.sql.exec("DELETE FROM admitted WHERE at < ?", before);
  }

  count(anchor: number, period: number): number {
    const [row] = this.sql
      .exec<{ count: number }>("SELECT count FROM quota WHERE anchor = ? AND period = ?", anchor, period)
      .toArray();
    return row?.count ?? 0;
  }

  addOne(anchor: number, period: number): void {
    this.sql.exec(
      "INSERT INTO quota (anchor, period, count) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1",
      anchor,
      period,
    );
  }
}
