import type { Batch } from "./batch.ts";

/**
 * The plain text of a chunk: one line per batch, `{"page":"…","seq":0,"at":<Unix ms received>,"body":<wire text>}`.
 * The wire text goes in as it came, so writing a chunk parses nothing.
 */
export interface ChunkLine {
  page: string;
  seq: number;
  /** When the server took it, Unix milliseconds. */
  at: number;
  body: Batch;
}

/** One line without its line break. `body` is the wire text of the batch, one line of JSON. */
export function chunkLine(page: string, seq: number, at: number, body: string): string {
  return `{"page":${JSON.stringify(page)},"seq":${seq},"at":${at},"body":${body}}`;
}

/** The batches of a chunk's text. */
export function parseChunkLines(text: string): ChunkLine[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as ChunkLine);
}
