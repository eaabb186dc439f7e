import type { StartResponse } from "../protocol/start.schema.ts";
import type { Playhead } from "./api.ts";
import type { Identity } from "./identity.ts";
import type { Session } from "./session.ts";

/** The server's yes. */
export type Admission = Exclude<StartResponse, { level: "off" }>;

/** A yes, the visit it is for, and when it was asked for and came (Unix milliseconds on the visitor's clock). */
export interface Admitted {
  admission: Admission;
  session: Session;
  sentAt: number;
  receivedAt: number;
}

/**
 * What the loader gives the recorder chunk. The two may be of different versions (a loader lives in caches), so this is only
 * ever added to.
 */
export interface Handover {
  host: string;
  key: string;
  /** Id of the document that asked. */
  page: string;
  identity: Identity;
  admitted: Admitted;
  /**
   * Asks again: for `session` (a new token), or for whatever visit is now. `undefined` when the answer is no or does not
   * come.
   */
  ask(page: string, session?: Session): Promise<Admitted | undefined>;
  /** The recorder has ended by itself. `why` is for `flush()`'s error. */
  ended(why: string): void;
  /** One line in the console, once per document. */
  warn(message: string): void;
}

/** A running recorder: what the site can ask of it, and how it is made to forget what is left. */
export interface Recorder extends Omit<Playhead, "init" | "start"> {
  abort(why: string): void;
}

/** What the recorder chunk exports. */
export interface RecorderChunk {
  record(handover: Handover): Recorder;
}
