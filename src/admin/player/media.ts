import { EventType, IncrementalSource } from "../../protocol/events.ts";
import type { SerialisedNode } from "./sanitise-node.ts";
import type { Track } from "./track.ts";

/** What a video or audio element was doing since `at` (session time). */
export interface MediaState {
  at: number;
  playing: boolean;
  /** Seconds into the medium at `at`. */
  position: number;
  rate: number;
  loop: boolean;
  muted: boolean;
  volume: number;
}

const PLAY = 0;
const PAUSE = 1;

interface MediaData {
  source: number;
  type: number;
  id: number;
  currentTime?: number;
  playbackRate?: number;
  loop?: boolean;
  muted?: boolean;
  volume?: number;
}

/** Seconds into the medium at session time `time`. */
export function mediaPosition(state: MediaState, time: number): number {
  return state.playing ? state.position + (Math.max(0, time - state.at) / 1000) * state.rate : state.position;
}

function addFromNode(states: Map<number, MediaState>, node: SerialisedNode, at: number): void {
  if (node.media) states.set(node.id, { at, ...node.media });
  for (const child of node.childNodes ?? []) addFromNode(states, child, at);
}

/** A medium of which nothing has been told. */
const SILENT = { playing: false, position: 0, rate: 1, loop: false, muted: false, volume: 1 };

/** The media of a document after the first `count` events, from the keyframe on, by node id. */
export function mediaStates(track: Track, keyframe: number, count: number): Map<number, MediaState> {
  const states = new Map<number, MediaState>();
  for (let index = keyframe; index < count; index++) {
    const event = track.events[index]!;
    const at = track.at[index]!;
    if (event.type === EventType.FullSnapshot) addFromNode(states, (event.data as { node: SerialisedNode }).node, at);
    if (event.type !== EventType.IncrementalSnapshot) continue;
    const data = event.data as MediaData & { adds?: { node: SerialisedNode }[] };
    if (data.source === IncrementalSource.Mutation)
      for (const { node } of data.adds ?? []) addFromNode(states, node, at);
    if (data.source !== IncrementalSource.MediaInteraction) continue;
    const before = states.get(data.id) ?? { ...SILENT, at };
    states.set(data.id, {
      at,
      playing: data.type === PLAY || (before.playing && data.type !== PAUSE),
      position: data.currentTime ?? mediaPosition(before, at),
      rate: data.playbackRate ?? before.rate,
      loop: data.loop ?? before.loop,
      muted: data.muted ?? before.muted,
      volume: Math.min(1, Math.max(0, data.volume ?? before.volume)),
    });
  }
  return states;
}

function isMedia(node: Node | null): node is HTMLMediaElement {
  return node !== null && (node.nodeName === "VIDEO" || node.nodeName === "AUDIO");
}

/** Off by less than this is left alone while playing: a jump would be heard and seen. Seconds. */
const DRIFT_S = 0.3;
/** … and standing still: shorter than any picture of a film, which would be looked for again. Seconds. */
const SAME_S = 0.001;

/**
 * Brings the elements to where they were. Without sound while playing: browsers let nothing else start by itself. Standing still,
 * their controls show what they were set to.
 */
export function applyMedia(
  states: ReadonlyMap<number, MediaState>,
  node: (id: number) => Node | null,
  clock: { time: number; playing: boolean; speed: number },
): void {
  for (const [id, state] of states) {
    const element = node(id);
    if (!isMedia(element)) continue;
    element.muted = clock.playing || state.muted;
    element.volume = state.volume;
    const length = Number.isFinite(element.duration) && element.duration > 0 ? element.duration : Infinity;
    const raw = mediaPosition(state, clock.time);
    const position = state.loop && length !== Infinity ? raw % length : Math.min(raw, length);
    const run = state.playing && clock.playing && position < length;
    const near = run ? DRIFT_S * clock.speed : SAME_S;
    if (Math.abs(element.currentTime - position) > near) element.currentTime = position;
    element.playbackRate = Math.min(16, Math.max(0.0625, state.rate * clock.speed));
    if (!run) element.pause();
    // A medium that does not load can't play; that is no news.
    else if (element.paused) element.play().catch(() => undefined);
  }
}
