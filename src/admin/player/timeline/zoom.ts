import type { Stretch } from "../activity.ts";

/** The part of a session that the line of time shows, milliseconds since the session began. */
export type View = Stretch;

/** Nothing is to be seen of less than this. */
export const VIEW_MIN_MS = 2_000;
/** When the moment played leaves the view, the next view begins this part of its length before it. */
const LEAD_PART = 0.1;

/** The view, or all of the session while none is chosen or the session is shorter. */
export function viewOf(zoom: View | null, duration: number): View {
  if (!zoom) return { from: 0, to: duration };
  const to = Math.min(zoom.to, duration);
  return { from: Math.max(0, Math.min(zoom.from, to - VIEW_MIN_MS)), to };
}

/** A view of that length around there, inside of the session; `null` when it shows all of it. */
function placed(from: number, length: number, duration: number): View | null {
  if (length >= duration) return null;
  const start = Math.min(Math.max(0, from), duration - length);
  return { from: start, to: start + length };
}

/** Shows `factor` times as much, with `at` where it was. */
export function zoomAt(view: View, duration: number, at: number, factor: number): View | null {
  const before = Math.max(1, view.to - view.from);
  const length = Math.min(duration, Math.max(VIEW_MIN_MS, before * factor));
  return placed(at - ((at - view.from) / before) * length, length, duration);
}

/** Moves along by so many milliseconds. */
export function panBy(view: View, duration: number, by: number): View | null {
  return placed(view.from + by, view.to - view.from, duration);
}

/** The view after the moment played has moved on: the next one when it has just left this one, else the same. */
export function followed(view: View, duration: number, before: number, now: number): View | null {
  const inside = (time: number) => time >= view.from && time <= view.to;
  if (!inside(before) || inside(now)) return view;
  const length = view.to - view.from;
  return placed(now - length * LEAD_PART, length, duration);
}

/** Where a moment is in the view: 0 at its beginning, 1 at its end. */
export function partOf(view: View, time: number): number {
  return (time - view.from) / Math.max(1, view.to - view.from);
}

/** The moment at a place of the view, inside of it. */
export function timeAt(view: View, part: number): number {
  return view.from + Math.min(1, Math.max(0, part)) * (view.to - view.from);
}

/** Left edge and width of a stretch in the view, in percent; `null` when it lies outside. */
export function placeOf(view: View, { from, to }: Stretch): { left: string; width: string } | null {
  const left = Math.max(0, partOf(view, from));
  const right = Math.min(1, partOf(view, to));
  return left < 1 && right >= 0 && right >= left ? { left: `${left * 100}%`, width: `${(right - left) * 100}%` } : null;
}
