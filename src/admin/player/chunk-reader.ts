import type { ReadBatch } from "./reader.ts";

/** Reads chunk text. */
export interface ChunkReader {
  /**
   * `whole`: with the events, not only what is worked out of them.
   * @throws {Error} when the text is no list of chunk lines
   */
  read(text: string, whole: boolean): Promise<ReadBatch[]>;
  stop(): void;
}
