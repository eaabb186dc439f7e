import { absoluteText } from "../format/time.ts";

/** Fields that are moments, by their names. */
const MOMENTS = new Set(["from", "to", "at"]);

/** A stored value for a table: moments are told as such, everything else as it is. */
export function valueText(field: string, value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (value === "") return "empty";
  if (typeof value === "number" && (/[a-z]At$/.test(field) || MOMENTS.has(field))) return absoluteText(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Whether there is nothing in it. */
export function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}
