import { parseChunkLines } from "../../protocol/chunk-lines.ts";
import { createBatchReader } from "./reader.ts";

/*
 * Parsing megabytes of JSON and looking at every node of it takes long enough to make a picture stutter: it happens here.
 * In: `{id, text}`, the text of chunk lines. Out: `{id, batches}` or `{id, error}`.
 */
const read = createBatchReader();

addEventListener("message", ({ data: { id, text } }: MessageEvent<{ id: number; text: string }>) => {
  try {
    postMessage({ id, batches: parseChunkLines(text).map(read) });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
});
