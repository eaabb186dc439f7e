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
  const time = now.toString(16).padStart(12, "0");
  const noise = toHex(bytes);
  const variant = ((bytes[0]! & 3) | 8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${noise.slice(2, 5)}-${variant}${noise.slice(5, 8)}-${noise.slice(8)}`;
}

/** Whether `text` is a UUID in lower case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The Unix milliseconds a UUIDv7 was made at; NaN for any other text. */
export function uuidTime(id: string): number {
  return isUuid(id) && id[14] === "7" ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : Number.NaN;
}
