import { EXPORTS, StreamOrder, eachChunkLine, type OrderedLine } from "../../protocol/index.ts";
import { chunkTexts, type ExportedSession } from "./exported-session.ts";

/** The earliest time of the chunks from the `n`th on; nothing is to come after the last. */
function earliest({ chunks }: ExportedSession, n: number): number {
  return chunks.reduce((least, chunk) => (chunk.n > n ? Math.min(least, chunk.from) : least), Infinity);
}

/** The events of a session in the player's order, read chunk by chunk. */
export async function* orderedLines(session: ExportedSession): AsyncGenerator<OrderedLine> {
  const order = new StreamOrder(EXPORTS.heldChars);
  for await (const { n, text } of chunkTexts(session)) {
    for (const line of eachChunkLine(text)) order.add(line);
    yield* order.release(earliest(session, n));
  }
  yield* order.release(Infinity);
}
