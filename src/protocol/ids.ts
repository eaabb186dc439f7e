/**
 * Ids are UUIDv7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then random bits. They sort by the time they were made.
 */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** One more than 48 bits hold: added, it keeps the leading zeros of a time. */
const TIME_SPAN = 2 ** 48;

/** A new UUIDv7. `now` is Unix milliseconds; `random`: 19 random bytes, the browser's unless a test brings its own. */
export function uuidv7(
  now: number = Date.now(),
  random: Uint8Array = crypto.getRandomValues(new Uint8Array(19)),
): string {
  let i = 0;
  return (
    (now + TIME_SPAN).toString(16).replace(/.(.{8})/, "$1-") +
    // RFC 9562 §4.1: the variant's digit has two random bits.
    "-7xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (kind) =>
      (kind > "x" ? (random[i++]! & 3) | 8 : random[i++]! & 15).toString(16),
    )
  );
}

/** Whether `text` is a UUID in lower case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The Unix milliseconds a UUIDv7 was made at; NaN for any other text. */
export function uuidTime(id: string): number {
  return isUuid(id) && id[14] === "7" ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : Number.NaN;
}
