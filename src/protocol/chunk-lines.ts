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

/** A line of text ends with it. */
const LINE_BREAK = 10;

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

/** The same one by one out of its bytes, so that no more than one batch is in memory as values. */
export function* eachChunkLine(bytes: Uint8Array): Generator<ChunkLine> {
  const decoder = new TextDecoder();
  for (let from = 0; from < bytes.length;) {
    const found = bytes.indexOf(LINE_BREAK, from);
    const to = found < 0 ? bytes.length : found;
    if (to > from) yield JSON.parse(decoder.decode(bytes.subarray(from, to))) as ChunkLine;
    from = to + 1;
  }
}
