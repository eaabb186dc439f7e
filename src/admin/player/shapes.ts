/** A JSON object of which nothing is known. */
export type Shape = Record<string, unknown>;

/** Says whether a value may pass. */
export type Check = (value: unknown) => boolean;

const VIEWPORT_MAX = 16_384;

export function isShape(value: unknown): value is Shape {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects in a list; nothing for what is no list. */
export function shapes(value: unknown): Shape[] {
  return Array.isArray(value) ? value.filter(isShape) : [];
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}

export function isFlag(value: unknown): value is boolean {
  return typeof value === "boolean";
}

export function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** A width or height that a frame can have, CSS pixels. */
export function isSize(value: unknown): value is number {
  return isNumber(value) && value >= 0 && value <= VIEWPORT_MAX;
}

export function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

export function isUpTo(max: number): Check {
  return (value) => isCount(value) && value <= max;
}

/** The keys of `from` whose values pass; the others are left out. */
export function pick(from: Shape, keys: Record<string, Check>): Shape {
  const kept: Shape = {};
  for (const [key, passes] of Object.entries(keys)) if (passes(from[key])) kept[key] = from[key];
  return kept;
}
