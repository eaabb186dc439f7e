import type { ActivityAction } from "./actions.ts";

/** What somebody did, as it is told to the activity log. */
export interface NewEntry {
  /** The same id again is the same entry. The object makes one where there is none. */
  id?: string;
  /** Unix milliseconds; the moment of writing, unless it was before. */
  at?: number;
  /** Who: a person, `key:<id>`, `system` (the product itself), `platform`, or `visitor`. */
  actor: string;
  action: ActivityAction;
  environment?: string | null;
  session?: string | null;
  /** Where from: network of whoever did it, /24 or /48. */
  maskedIp?: string | null;
  /** What else there is to say of it, as JSON can hold it. */
  details?: Record<string, unknown> | null;
}

/** An entry as it stands in the chain of its tenant. */
export interface LogEntry {
  /** 1, 2, … without gaps. */
  seq: number;
  id: string;
  at: number;
  tenant: string;
  environment: string | null;
  actor: string;
  action: string;
  session: string | null;
  maskedIp: string | null;
  details: Record<string, unknown> | null;
  /** `hash` of the entry before; `LOG_ORIGIN` of the first. */
  prevHash: string;
  /** SHA-256 of `entryText`, hex. */
  hash: string;
}

/** What the first entry of a chain follows. */
export const LOG_ORIGIN = "0".repeat(64);

/** JSON with sorted names and no blanks: the same value is always the same text (RFC 8785). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
  return `{${fields.join(",")}}`;
}

/** What an entry's hash is made of: everything but the hash. */
export function entryText(entry: LogEntry | Omit<LogEntry, "hash">): string {
  const { hash: _hash, ...rest } = { hash: "", ...entry };
  return canonicalJson(rest);
}
