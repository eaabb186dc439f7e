import type { ChunkLine } from "../protocol/index.ts";
import type { Refilter } from "../protocol/privacy/refilter.ts";

const LINE_BREAK = 0x0a;
const utf8 = new TextEncoder();

/** The lines of a chunk's text, one at a time: all of them at once, parsed, would not fit an isolate. */
function* lines(text: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < text.length;) {
    const end = text.indexOf(LINE_BREAK, from);
    const to = end < 0 ? text.length : end;
    if (to > from) yield text.subarray(from, to);
    from = to + 1;
  }
}

function parse(line: Uint8Array): { text: string; line: ChunkLine } {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line);
  return { text, line: JSON.parse(text) as ChunkLine };
}

/** Lets the filter see a chunk that has been through it. */
export function observeChunk(text: Uint8Array, refilter: Refilter): void {
  for (const bytes of lines(text)) refilter.observe(parse(bytes).line);
}

/** The text of a chunk after the filter, or `null` when that is what it was. */
export function refilterChunk(text: Uint8Array, refilter: Refilter): Uint8Array | null {
  const parts: Uint8Array[] = [];
  let length = 0;
  let changed = false;
  for (const bytes of lines(text)) {
    const { text: before, line } = parse(bytes);
    const after = refilter.line(line);
    // Most lines stay, and are not copied.
    const part = after === before ? bytes : utf8.encode(after);
    changed ||= after !== before;
    parts.push(part);
    length += part.length + 1;
  }
  if (!changed) return null;
  const next = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    next.set(part, at);
    at += part.length;
    next[at++] = LINE_BREAK;
  }
  return next;
}
