import { uuidTime, type ConsentChoice, type VisitorFacts } from "../protocol/index.ts";

export type { ConsentChoice };

/**
 * Who is at the other end of a request. The whole address is looked at and forgotten: it is in no table, no token and no log.
 * `null` is what is not known.
 */
export interface Caller {
  /** The `Origin` header. */
  origin: string | null;
  /** Address of the document. */
  url: string | null;
  ip: string | null;
  userAgent: string | null;
}

/** A visit that asks to be recorded. */
export interface Visitor extends Caller, Omit<VisitorFacts, "environment"> {
  /** The page called `playhead.start()`. */
  manual: boolean;
  /** Of `user`, where the site signs user ids; the Tenant object checks it. */
  signature?: string | null;
  /** The browser lacks what playback needs. */
  unsupported: boolean;
  /** Milliseconds since the visit began. */
  lasted: number | null;
  /** Milliseconds before now from which on the page has kept what happened; 0 when it has kept nothing. */
  buffered: number;
  /** The browser sends Global Privacy Control. */
  gpc: boolean;
  /** The visitor's own choice, `null` when there is none. Only the Tenant object knows it: at the edge it is `unknown`. */
  consent: ConsentChoice | null | "unknown";
}

/** The visitor with how long the visit has lasted: by their own clock, else by the time in the session's id. */
export function withAge<V extends Visitor>(visitor: V, session: string, now: number): V {
  return { ...visitor, lasted: visitor.lasted ?? Math.max(0, now - uuidTime(session)) };
}
