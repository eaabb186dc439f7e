import { parseChunkLines } from "../../protocol/chunk-lines.ts";
import { createBatchReader, withoutEvents } from "./reader.ts";

/*
 * Parsing megabytes of JSON and looking at every node of it takes long enough to make a picture stutter: it happens here.
 * In: `{id, text, whole}`, the text of chunk lines and whether events are wanted. Out: `{id, batches}` or `{id, error}`.
 */
const read = createBatchReader();

addEventListener(
  "message",
  ({ data: { id, text, whole } }: MessageEvent<{ id: number; text: string; whole: boolean }>) => {
    try {
      const batches = parseChunkLines(text).map(read);
      // Copying events to where nobody plays them takes longer than reading them.
      postMessage({ id, batches: whole ? batches : batches.map(withoutEvents) });
    } catch (error) {
      postMessage({ id, error: String(error) });
    }
  },
);
