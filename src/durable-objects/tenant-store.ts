import { upgradePolicy } from "../protocol/index.ts";
import { policy as policySchema, type Policy } from "../protocol/policy.schema.ts";
import type { Settings } from "../protocol/settings.schema.ts";
import type { Allowance, PeriodCount } from "./quota-history.ts";
import { TENANT_COLUMNS, TENANT_INDEXES, TENANT_TABLES } from "./tenant-tables.ts";

/** A session that was let in. */
export interface AdmittedSession {
  environment: string;
  at: number;
  counted: boolean;
  /** See `audienceOf`. */
  audience: string;
  visitor: string;
  user: string | null;
}

/** SQL of the Tenant object: settings, quota, sessions. Times are Unix milliseconds. */
export class TenantStore {
  constructor(private readonly sql: SqlStorage) {}

  /** Makes the tables, and the columns that came later. Safe to run again. */
  migrate(): void {
    this.sql.exec(TENANT_TABLES);
    for (const [table, column, definition] of TENANT_COLUMNS) {
      const columns = this.sql.exec<{ name: string }>(`PRAGMA table_info(${table})`).toArray();
      if (!columns.some(({ name }) => name === column))
        this.sql.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${definition}`);
    }
    this.sql.exec(TENANT_INDEXES);
  }

  /** Whether this object belongs to a tenant; keys with invented tenants reach objects that have no table, and must not get one. */
  exists(): boolean {
    return this.sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'policy'").toArray().length > 0;
  }

  /** The version in force; 0 when there is none. */
  version(): number {
    return this.sql.exec<{ version: number }>("SELECT COALESCE(MAX(version), 0) AS version FROM policy").one().version;
  }

  /** The settings in force; `null` when there are none, `unreadable` when another version of the program wrote them. */
  settings(): Settings | "unreadable" | null {
    const [row] = this.sql
      .exec<{ version: number; at: number; json: string }>(
        "SELECT version, at, json FROM policy ORDER BY version DESC LIMIT 1",
      )
      .toArray();
    if (!row) return null;
    const read = policySchema.safeParse(upgradePolicy(JSON.parse(row.json)));
    return read.success ? { version: row.version, at: row.at, policy: read.data } : "unreadable";
  }

  addPolicy(version: number, at: number, policy: Policy): void {
    this.sql.exec("INSERT INTO policy (version, at, json) VALUES (?, ?, ?)", version, at, JSON.stringify(policy));
    const { anchor, sessions } = policy.quota;
    this.sql.exec(
      "INSERT INTO allowances (anchor, sessions, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET sessions = excluded.sessions",
      anchor,
      sessions,
      at,
    );
  }

  /** All quotas there were, the oldest first. */
  allowances(): Allowance[] {
    return this.sql.exec<Allowance & Record<string, number>>("SELECT * FROM allowances ORDER BY at, anchor").toArray();
  }

  periodCounts(): PeriodCount[] {
    return this.sql.exec<PeriodCount & Record<string, number>>("SELECT * FROM quota").toArray();
  }

  /** The session as it was let in, or `null`. */
  admitted(session: string): AdmittedSession | null {
    const [row] = this.sql
      .exec<Omit<AdmittedSession, "counted"> & { counted: number }>(
        "SELECT environment, at, counted, audience, visitor, user FROM admitted WHERE session = ?",
        session,
      )
      .toArray();
    return row ? { ...row, counted: row.counted === 1 } : null;
  }

  /** Remembers a session, or what has changed of it. */
  saveAdmitted(session: string, { environment, at, counted, audience, visitor, user }: AdmittedSession): void {
    this.sql.exec(
      `INSERT INTO admitted (session, environment, at, counted, audience, visitor, user) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET environment = excluded.environment, counted = excluded.counted, audience = excluded.audience,
        visitor = excluded.visitor, user = excluded.user`,
      session,
      environment,
      at,
      counted ? 1 : 0,
      audience,
      visitor,
      user,
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

  /** Begins to count from 0, even when the same moment was an anchor before. */
  clearCount(anchor: number): void {
    this.sql.exec("DELETE FROM quota WHERE anchor = ?", anchor);
  }
}
