import type { ReadBatch } from "./reader.ts";

/** Reads chunk text. */
export interface ChunkReader {
  /** @throws {Error} when the text is no list of chunk lines */
  read(text: string): Promise<ReadBatch[]>;
  stop(): void;
}
