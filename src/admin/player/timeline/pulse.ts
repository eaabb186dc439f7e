import type { View } from "./zoom.ts";

/** How much happened in a piece of time of `PULSE_MS`: when it begins (Unix milliseconds), what the visitor did, and what changed. */
export type Pulse = [at: number, acts: number, changes: number];

/** Fine enough for the closest view, and 20,000 of them for three hours without rest. */
export const PULSE_MS = 500;

/** Counts what happens, piece by piece. */
export interface PulseCounter {
  act(at: number): void;
  change(at: number): void;
  /** In order of time. */
  pulses(): Pulse[];
}

export function createPulseCounter(): PulseCounter {
  const pieces = new Map<number, Pulse>();
  function piece(at: number): Pulse {
    const start = Math.floor(at / PULSE_MS) * PULSE_MS;
    let found = pieces.get(start);
    if (!found) pieces.set(start, (found = [start, 0, 0]));
    return found;
  }
  return {
    act: (at) => void piece(at)[1]++,
    change: (at) => void piece(at)[2]++,
    pulses: () => [...pieces.values()].toSorted((a, b) => a[0] - b[0]),
  };
}

export interface Density {
  /** From 0 to 1, one number for each bar. */
  acts: number[];
  changes: number[];
}

/** Each on a scale of its own, so that one burst does not flatten all the rest. */
function scaled(counts: readonly number[]): number[] {
  const most = Math.log1p(Math.max(0, ...counts));
  return counts.map((count) => (most === 0 ? 0 : Math.log1p(count) / most));
}

/** How busy each of `bars` equal parts of the view was. */
export function densityOf(pulses: readonly Pulse[], startedAt: number, view: View, bars: number): Density {
  const acts = Array.from({ length: bars }, () => 0);
  const changes = Array.from({ length: bars }, () => 0);
  const length = view.to - view.from;
  if (length > 0)
    for (const [at, acted, changed] of pulses) {
      // A piece may be longer than a bar: it is spread over all that it touches.
      const from = ((at - startedAt - view.from) / length) * bars;
      const until = from + (PULSE_MS / length) * bars;
      if (until <= 0 || from >= bars) continue;
      const first = Math.max(0, Math.floor(from));
      const last = Math.min(bars - 1, Math.max(first, Math.ceil(until) - 1));
      for (let bar = first; bar <= last; bar++) {
        acts[bar]! += acted;
        changes[bar]! += changed;
      }
    }
  return { acts: scaled(acts), changes: scaled(changes) };
}

/** The outline of bars as the path of an area, in a box that is one high and as wide as there are bars. */
export function areaPath(bars: readonly number[]): string {
  const steps = bars.map((height, bar) => `V${(1 - height).toFixed(3)}H${bar + 1}`).join("");
  return `M0,1${steps}V1Z`;
}
