import { LISTS } from "../protocol/list-limits.ts";
import { readBehindSearch, type BehindSearch } from "./insights/insight-search.ts";

/** What the addresses of pages say beside the path, and how it is read: what does not fit is passed over. */

/** Which sessions are listed. */
export interface SessionSearch {
  /** What is searched for; see docs/list.md. */
  q?: string;
}

export function readSessionSearch({ q }: Record<string, unknown>): SessionSearch {
  // A search may look like a number.
  const text = typeof q === "string" || typeof q === "number" ? String(q).slice(0, LISTS.queryChars) : "";
  return text === "" ? {} : { q: text };
}

/** A moment of a session. The address is a contract: `t` in milliseconds, `paused=1` to stand still there. */
export interface PlayerSearch {
  t?: number;
  paused?: 1;
  /** The search of the list that it was opened from: what is before and after it there. */
  q?: string;
  /** The number of an insight that it is one of the sessions of. */
  of?: BehindSearch;
}

export function readPlayerSearch(search: Record<string, unknown>): PlayerSearch {
  const t = Number(search["t"] ?? Number.NaN);
  return {
    ...(Number.isFinite(t) ? { t: Math.max(0, Math.round(t)) } : {}),
    ...(String(search["paused"]) === "1" || search["paused"] === true ? { paused: 1 as const } : {}),
    ...(search["q"] === undefined || search["q"] === "" ? {} : { q: String(search["q"]) }),
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
