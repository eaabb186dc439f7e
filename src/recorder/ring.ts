import type { QueuedEvent } from "./parcel.ts";

export interface RingBounds {
  /** How far back it has to reach, milliseconds. */
  ms: number;
  /** UTF-8 bytes it may hold. */
  bytes: number;
  /** A keyframe is due this long after the last one, milliseconds. */
  keyframeMs: number;
}

/**
 * The last `ms` of what rrweb says, in memory. Begins with a keyframe at any time: what comes before the newest one that is old
 * enough is dropped. Pure: it knows no clock but that of the events.
 */
export function createRing({ ms, bytes: limit, keyframeMs }: RingBounds) {
  let events: QueuedEvent[] = [];
  /** Indices of events that a replay can begin at. */
  let starts: number[] = [];
  let bytes = 0;

  function cut(index: number): void {
    for (const event of events.slice(0, index)) bytes -= event.bytes;
    events = events.slice(index);
    starts = starts.map((start) => start - index).filter((start) => start >= 0);
  }

  return {
    /** Takes an event; `start`: a full snapshot follows it. `true` when a keyframe is wanted now. */
    push(event: QueuedEvent, start: boolean): boolean {
      if (start) starts.push(events.length);
      events.push(event);
      bytes += event.bytes;
      while (starts.length > 1 && events[starts[1]!]!.at <= event.at - ms) cut(starts[1]!);
      while (bytes > limit && events.length) cut(starts.find((index) => index > 0) ?? events.length);
      const last = starts[starts.length - 1];
      return last === undefined || event.at - events[last]!.at >= keyframeMs;
    },
    /** When its first event was, Unix milliseconds, as the events count; `undefined` when it is empty. */
    since: (): number | undefined => events[0]?.at,
    /** Takes everything out. */
    drain(): QueuedEvent[] {
      const all = events;
      cut(events.length);
      return all;
    },
  };
}

export type Ring = ReturnType<typeof createRing>;
