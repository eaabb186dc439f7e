import { PlayheadError } from "./errors.ts";
import { EVENT_TYPE_MAX, EventType, type RecordedEvent } from "./events.ts";
import { LIMITS } from "./limits.ts";

/**
 * A batch: what the recorder uploads, numbered by (session, page, seq). On the wire it is one line of JSON,
 * `{"v":1,"sent":<Unix ms on the visitor's clock>,"events":[…]}`, gzipped or as it is (told apart by gzip's magic bytes).
 */
export interface Batch {
  v: 1;
  sent: number;
  events: RecordedEvent[];
}

/** The wire text of a batch whose events are already JSON texts. */
export function batchText(sent: number, events: readonly string[]): string {
  return `{"v":1,"sent":${sent},"events":[${events.join(",")}]}`;
}

/** Whether these bytes are gzip (RFC 1952 §2.3.1). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const SPACE = 0x20;

/**
 * Refuses, in one pass and without recursion, what must not reach `JSON.parse` or a recursive reader: nesting beyond
 * `maxDepth`, and control characters (a batch is one line, because chunks are lines of batches).
 * @throws {PlayheadError} `bad_batch`
 */
export function checkNesting(bytes: Uint8Array, maxDepth: number = LIMITS.batchDepth): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte < SPACE)
      throw new PlayheadError(
        "bad_batch",
        "A batch is one line of JSON: no line breaks or control characters between its parts.",
      );
    if (inString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (++depth > maxDepth)
        throw new PlayheadError("bad_batch", `A batch may nest ${maxDepth} levels deep; this one goes deeper.`);
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A moment that `Date` can hold (ECMA-262 §21.4.1.1). */
function isMoment(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= 8.64e15;
}

const EVENT_KEYS = new Set(["type", "data", "timestamp", "delay"]);

/** What is wrong with the envelope of an event, or `null`. */
function envelopeFault(event: unknown): string | null {
  if (!isRecord(event)) return "is not an object";
  for (const key in event) if (!EVENT_KEYS.has(key)) return `has the unknown key ${JSON.stringify(key.slice(0, 40))}`;
  const { type, data, timestamp, delay } = event;
  if (!Number.isInteger(type) || (type as number) < 0 || (type as number) > EVENT_TYPE_MAX)
    return "has no type between 0 and 7";
  if (!isMoment(timestamp)) return "has no timestamp in Unix milliseconds";
  if (delay !== undefined && typeof delay !== "number") return "has a delay that is not a number";
  if (!isRecord(data))
    return type === EventType.DomContentLoaded || type === EventType.Load
      ? data === undefined
        ? null
        : "has data that is no object"
      : "has no data object";
  if (type === EventType.IncrementalSnapshot && !Number.isInteger(data["source"])) return "has no data.source";
  if (type === EventType.FullSnapshot && !isRecord(data["node"])) return "has no data.node";
  if (type === EventType.Custom && typeof data["tag"] !== "string") return "has no data.tag";
  return null;
}

/**
 * Reads the inflated bytes of a batch: UTF-8, one line, bounded nesting, strict envelope of every event.
 * @throws {PlayheadError} `bad_json` when it is no JSON, `bad_batch` when the JSON is no batch
 */
export function parseBatch(bytes: Uint8Array): Batch {
  checkNesting(bytes);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new PlayheadError("bad_json", "The body is not JSON in UTF-8; send one batch as gzipped or plain JSON.");
  }
  if (!isRecord(value) || value["v"] !== 1)
    throw new PlayheadError("bad_batch", 'A batch is {"v":1,"sent":…,"events":[…]}.');
  for (const key in value) {
    if (key !== "v" && key !== "sent" && key !== "events")
      throw new PlayheadError("bad_batch", `A batch has no key ${JSON.stringify(key.slice(0, 40))}.`);
  }
  const { sent, events } = value;
  if (!isMoment(sent)) throw new PlayheadError("bad_batch", "`sent` must be Unix milliseconds.");
  if (!Array.isArray(events) || events.length === 0)
    throw new PlayheadError("bad_batch", "`events` must be a list with at least one event.");
  if (events.length > LIMITS.batchEvents)
    throw new PlayheadError("bad_batch", `A batch holds ${LIMITS.batchEvents} events at most; send several.`);
  for (let i = 0; i < events.length; i++) {
    const fault = envelopeFault(events[i]);
    if (fault) throw new PlayheadError("bad_batch", `Event ${i} ${fault}.`);
  }
  return { v: 1, sent, events: events as RecordedEvent[] };
}
