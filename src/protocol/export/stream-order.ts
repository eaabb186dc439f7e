import type { ChunkLine } from "../chunk-lines.ts";

/** An event as text, with its place: document, number of its batch, place in the batch. */
export interface OrderedLine {
  page: string;
  seq: number;
  i: number;
  text: string;
}

interface Held extends OrderedLine {
  /** Where it stands in time: never before the event ahead of it in its document. */
  at: number;
}

/**
 * Puts events of a session, chunk by chunk, into the order of its one stream (`mergeLanes`), holding back no more than has to wait:
 * an event is given out when nothing that is still to come may stand before it.
 */
export class StreamOrder {
  private held: Held[] = [];
  private readonly clocks = new Map<string, number>();
  private chars = 0;

  /** `maxChars`: text that may be held. Beyond it everything is given out; the numbers of the lines tell the order all the same. */
  constructor(private readonly maxChars: number) {}

  add({ page, seq, body }: ChunkLine): void {
    body.events.forEach((event, i) => {
      const text = JSON.stringify(event);
      this.chars += text.length;
      this.held.push({ at: event.timestamp, page, seq, i, text });
    });
  }

  /** Gives out what stands before `until` (Unix milliseconds), which is the earliest time of all that is still to be added. */
  release(until: number): OrderedLine[] {
    const limit = this.chars > this.maxChars ? Infinity : until;
    this.held.sort((a, b) => (a.page === b.page ? a.seq - b.seq || a.i - b.i : a.page < b.page ? -1 : 1));
    const [out, kept]: [Held[], Held[]] = [[], []];
    // The first of a document that has to wait holds up the rest of it.
    const waiting = new Set<string>();
    for (const each of this.held) {
      const at = Math.max(each.at, this.clocks.get(each.page) ?? -Infinity);
      if (at >= limit) waiting.add(each.page);
      if (waiting.has(each.page)) kept.push(each);
      else {
        this.clocks.set(each.page, at);
        out.push({ ...each, at });
      }
    }
    this.held = kept;
    this.chars = kept.reduce((sum, { text }) => sum + text.length, 0);
    // Sorting keeps the order of equals: within a document that of its numbers.
    return out.toSorted((a, b) => a.at - b.at).map(({ at: _at, ...line }) => line);
  }
}
