/** A part of a session, milliseconds since it began: from, to. */
export type Watched = [from: number, to: number];

/** The same parts without overlaps, in order, `max` at most: beyond it the smallest gaps count as watched. */
export function joinWatched(parts: readonly Watched[], max: number): Watched[] {
  const joined: Watched[] = [];
  for (const [from, to] of parts.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  while (joined.length > max) {
    let at = 1;
    const gap = (i: number) => joined[i]![0] - joined[i - 1]![1];
    for (let i = 2; i < joined.length; i++) if (gap(i) < gap(at)) at = i;
    joined[at - 1]![1] = joined[at]![1];
    joined.splice(at, 1);
  }
  return joined;
}

/** How much that is, milliseconds; of parts without overlaps. */
export function watchedMs(parts: readonly Watched[]): number {
  return parts.reduce((sum, [from, to]) => sum + to - from, 0);
}
