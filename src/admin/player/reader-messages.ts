import type { EventText } from "./event-store.ts";
import type { ReadBatch } from "./reader.ts";

/** What the player asks the worker that reads. */
export type ReaderAsk =
  | { kind: "read"; id: number; text: string; whole: boolean; n: number | null; urgent: boolean }
  | { kind: "recall"; id: number; n: number; first: string | null };

/** A batch on its way: its events as text, which is the fastest way to hand them over; `null` when nobody wants them. */
export interface SentBatch extends Pick<ReadBatch, "page" | "seq" | "at" | "digest"> {
  sent: number;
  text: string | null;
}

/** What it answers: batches of a text, or one part of a chunk after the other, then whether there was such a chunk. */
export type ReaderAnswer = { id: number } & (
  | { batches: SentBatch[] }
  | { part: EventText[]; page: string }
  | { found: boolean }
  | { error: string }
);
