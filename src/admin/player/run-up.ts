import { EventType, IncrementalSource } from "../../protocol/events.ts";
import type { Track } from "./track.ts";

/** A part of a track: its first `count` events, which lead to `time`. */
export interface Step {
  count: number;
  time: number;
}

/** What began to move earlier has come to its end: longer transitions are rare. Milliseconds. */
const RUN_UP_MS = 3_000;
/** Each step costs a look at all styles of the page. */
const STEPS_MAX = 32;

/** rrweb's `IncrementalSource.StyleSheetRule` and `StyleDeclaration`. */
const STYLING = new Set<number>([IncrementalSource.Mutation, IncrementalSource.MouseInteraction, 8, 13]);

/**
 * The way to a moment: a jump to shortly before it, then, one by one, what may have begun a transition that is still running. Without
 * these steps the browser would never see the state that a transition came from.
 */
export function runUp(track: Track, keyframe: number, count: number, time: number): Step[] {
  const times = new Set<number>();
  for (let index = count - 1; index > keyframe && track.at[index]! > time - RUN_UP_MS; index--) {
    const { type, data } = track.events[index]!;
    const { source } = data as { source: number };
    if (type === EventType.IncrementalSnapshot && STYLING.has(source)) times.add(track.at[index]!);
  }
  // The pointer went to another element: something may be lit.
  const { pointer } = track;
  for (let index = pointer.length - 1; index > 0 && pointer[index]!.at > time - RUN_UP_MS; index--)
    if (pointer[index]!.at <= time && pointer[index]!.id !== pointer[index - 1]!.id) times.add(pointer[index]!.at);
  const steps = [...times]
    .filter((at) => at > (track.at[keyframe] ?? 0))
    .toSorted((a, b) => a - b)
    .slice(-STEPS_MAX);
  const upTo = (at: number): number => {
    let index = count;
    while (index > keyframe + 1 && track.at[index - 1]! > at) index--;
    return index;
  };
  const first = steps[0];
  const way = steps.map((at) => ({ count: upTo(at), time: at }));
  return [
    // Up to before the first of them, that is to say.
    { count: first === undefined ? count : upTo(first - 0.01), time: first === undefined ? time : first - 0.01 },
    ...way,
    ...(way.length > 0 ? [{ count, time }] : []),
  ];
}
