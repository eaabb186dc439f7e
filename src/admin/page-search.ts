import { readBehindSearch, type BehindSearch } from "./insights/insight-search.ts";

/** What the addresses of pages say beside the path, and how it is read: what does not fit is passed over. */

/** Which sessions are listed. */
export interface SessionSearch {
  /** Only those whose retention ends soon. */
  expiring?: "soon";
}

export function readSessionSearch({ expiring }: Record<string, unknown>): SessionSearch {
  return expiring === "soon" ? { expiring } : {};
}

/** A moment of a session. The address is a contract: `t` in milliseconds, `paused=1` to stand still there. */
export interface PlayerSearch {
  t?: number;
  paused?: 1;
  /** The number of an insight that it is one of the sessions of. */
  of?: BehindSearch;
}

export function readPlayerSearch(search: Record<string, unknown>): PlayerSearch {
  const t = Number(search["t"] ?? Number.NaN);
  return {
    ...(Number.isFinite(t) ? { t: Math.max(0, Math.round(t)) } : {}),
    ...(String(search["paused"]) === "1" || search["paused"] === true ? { paused: 1 as const } : {}),
    ...(typeof search["of"] === "object" && search["of"] !== null
      ? { of: readBehindSearch(search["of"] as Record<string, unknown>) }
      : {}),
  };
}

/** What the inspector of a session asks for: a rule for what it shows. */
export interface PrivacySearch {
  /** The session to try it on. */
  session?: string;
  /** What its selector begins with. */
  selector?: string;
}

export function readPrivacySearch({ session, selector }: Record<string, unknown>): PrivacySearch {
  return {
    ...(typeof session === "string" && /^[0-9a-f-]{36}$/.test(session) ? { session } : {}),
    ...(typeof selector === "string" ? { selector: selector.slice(0, 256) } : {}),
  };
}
