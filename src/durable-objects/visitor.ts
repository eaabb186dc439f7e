import type { VisitorFacts } from "../protocol/index.ts";

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
}
