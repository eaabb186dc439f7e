import { EventType, IncrementalSource, customPayload, type RecordedEvent } from "../../protocol/events.ts";
import type { Motion } from "../../protocol/motion.ts";
import type { SerialisedNode } from "./sanitise-node.ts";
import type { Track } from "./track.ts";

/** Something that was told of an animation, with its moment. */
export interface MotionNote extends Motion {
  at: number;
}

/** Values that load something have no business in a motion; one that spells a name with escapes may be one of them. */
const LOADING = /\\|url\(|src\(|image\(|image-set\(/i;

type Declarations = NonNullable<Motion["frames"]>[number];

function declarations(value: unknown): Declarations {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      ([, text]: [string, unknown]) =>
        text === null || Number.isFinite(text) || (typeof text === "string" && !LOADING.test(text)),
    ),
  ) as Declarations;
}

/** What an event tells of an animation, as far as it has the right shape; `null` for every other event. */
export function motionOf(event: RecordedEvent, at: number): MotionNote | null {
  const payload = customPayload(event, "playhead.motion");
  if (!payload) return null;
  const { id, pseudo, name, n, time = null, rate = 1, state, frames, timing } = payload;
  if (!Number.isInteger(id) || (time !== null && !Number.isFinite(time)) || !Number.isFinite(rate)) return null;
  const note: MotionNote = { at, id: id!, time, rate, state: String(state) };
  if (typeof pseudo === "string" && /^::?[a-z-]+$/.test(pseudo)) note.pseudo = pseudo;
  if (typeof name === "string") note.name = name;
  if (Number.isInteger(n)) note.n = n!;
  if (Array.isArray(frames)) note.frames = frames.map(declarations);
  if (timing) note.timing = declarations(timing);
  return note;
}

/** How far it had come at `time`, milliseconds; `null` when it did nothing. */
export function progressAt({ at, time, rate, state }: MotionNote, now: number): number | null {
  if (time === null || state === "idle") return null;
  return state === "running" ? time + Math.max(0, now - at) * rate : time;
}

/** What was going on at a moment. */
export interface Motions {
  /** Of style sheets, by node, then by pseudo-element and name. */
  styled: Map<number, Map<string, MotionNote>>;
  /** Made by scripts: what they are made of, and what was last said of them. */
  scripted: Map<number, { made: MotionNote; last: MotionNote }>;
  /** Clocks of SVG by node. */
  clocks: Map<number, MotionNote>;
}

/** Key of an animation among those of its element. */
export function styledKey(pseudo: string | null | undefined, name: string): string {
  return `${pseudo ?? ""} ${name}`;
}

/** What is known at `time`, with a picture that began with this keyframe: a keyframe tells of all there is. */
export function motionsAt(track: Track, keyframe: number, time: number): Motions {
  const found: Motions = { styled: new Map(), scripted: new Map(), clocks: new Map() };
  const from = track.at[keyframe] ?? 0;
  for (const note of track.motions) {
    if (note.at > time) break;
    if (note.at < from) continue;
    if (note.n !== undefined) {
      const made = note.frames ? note : found.scripted.get(note.n)?.made;
      if (made) found.scripted.set(note.n, { made, last: note });
    } else if (note.name === undefined) found.clocks.set(note.id, note);
    else {
      const own = found.styled.get(note.id) ?? new Map<string, MotionNote>();
      found.styled.set(note.id, own.set(styledKey(note.pseudo, note.name), note));
    }
  }
  return found;
}

/**
 * When each node was last added or changed (session time), for nodes that were after the keyframe: where an animation on it
 * began, as far as nothing better was told.
 */
export function touchedTimes(track: Track, keyframe: number, count: number): Map<number, number> {
  const touched = new Map<number, number>();
  const add = (node: SerialisedNode, at: number): void => {
    touched.set(node.id, at);
    for (const child of node.childNodes ?? []) add(child, at);
  };
  for (let index = keyframe + 1; index < count; index++) {
    const event = track.events[index]!;
    if (event.type !== EventType.IncrementalSnapshot) continue;
    const data = event.data as {
      source: number;
      adds?: { node: SerialisedNode }[];
      attributes?: { id: number; attributes: Record<string, unknown> }[];
    };
    if (data.source !== IncrementalSource.Mutation) continue;
    for (const { node } of data.adds ?? []) add(node, track.at[index]!);
    for (const { id, attributes } of data.attributes ?? [])
      if ("class" in attributes || "style" in attributes) touched.set(id, track.at[index]!);
  }
  return touched;
}
