import { gunzipSync } from "node:zlib";
import { LIMITS, PlayheadError, isGzip } from "../protocol/index.ts";

function concat(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}

/** Collects a stream up to `maxBytes`, counting while it reads; beyond it the rest is not read and `refuse` is thrown. */
async function collect(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
  refuse: () => PlayheadError,
): Promise<Uint8Array> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(parts, length);
    length += value.byteLength;
    if (length > maxBytes) {
      await reader.cancel().catch((error: unknown) => console.warn("cancel after limit:", String(error)));
      throw refuse();
    }
    parts.push(value);
  }
}

/**
 * The bytes of a request's body, at most `maxBytes`.
 * @throws {PlayheadError} `body_too_large`, `bad_request` when the body breaks off
 */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  const refuse = () => new PlayheadError("body_too_large", `The body may have ${maxBytes} bytes; send it in parts.`);
  if (Number(request.headers.get("Content-Length") ?? 0) > maxBytes) throw refuse();
  if (!request.body) return new Uint8Array(0);
  try {
    return await collect(request.body, maxBytes, refuse);
  } catch (error) {
    if (error instanceof PlayheadError) throw error;
    throw new PlayheadError("bad_request", "The body broke off before its end; send it again.");
  }
}

/** Whether the last four bytes say that they end a gzip member of this length (RFC 1952 §2.3.1, ISIZE). */
function endsMember(body: Uint8Array, length: number): boolean {
  return new DataView(body.buffer, body.byteOffset + body.byteLength - 4).getUint32(0, true) === length;
}

/**
 * The inflated bytes of a batch's body; plain bodies come back as they are. zlib stops where the output passes the bound, so a
 * bomb costs no more than `maxBytes`. What follows the member is refused, because players inflate with `DecompressionStream`,
 * which refuses it too. (That stream would do here as well, at ten times the price for an ordinary batch.)
 * @throws {PlayheadError} `inflated_too_large`, `bad_gzip`
 */
export function inflateBody(body: Uint8Array, maxBytes: number = LIMITS.batchInflatedBytes): Uint8Array {
  if (!isGzip(body)) return body;
  const broken = new PlayheadError("bad_gzip", "The body starts like gzip but is not one whole gzip member.");
  let inflated: Uint8Array;
  try {
    inflated = gunzipSync(body, { maxOutputLength: maxBytes });
  } catch (error) {
    // zlib's word for "more than maxOutputLength"; the code differs between runtimes, the class does not.
    const tooLarge = error instanceof RangeError;
    throw tooLarge
      ? new PlayheadError("inflated_too_large", `A batch may inflate to ${maxBytes} bytes; send it in parts.`)
      : broken;
  }
  if (!endsMember(body, inflated.byteLength)) throw broken;
  return inflated;
}
