import { createHash } from "node:crypto";
import type { LogStatus } from "../protocol/activity/activity.schema.ts";
import { LOG_ORIGIN, entryText, type LogEntry, type NewEntry } from "../protocol/activity/entry.ts";
import { uuidv7, type Region } from "../protocol/index.ts";

/** Whose log it is, and where what is made of it lies. */
export interface LogOwner {
  tenant: string;
  region: Region;
}

/** How far the log has been brought elsewhere. */
export interface LogState extends LogOwner {
  /** The last entry that the index has. */
  projected: number;
  /** The last entry that is anchored. */
  anchored?: LogStatus["anchored"];
  /** An entry of which an anchor says otherwise. */
  fork?: number | null;
  verified?: LogStatus["verified"];
  /** Public keys that anchors were signed with: with the secret of one, nothing but this is left of it. */
  keys?: string[];
}

/** The last entry of a chain; 0 and `LOG_ORIGIN` of an empty one. */
export interface LogHead {
  seq: number;
  hash: string;
}

/** SHA-256 of a text in UTF-8, hex. */
export function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** SQL of the activity log: each entry carries the hash of the one before, so none can be changed, taken out or moved unnoticed. */
export class ActivityChain {
  constructor(private readonly sql: SqlStorage) {}

  head(): LogHead {
    const [row] = this.sql
      .exec<LogHead & Record<string, SqlStorageValue>>("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1")
      .toArray();
    return row ?? { seq: 0, hash: LOG_ORIGIN };
  }

  /** Adds an entry and answers its number; of one whose id is there already, that one's. Call inside a transaction. */
  append({ tenant, region }: LogOwner, entry: NewEntry, now: number): number {
    const { id = uuidv7(now), at = now, actor, action } = entry;
    const { environment = null, session = null, maskedIp = null, details = null } = entry;
    const [there] = this.sql.exec<{ seq: number }>("SELECT seq FROM log WHERE id = ?", id).toArray();
    if (there) return there.seq;
    const { seq: last, hash: prevHash } = this.head();
    const seq = last + 1;
    const text = entryText({
      seq,
      id,
      at,
      tenant,
      environment,
      actor,
      action,
      session,
      maskedIp,
      details,
      prevHash,
    });
    this.sql.exec("INSERT INTO log (seq, id, json, hash) VALUES (?, ?, ?, ?)", seq, id, text, sha256Hex(text));
    if (!this.state()) this.save({ tenant, region, projected: 0 });
    return seq;
  }

  has(id: string): boolean {
    return this.sql.exec("SELECT 1 FROM log WHERE id = ?", id).toArray().length > 0;
  }

  /** Entries after `seq`, in order. */
  after(seq: number, limit: number): LogEntry[] {
    return this.sql
      .exec<{ json: string; hash: string }>("SELECT json, hash FROM log WHERE seq > ? ORDER BY seq LIMIT ?", seq, limit)
      .toArray()
      .map(({ json, hash }) => ({ ...(JSON.parse(json) as Omit<LogEntry, "hash">), hash }));
  }

  /** `null` before the first entry. */
  state(): LogState | null {
    const [row] = this.sql.exec<{ json: string }>("SELECT json FROM log_state").toArray();
    return row ? (JSON.parse(row.json) as LogState) : null;
  }

  save(state: LogState): void {
    this.sql.exec(
      "INSERT INTO log_state (id, json) VALUES (1, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
      JSON.stringify(state),
    );
  }
}
