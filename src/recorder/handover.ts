import type { StartRequest, StartResponse } from "../protocol/start.schema.ts";
import type { Playhead } from "./api.ts";
import type { startDom } from "./assets/assets.ts";
import type { Attempt } from "./attempt.ts";
import type { ConsentSite } from "./consent-site.ts";
import type { Identity } from "./identity.ts";
import type { Session } from "./session.ts";

/** A yes of the server, at whatever level. */
export type Admission = Exclude<StartResponse, { level: "off" }>;

/** Who the site says the visitor is. */
export type Who = Pick<StartRequest, "user" | "attributes" | "signature">;

/** What the decision looks at besides the visit and its address. */
export type Facts = Who & Pick<StartRequest, "manual" | "unsupported" | "buffered">;

/** A decision, and how it came. */
export type Answered = Omit<Attempt, "answer"> & { answer: StartResponse };

/**
 * What the loader gives the recorder chunk. The two may be of different versions (a loader lives in caches), so this is only
 * ever added to.
 */
export interface Handover extends Identity, ConsentSite {
  /** Id of the document that asked. */
  page: string;
  /** What brought the recorder here: a decision that is not final, or an attempt that has to be made again. */
  first: Attempt;
  /** What that was told. */
  facts: Facts;
  /**
   * Shadow roots by host, of all that were attached since the loader came: no getter leads to closed ones. Under the loader's own
   * `attachShadow` is the one that it took the place of.
   */
  roots?: WeakMap<Element, ShadowRoot>;
  /** Fetches another chunk. The loader has begun with that of the first answer. */
  load(address: string): Promise<unknown>;
  /** Asks once: for `session`, or for whatever visit is now. */
  attempt(page: string, facts: Facts, session?: Session): Promise<Attempt>;
  /** Whether nobody wants an answer any more. */
  cancelled(): boolean;
  /** The page itself says who the visitor is, where the server has said to look. */
  found(user: string): void;
  /** The recorder has ended by itself. `why` is for `flush()`'s error. */
  ended(why: string): void;
  /** One line in the console, once per document. */
  warn(message: string): void;
}

/** A running recorder: what the site can ask of it, and how it is made to forget what is left. */
export interface Recorder extends Omit<Playhead, "init" | "consent"> {
  abort(why: string): void;
  /** The decision may be another now: asks, unless this visit is recorded. */
  again(): void;
}

/** What the recorder chunk exports. */
export interface RecorderChunk {
  /** Text when there is nothing to record: why. */
  record(handover: Handover): Promise<Recorder | string>;
}

/** What the capture chunk exports. */
export interface DomChunk {
  startDom: typeof startDom;
}
