import { EventType, IncrementalSource } from "../../protocol/events.ts";
import type { Track } from "./track.ts";

/** A finger on the glass, in the coordinates of the document that node `id` is in. */
export interface Finger {
  id: number;
  x: number;
  y: number;
}

/** rrweb's `MouseInteractions` for touches. */
const TOUCH_START = 7;
const TOUCH_END = 9;
const TOUCH_CANCEL = 10;
/** A finger whose end was not heard of is not shown for ever. Milliseconds. */
const FORGOTTEN_MS = 10_000;

interface Touch extends Finger {
  at: number;
}

/** The finger that a touch at this point is about. They have no names: the nearest one it is. */
function nearest(fingers: readonly Touch[], { x, y }: Finger): Touch | undefined {
  const far = (finger: Touch) => Math.hypot(finger.x - x, finger.y - y);
  return fingers.toSorted((a, b) => far(a) - far(b))[0];
}

interface TouchData extends Finger {
  source: number;
  type: number;
  positions?: (Finger & { timeOffset: number })[];
}

/** Which fingers were down at `time`. */
export function fingersAt(track: Track, time: number): Finger[] {
  const steps: { at: number; kind: "down" | "move" | "up"; finger: Finger }[] = [];
  for (let index = track.events.length - 1; index >= 0; index--) {
    const at = track.at[index]!;
    if (at < time - FORGOTTEN_MS) break;
    const { type, data } = track.events[index]!;
    const { source, type: kind, positions, id, x, y } = data as TouchData;
    if (type !== EventType.IncrementalSnapshot) continue;
    if (source === IncrementalSource.TouchMove)
      for (const position of positions ?? [])
        steps.push({ at: at + position.timeOffset, kind: "move", finger: position });
    else if (source === IncrementalSource.MouseInteraction && kind === TOUCH_START)
      steps.push({ at, kind: "down", finger: { id, x, y } });
    else if (source === IncrementalSource.MouseInteraction && (kind === TOUCH_END || kind === TOUCH_CANCEL))
      steps.push({ at, kind: "up", finger: { id, x, y } });
  }
  const down: Touch[] = [];
  for (const { at, kind, finger } of steps.filter((step) => step.at <= time).toSorted((a, b) => a.at - b.at)) {
    const { id, x, y } = finger;
    if (kind === "down") down.push({ id, x, y, at });
    else {
      const found = nearest(down, finger);
      if (found && kind === "up") down.splice(down.indexOf(found), 1);
      else if (found) Object.assign(found, { id, x, y });
    }
  }
  return down.map(({ id, x, y }) => ({ id, x, y }));
}
