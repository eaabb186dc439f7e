import type { ReadBatch } from "./reader.ts";

/** Which chunk a text is; its events can be had again by its number. */
export interface ChunkName {
  n: number;
  /** Somebody waits for it: it goes before what nobody waits for. */
  urgent: boolean;
}

/** The events of a batch that is known. */
export type BatchEvents = Pick<ReadBatch, "page" | "seq" | "body">;

/** Reads chunk text. */
export interface ChunkReader {
  /**
   * `whole`: with the events, not only what is worked out of them. `chunk`: keep the events, for `recall`.
   * @throws {Error} when the text is no list of chunk lines
   */
  read(text: string, whole: boolean, chunk?: ChunkName): Promise<ReadBatch[]>;
  /**
   * The events of a chunk that was read, one document after the other, `first` before the others. `false`: they are no longer kept.
   */
  recall(n: number, first: string | null, take: (batches: BatchEvents[], page: string) => void): Promise<boolean>;
  stop(): void;
}
