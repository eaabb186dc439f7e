import { gunzipSync } from "node:zlib";
import { LIMITS, isGzip } from "../protocol/index.ts";
import type { BufferedBatch } from "./recording-types.ts";

const utf8 = new TextEncoder();

/** The text of a chunk out of its batches, as bytes: one line per batch. The wire texts go in as they came, unparsed. */
export function chunkText(batches: Iterable<BufferedBatch>): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const add = (part: Uint8Array) => {
    parts.push(part);
    length += part.byteLength;
  };
  for (const { page, seq, at, body } of batches) {
    add(utf8.encode(`{"page":${JSON.stringify(page)},"seq":${seq},"at":${at},"body":`));
    add(isGzip(body) ? gunzipSync(body, { maxOutputLength: LIMITS.batchInflatedBytes }) : body);
    add(utf8.encode("}\n"));
  }
  const text = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    text.set(part, offset);
    offset += part.byteLength;
  }
  return text;
}
