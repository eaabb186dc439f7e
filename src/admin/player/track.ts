import { EventType, IncrementalSource, customPayload, type RecordedEvent } from "../../protocol/events.ts";
import type { MediaFacts } from "../../protocol/media-facts.ts";
import type { Lane } from "../../protocol/stream.ts";
import { highlightsOf, type HighlightNote } from "./highlights.ts";
import { motionOf, type MotionNote } from "./motions.ts";

/** The pointer at a moment, in the coordinates of the document that node `id` is in. */
export interface PointerSample {
  at: number;
  x: number;
  y: number;
  id: number;
  /** Fingers beside the first one, at the same moment. */
  others?: { x: number; y: number }[];
}

/** A document's lane, prepared for playing. Times are milliseconds since the session began. */
export interface Track {
  page: string;
  events: readonly RecordedEvent[];
  /** Time of each event. A clock that ran backwards stands still here, so that times never fall. */
  at: readonly number[];
  /** Indexes of full snapshots. */
  keyframes: readonly number[];
  /** Those of them that show nothing new to whoever has followed until there. */
  passable: ReadonlySet<number>;
  pointer: readonly PointerSample[];
  /** How the visitor saw the page, from these times on. */
  media: readonly { at: number; facts: MediaFacts }[];
  /** What was told of animations, in order. */
  motions: readonly MotionNote[];
  /** What scripts have marked, from these times on. */
  highlights: readonly HighlightNote[];
}

interface PointerData {
  source: number;
  type?: number;
  id: number;
  x?: number;
  y?: number;
  positions?: { x: number; y: number; id: number; timeOffset: number; finger?: number }[];
}

function addPointer(samples: PointerSample[], data: PointerData, at: number): void {
  if (data.positions) {
    // A move event comes up to half a second after its positions, and after what was pressed or lifted meanwhile.
    for (const { x, y, id, timeOffset, finger } of data.positions) {
      // The last event of a drag comes without its place.
      if (data.source === IncrementalSource.Drag && x === 0 && y === 0) continue;
      const first = samples.at(-1);
      if (finger && first) (first.others ??= []).push({ x, y });
      else samples.push({ at: at + Math.min(0, timeOffset), x, y, id });
    }
  } else if (data.source === IncrementalSource.MouseInteraction && data.x !== undefined && data.y !== undefined) {
    samples.push({ at, x: data.x, y: data.y, id: data.id });
  }
}

/** The facts as far as they have the right shape: whoever knows a public key can send others. */
function mediaFacts(payload: Partial<MediaFacts> | null): MediaFacts | null {
  const { facts, density, width, height, bar } = payload ?? {};
  if (!Array.isArray(facts) || !facts.every((fact) => typeof fact === "string")) return null;
  if (![density, width, height].every(Number.isFinite)) return null;
  const kept = { facts, density: density!, width: width!, height: height! };
  return typeof bar === "number" && bar >= 0 && bar < BAR_MAX_PX ? { ...kept, bar } : kept;
}

/** No scrollbar is wider. */
const BAR_MAX_PX = 64;

/** Full snapshots that were announced as showing nothing new, with nothing lost since. */
function passableIn(events: readonly RecordedEvent[]): Set<RecordedEvent> {
  const passable = new Set<RecordedEvent>();
  let announced = false;
  for (const event of events) {
    if (customPayload(event, "playhead.checkpoint")) announced = true;
    else if (event.type === EventType.FullSnapshot) {
      if (announced) passable.add(event);
      announced = false;
    } else if (customPayload(event, "playhead.gap") || customPayload(event, "playhead.level")) announced = false;
  }
  return passable;
}

/**
 * Prepares a lane; `startedAt` is the Unix time of the session's 0. Our own events are left out: they draw nothing, and what was
 * kept in the page before a trigger is sent after signals that are younger than it.
 */
export function createTrack(lane: Pick<Lane, "page" | "events">, startedAt: number): Track {
  const at: number[] = [];
  const keyframes: number[] = [];
  const pointer: PointerSample[] = [];
  const media: { at: number; facts: MediaFacts }[] = [];
  let clock = 0;
  const motions: MotionNote[] = [];
  const highlights: HighlightNote[] = [];
  const passable = passableIn(lane.events);
  for (const event of lane.events) {
    const when = event.timestamp - startedAt;
    const facts = mediaFacts(customPayload(event, "playhead.media"));
    if (facts) media.push({ at: when, facts });
    const motion = motionOf(event, when);
    if (motion) motions.push(motion);
    const marked = highlightsOf(event, when);
    if (marked) highlights.push(marked);
  }
  const events = lane.events.filter(({ type }) => type !== EventType.Custom);
  events.forEach((event, index) => {
    clock = Math.max(clock, event.timestamp - startedAt);
    at.push(clock);
    if (event.type === EventType.FullSnapshot) keyframes.push(index);
    else if (event.type === EventType.IncrementalSnapshot) addPointer(pointer, event.data as PointerData, clock);
  });
  pointer.sort((a, b) => a.at - b.at);
  const known = new Set(keyframes.filter((index) => passable.has(events[index]!)));
  return { page: lane.page, events, at, keyframes, passable: known, pointer, media, motions, highlights };
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

/** How the visitor saw the page at `time`; `null` when that was not recorded. */
export function mediaAt({ media }: Track, time: number): MediaFacts | null {
  // A picture that begins with its keyframe begins with what was told along with it.
  return (media.findLast(({ at }) => at <= time) ?? media[0])?.facts ?? null;
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
  return track.pointer[pointerCount(track, time) - 1] ?? null;
}

/** How many of the pointer's places were up to `time`. */
export function pointerCount({ pointer }: Track, time: number): number {
  let low = 0;
  let high = pointer.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pointer[middle]!.at <= time) low = middle + 1;
    else high = middle;
  }
  return low;
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
