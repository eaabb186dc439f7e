import { stringify } from "./natives.ts";

/** Undoes what a `toJSON` made of `this[key]`, except for dates, which have one by nature. */
function original(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const own = this[key];
  return own instanceof Date ? value : own;
}

/**
 * The JSON text of a value. Old libraries give every array or object a `toJSON` that turns it into text; when one is there,
 * a slower way is taken that does not hear of it.
 */
export function toJson(value: unknown): string {
  const spoilt = [[], {}, "", 0].some((sample) => (sample as { toJSON?: unknown }).toJSON);
  return spoilt ? stringify(value, original) : stringify(value);
}
