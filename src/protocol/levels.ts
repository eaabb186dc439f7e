/** How much is collected; each level includes the ones before it. */
export const LEVELS = ["off", "engagement", "dxa", "playback"] as const;

export type CollectionLevel = (typeof LEVELS)[number];

/** Whether `level` includes everything that `needed` collects. */
export function includesLevel(level: CollectionLevel, needed: CollectionLevel): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(needed);
}

/** The lower of two levels. */
export function lowerLevel(a: CollectionLevel, b: CollectionLevel): CollectionLevel {
  return includesLevel(a, b) ? b : a;
}
