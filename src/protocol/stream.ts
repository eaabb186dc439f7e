import type { ChunkLine } from "./chunk-lines.ts";
import type { RecordedEvent } from "./events.ts";

/** An event and the document it comes from. */
export interface StreamEvent {
  page: string;
  event: RecordedEvent;
}

/** All events of one document, in the order it made them. */
export interface Lane {
  page: string;
  events: RecordedEvent[];
  /** Numbers of batches that are missing between the first and the last one here. */
  missing: number[];
}

/**
 * The lanes of a session out of its batches, in whatever order and however often they came: the first copy of each
 * (page, seq) counts. Lanes are sorted by page id, that is by the time the documents were opened.
 */
export function lanes(lines: Iterable<ChunkLine>): Lane[] {
  const byPage = new Map<string, Map<number, ChunkLine>>();
  for (const line of lines) {
    let batches = byPage.get(line.page);
    if (!batches) byPage.set(line.page, (batches = new Map()));
    if (!batches.has(line.seq)) batches.set(line.seq, line);
  }
  return [...byPage.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([page, batches]) => {
      const ordered = [...batches.values()].toSorted((a, b) => a.seq - b.seq);
      const last = ordered.at(-1)!.seq;
      const missing: number[] = [];
      for (let seq = 0; seq < last; seq++) if (!batches.has(seq)) missing.push(seq);
      return { page, events: ordered.flatMap((line) => line.body.events), missing };
    });
}

/**
 * The one stream of a session: every lane in its own order, lanes merged by time (ties by page id). A timestamp that runs
 * backwards inside a lane does not reorder it: the lane's clock stands still until it has caught up.
 */
export function mergeLanes(all: readonly Lane[]): StreamEvent[] {
  const keyed: { at: number; lane: number; index: number; item: StreamEvent }[] = [];
  all.forEach(({ page, events }, lane) => {
    let clock = Number.NEGATIVE_INFINITY;
    events.forEach((event, index) => {
      clock = Math.max(clock, event.timestamp);
      keyed.push({ at: clock, lane, index, item: { page, event } });
    });
  });
  keyed.sort((a, b) => a.at - b.at || a.lane - b.lane || a.index - b.index);
  return keyed.map(({ item }) => item);
}
