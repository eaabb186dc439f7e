import { createHash } from "node:crypto";
import { EXPORTS, EXPORT_VERSION, type ExportHead, type ExportTail } from "../../protocol/index.ts";
import type { ExportedSession } from "./exported-session.ts";
import { orderedLines } from "./ordered-lines.ts";

const utf8 = new TextEncoder();

/** The lines of a session, as bytes; see docs/export.md. Chunk by chunk, in the player's order. */
export async function* ndjsonOf(session: ExportedSession): AsyncGenerator<Uint8Array> {
  const tabs = new Map(session.pages.map(({ page, tab }) => [page, tab]));
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

  let block = "";
  for await (const { page, seq, i, text } of orderedLines(session)) {
    events++;
    block += `{"page":${JSON.stringify(page)},"tab":${JSON.stringify(tabs.get(page) ?? "")},"seq":${seq},"i":${i},"event":${text}}\n`;
    if (block.length < EXPORTS.blockBytes) continue;
    yield bytesOf(block);
    block = "";
  }
  if (block) yield bytesOf(block);
  const tail: ExportTail = { playhead: "end", events, sha256: hash.digest("hex") };
  yield utf8.encode(`${JSON.stringify(tail)}\n`);
}
