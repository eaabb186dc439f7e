import { wholeAddress, type TrailEntry } from "../trail.ts";

/** What insights know of one session. */
export interface Course {
  id: string;
  startedAt: number;
  /** The address that the paths in the trail belong to. */
  entryUrl: string;
  device: string;
  level: string;
  /** Held back: its picture is not for everybody. */
  held: boolean;
  trail: readonly TrailEntry[];
  /** Entries that had no room in the trail. */
  cut: number;
}

/** One page in the course of a session. */
export interface Visit {
  /** Milliseconds since the session began. */
  ms: number;
  page: string;
}

/** Numbers, UUIDs and long hex: what differs between two pages of one kind. */
const ID = /^(?:\d+|[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** What a page is called: its path without query and fragment, with `*` for ids; with the host where that is another one. */
export function pageName(address: string): string {
  if (address === "") return "";
  const [, host = "", path = ""] = /^(?:https?:\/\/([^/?#]+))?([^?#]*)/.exec(address)!;
  const plain = path.replace(/\/+$/, "") || "/";
  return host + plain.replace(/[^/]+/g, (part) => (ID.test(part) ? "*" : part));
}

/** The pages of a session as its trail counts them: the nth is the one that entries call `n`. */
export function visitsOf(trail: readonly TrailEntry[]): Visit[] {
  return trail.flatMap(([ms, kind, address]) => (kind === "page" ? [{ ms, page: pageName(address) }] : []));
}

/** The same without a page that follows itself: reloads, and other queries of one page. */
export function pathOf(trail: readonly TrailEntry[]): Visit[] {
  const visits = visitsOf(trail);
  return visits.filter(({ page }, at) => page !== visits[at - 1]?.page);
}

function both(text: string): string[] {
  const plain = text.replace(/[?#].*$/s, "").replace(/(?<=.)\/+$/, "");
  return plain === text ? [text] : [plain, text];
}

/** Path with query and without, and the same with the host. */
export function spellings(address: string, entryUrl: string): { path: string[]; whole: string[] } {
  const whole = wholeAddress(address, entryUrl).replace(/^https?:\/\//, "");
  const from = whole.indexOf("/");
  const path = address.startsWith("/") || from < 0 ? address : whole.slice(from);
  return { path: both(path), whole: both(whole) };
}
