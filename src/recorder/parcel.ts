import type { CustomPayloads } from "../protocol/events.ts";
import type { Bytes } from "./gzip.ts";

/** An event as JSON text. */
export interface QueuedEvent {
  text: string;
  /** UTF-8 bytes of the text. */
  bytes: number;
  /** Timestamp, Unix milliseconds. */
  at: number;
  /** A full snapshot. */
  keyframe?: boolean;
  /** It is a gap event, and this is what it says. */
  gap?: Gap;
}

export type Gap = CustomPayloads["playhead.gap"];

/** Events that travel together. Numbered when it is first sent, so what is dropped before leaves no hole. */
export interface Parcel {
  seq?: number;
  /** In which order parcels were closed; the halves of a split one share it. */
  order: number;
  events: QueuedEvent[];
  bytes: number;
  /** It is half of one that was too large, and is not split again. */
  half?: boolean;
  /** It stands for what was lost under its number. */
  gap?: boolean;
  /** Acknowledged or given up: answers that come later mean nothing. */
  done?: boolean;
  /** The sender's notes. A parcel that takes the place of another starts without them. */
  sending: {
    /** Unix milliseconds at which its text was fixed: every copy of it has to be the same. */
    sent?: number;
    /** Its text, compressed. */
    body?: Bytes;
    /** Failures so far. */
    tries: number;
    /** In an ordinary request. */
    flying?: boolean;
    /** In a keepalive request. */
    away?: boolean;
  };
}
