/**
 * Ids are UUIDv7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then random bits. They sort by the time they were made.
 */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** One more than 48 bits hold: added, it keeps the leading zeros of a time. */
const TIME_SPAN = 2 ** 48;

/** A new UUIDv7. `now` is Unix milliseconds; `random` fills an array, `crypto.getRandomValues` unless a test brings its own. */
export function uuidv7(
  now: number = Date.now(),
  random: (bytes: Uint8Array<ArrayBuffer>) => void = (bytes) => crypto.getRandomValues(bytes),
): string {
  const bytes = new Uint8Array(19);
  random(bytes);
  // Half of each byte: a digit.
  const noise = Array.from(bytes, (byte) => (byte & 15).toString(16)).join("");
  const digits = `${(now + TIME_SPAN).toString(16).slice(1)}7${noise}`;
  // RFC 9562 §4.1: the variant's digit has two random bits.
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
