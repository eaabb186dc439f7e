import { createHash } from "node:crypto";
import {
  EXPORTS,
  EXPORT_VERSION,
  StreamOrder,
  eachChunkLine,
  type ExportHead,
  type ExportTail,
} from "../../protocol/index.ts";
import { chunkTexts, type ExportedSession } from "./exported-session.ts";

const utf8 = new TextEncoder();

/** The earliest time of the chunks from the `n`th on; nothing is to come after the last. */
function earliest(session: ExportedSession, n: number): number {
  return session.chunks.reduce((least, chunk) => (chunk.n > n ? Math.min(least, chunk.from) : least), Infinity);
}

/** The lines of a session, as bytes; see docs/export.md. Chunk by chunk, in the player's order. */
export async function* ndjsonOf(session: ExportedSession): AsyncGenerator<Uint8Array> {
  const tabs = new Map(session.pages.map(({ page, tab }) => [page, tab]));
  const order = new StreamOrder(EXPORTS.heldChars);
  const hash = createHash("sha256");
  let events = 0;
  const bytesOf = (text: string): Uint8Array => {
    const bytes = utf8.encode(text);
    hash.update(bytes);
    return bytes;
  };
  const { row, pages, exportedAt } = session;
  const head: ExportHead = { playhead: "session", v: EXPORT_VERSION, exportedAt, session: row, pages };
  yield bytesOf(`${JSON.stringify(head)}\n`);

  function* released(until: number): Generator<Uint8Array> {
    let block = "";
    for (const { page, seq, i, text } of order.release(until)) {
      events++;
      block += `{"page":${JSON.stringify(page)},"tab":${JSON.stringify(tabs.get(page) ?? "")},"seq":${seq},"i":${i},"event":${text}}\n`;
      if (block.length < EXPORTS.blockBytes) continue;
      yield bytesOf(block);
      block = "";
    }
    if (block) yield bytesOf(block);
  }

  for await (const { n, text } of chunkTexts(session)) {
    for (const line of eachChunkLine(text)) order.add(line);
    yield* released(earliest(session, n));
  }
  yield* released(Infinity);
  const tail: ExportTail = { playhead: "end", events, sha256: hash.digest("hex") };
  yield utf8.encode(`${JSON.stringify(tail)}\n`);
}
