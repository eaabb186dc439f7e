import { isGzip } from "../../protocol/batch.ts";
import type { LiveBatchHeader, LiveMessage } from "../../protocol/api.schema.ts";
import { chunkLine } from "../../protocol/chunk-lines.ts";

const LINE_BREAK = 0x0a;

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (!isGzip(bytes)) return new TextDecoder().decode(bytes);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

/**
 * A binary frame of the live socket (header line, line break, wire bytes of the batch) as one line of chunk text.
 * @throws {Error} when the frame is something else
 */
export async function liveLine(frame: ArrayBuffer): Promise<string> {
  const bytes = new Uint8Array(frame);
  const end = bytes.indexOf(LINE_BREAK);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as LiveBatchHeader;
  return chunkLine(String(header.page), Number(header.seq), Number(header.at), await inflate(bytes.slice(end + 1)));
}

/** A text frame, `null` when it is none that we know: the server may be newer than this page. */
export function liveMessage(text: string): LiveMessage | null {
  try {
    const message = JSON.parse(text) as LiveMessage;
    return ["hello", "current", "chunk", "viewers", "ended"].includes(message?.kind) ? message : null;
  } catch {
    return null;
  }
}
