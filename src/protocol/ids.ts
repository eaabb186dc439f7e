import { toHex } from "./hex.ts";

/**
 * Ids are UUIDv7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then random bits. They sort by the time they were made.
 */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A new UUIDv7. `now` is Unix milliseconds; `random` fills an array, `crypto.getRandomValues` unless a test brings its own. */
export function uuidv7(
  now: number = Date.now(),
  random: (bytes: Uint8Array<ArrayBuffer>) => void = (bytes) => crypto.getRandomValues(bytes),
): string {
  const bytes = new Uint8Array(10);
  random(bytes);
  const digits = `${now.toString(16).padStart(12, "0")}7${toHex(bytes).slice(1)}`;
  // The first four random bits are not in the text: two of them choose the variant (RFC 9562 §4.1).
  return digits.replace(/(.{8})(.{4})(.{4}).(.{3})/, `$1-$2-$3-${"89ab"[bytes[0]! >> 6]}$4-`);
}

/** Whether `text` is a UUID in lower case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The Unix milliseconds a UUIDv7 was made at; NaN for any other text. */
export function uuidTime(id: string): number {
  return isUuid(id) && id[14] === "7" ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : Number.NaN;
}
