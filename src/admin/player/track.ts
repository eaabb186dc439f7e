import { EventType, IncrementalSource, type RecordedEvent } from "../../protocol/events.ts";
import type { Lane } from "../../protocol/stream.ts";

/** The pointer at a moment, in the coordinates of the document that node `id` is in. */
export interface PointerSample {
  at: number;
  x: number;
  y: number;
  id: number;
}

/** A document's lane, prepared for playing. Times are milliseconds since the session began. */
export interface Track {
  page: string;
  events: readonly RecordedEvent[];
  /** Time of each event. A clock that ran backwards stands still here, so that times never fall. */
  at: readonly number[];
  /** Indexes of full snapshots. */
  keyframes: readonly number[];
  pointer: readonly PointerSample[];
}

interface PointerData {
  source: number;
  type?: number;
  id: number;
  x?: number;
  y?: number;
  positions?: { x: number; y: number; id: number; timeOffset: number }[];
}

function addPointer(samples: PointerSample[], data: PointerData, at: number): void {
  const floor = samples.at(-1)?.at ?? -Infinity;
  if (data.positions) {
    // A move event comes at the end of its movement; its positions lie before it.
    for (const { x, y, id, timeOffset } of data.positions)
      samples.push({ at: Math.max(samples.at(-1)?.at ?? floor, at + Math.min(0, timeOffset)), x, y, id });
  } else if (data.source === IncrementalSource.MouseInteraction && data.x !== undefined && data.y !== undefined) {
    samples.push({ at: Math.max(floor, at), x: data.x, y: data.y, id: data.id });
  }
}

/**
 * Prepares a lane; `startedAt` is the Unix time of the session's 0. Our own events are left out: they draw nothing, and what was
 * kept in the page before a trigger is sent after signals that are younger than it.
 */
export function createTrack(lane: Pick<Lane, "page" | "events">, startedAt: number): Track {
  const at: number[] = [];
  const keyframes: number[] = [];
  const pointer: PointerSample[] = [];
  let clock = 0;
  const events = lane.events.filter(({ type }) => type !== EventType.Custom);
  events.forEach((event, index) => {
    clock = Math.max(clock, event.timestamp - startedAt);
    at.push(clock);
    if (event.type === EventType.FullSnapshot) keyframes.push(index);
    else if (event.type === EventType.IncrementalSnapshot) addPointer(pointer, event.data as PointerData, clock);
  });
  return { page: lane.page, events, at, keyframes, pointer };
}

/** How many leading values of an ascending list are ≤ `limit`. */
export function countUpTo(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the full snapshot from which the picture at `time` is made: the last before it, else the first there is. */
export function keyframeFor(track: Track, time: number): number | null {
  let found: number | null = null;
  for (const index of track.keyframes) {
    if (found !== null && track.at[index]! > time) break;
    found = index;
  }
  return found;
}

/** Where the pointer was last at `time`; `null` before it first moved. */
export function pointerAt(track: Track, time: number): PointerSample | null {
  let low = 0;
  let high = track.pointer.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (track.pointer[middle]!.at <= time) low = middle + 1;
    else high = middle;
  }
  return track.pointer[low - 1] ?? null;
}

/** Events before the keyframe that still hold after it: its size, and fonts, which rrweb reports only once. */
export function prologue(track: Track, keyframe: number): RecordedEvent[] {
  const kept: RecordedEvent[] = [];
  let meta: RecordedEvent | null = null;
  for (let index = 0; index < keyframe; index++) {
    const event = track.events[index]!;
    if (event.type === EventType.Meta) meta = event;
    else if (event.type === EventType.IncrementalSnapshot) {
      const data = event.data as { source: number; width: number; height: number };
      if (data.source === FONT) kept.push(event);
      if (data.source === IncrementalSource.ViewportResize)
        meta = { ...event, type: EventType.Meta, data: { href: "", width: data.width, height: data.height } };
    }
  }
  return meta ? [meta, ...kept] : kept;
}

/** rrweb's `IncrementalSource.Font`. */
const FONT = 10;
