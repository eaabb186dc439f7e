/** A part of the session, milliseconds since it began. */
export interface Stretch {
  from: number;
  to: number;
}

/** Nothing from the visitor for longer than this is idle. */
export const IDLE_MS = 5_000;
/** Kept at normal speed after the last and before the next thing the visitor does. */
const LEAD_OUT_MS = 1_000;
const LEAD_IN_MS = 700;

/** The stretches of `[0, end]` in which the visitor did nothing. `acts` are times of user events, ascending. */
export function idleStretches(acts: readonly number[], end: number): Stretch[] {
  const idle: Stretch[] = [];
  let last = 0;
  for (const act of [...acts, end]) {
    if (act - last > IDLE_MS) idle.push({ from: last === 0 ? 0 : last + LEAD_OUT_MS, to: act - LEAD_IN_MS });
    last = Math.max(last, act);
  }
  return idle;
}

/**
 * What is left of idle stretches where it is not known yet what happened: the rest is idle only as far as anybody knows. `unknown` is
 * ascending.
 */
export function knownIdle(idle: readonly Stretch[], unknown: readonly Stretch[]): Stretch[] {
  return idle.flatMap((stretch) => {
    const left: Stretch[] = [];
    let { from } = stretch;
    for (const hole of unknown) {
      if (hole.to <= from || hole.from >= stretch.to) continue;
      left.push({ from, to: hole.from });
      from = hole.to;
    }
    left.push({ from, to: stretch.to });
    return left.length === 1 ? left : left.filter(({ from: start, to }) => to - start > IDLE_MS);
  });
}

/** Merges overlapping stretches; the result is ascending. */
export function mergeStretches(stretches: readonly Stretch[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const { from, to } of [...stretches].toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}
