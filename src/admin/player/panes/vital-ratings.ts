/** Bounds of web vitals: up to the first it is good, beyond the second poor. Milliseconds, CLS without unit. https://web.dev/articles/vitals */
export const VITAL_BOUNDS: Readonly<Record<string, readonly [good: number, poor: number]>> = {
  LCP: [2_500, 4_000],
  INP: [200, 500],
  CLS: [0.1, 0.25],
  FCP: [1_800, 3_000],
  TTFB: [800, 1_800],
};

export const RATINGS = { good: "Good", needs: "Needs work", poor: "Poor", unrated: "Not rated" } as const;
export type Rating = keyof typeof RATINGS;

/** How good a value is. */
export function ratingOf(name: string, value: number): Rating {
  const bounds = Object.hasOwn(VITAL_BOUNDS, name) ? VITAL_BOUNDS[name] : undefined;
  if (!bounds) return "unrated";
  if (value <= bounds[0]) return "good";
  return value <= bounds[1] ? "needs" : "poor";
}

/** The worst value of each vital, in the order of `VITAL_BOUNDS`. */
export function worstVitals<V extends { name: string; value: number }>(vitals: readonly V[]): V[] {
  const worst = new Map<string, V>();
  for (const vital of vitals) if (vital.value >= (worst.get(vital.name)?.value ?? 0)) worst.set(vital.name, vital);
  return Object.keys(VITAL_BOUNDS).flatMap((name) => worst.get(name) ?? []);
}
