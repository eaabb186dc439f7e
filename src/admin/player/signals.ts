import { customTag, EventType, type RecordedEvent } from "../../protocol/events.ts";
import { isNumber } from "./shapes.ts";

/** What the panes list besides the events: each with the moment (Unix milliseconds) and the document it is from. */
interface At {
  at: number;
  page: string;
}

export const CONSOLE_LEVELS = ["error", "warn", "info", "log", "debug"] as const;
export type ConsoleLevel = (typeof CONSOLE_LEVELS)[number];

export interface ConsoleSignal extends At {
  kind: "console";
  level: ConsoleLevel;
  message: string;
  stack: string;
  /** How often it was said in a row. */
  times: number;
}

/** `at` is when it began. */
export interface RequestSignal extends At {
  kind: "request";
  method: string | null;
  url: string;
  /** What asked: `fetch`, `img`, `script`, … */
  by: string;
  status: number | null;
  /** Until it was over, and until the first byte of the answer. */
  ms: number;
  wait: number | null;
  bytes: number | null;
  failed: boolean;
  requestHeaders: Record<string, string> | null;
  responseHeaders: Record<string, string> | null;
  requestBody: string | null;
  responseBody: string | null;
}

export interface ErrorSignal extends At {
  kind: "error";
  name: string;
  message: string;
  /** File, line and column, as far as they are known. */
  place: string;
  stack: string;
  rejection: boolean;
}

export interface VitalSignal extends At {
  kind: "vital";
  name: string;
  value: number;
}

export interface TaskSignal extends At {
  kind: "task";
  ms: number;
  by: string;
}

export interface IdentitySignal extends At {
  kind: "identity";
  user: string;
  traits: Record<string, unknown>;
}

export interface LevelSignal extends At {
  kind: "level";
  level: string;
  reason: string;
}

export type Signal =
  | ConsoleSignal
  | RequestSignal
  | ErrorSignal
  | VitalSignal
  | TaskSignal
  | IdentitySignal
  | LevelSignal;

/** Longer texts of a recording are cut: the recorder's own bounds are lower. */
const LONG_CHARS = 64_000;

type Payload = Record<string, unknown>;

function words(value: unknown): string {
  return typeof value === "string" ? value.slice(0, LONG_CHARS) : "";
}
function optional(value: unknown): string | null {
  return typeof value === "string" ? words(value) : null;
}
function count(value: unknown): number | null {
  return isNumber(value) && value >= 0 ? value : null;
}
function record(value: unknown): Payload | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Payload) : null;
}
function headers(value: unknown): Record<string, string> | null {
  const fields = record(value);
  return fields && Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, words(text)]));
}

/** Places of an error's script: `a.js:3:1`. */
export function scriptPlace({ file, line, column }: Payload): string {
  const [row, character] = [count(line) ?? 0, count(column) ?? 0];
  const place = row > 0 ? `:${row}${character > 0 ? `:${character}` : ""}` : "";
  return words(file) && `${words(file)}${place}`;
}

function request(payload: Payload, { at, page }: At): RequestSignal {
  const ms = count(payload["ms"]) ?? 0;
  const status = count(payload["status"]);
  return {
    kind: "request",
    at: at - ms,
    page,
    method: optional(payload["method"]),
    url: words(payload["url"]),
    by: words(payload["kind"]),
    status,
    ms,
    wait: count(payload["wait"]),
    bytes: count(payload["bytes"]),
    failed: payload["failed"] === true || (status !== null && status >= 400),
    requestHeaders: headers(payload["requestHeaders"]),
    responseHeaders: headers(payload["responseHeaders"]),
    requestBody: optional(payload["requestBody"]),
    responseBody: optional(payload["responseBody"]),
  };
}

/** The payload of an event of ours; its shape is the recorder's word, so each field is read with care. */
export function looseEvent(event: RecordedEvent): { tag: string; payload: Payload } | null {
  const tag = event.type === EventType.Custom ? customTag(event) : null;
  return tag && { tag, payload: record((event.data as { payload?: unknown }).payload) ?? {} };
}

/** What an event tells the panes; `null` for all that is not for them. */
export function readSignal(page: string, event: RecordedEvent): Signal | null {
  const { tag, payload } = looseEvent(event) ?? { tag: "", payload: {} };
  const where: At = { at: event.timestamp, page };
  switch (tag) {
    case "playhead.console":
      return {
        kind: "console",
        ...where,
        level: CONSOLE_LEVELS.find((level) => level === payload["level"]) ?? "log",
        message: words(payload["message"]),
        stack: words(payload["stack"]),
        times: Math.max(1, count(payload["repeats"]) ?? 1),
      };
    case "playhead.request":
      return request(payload, where);
    case "playhead.error":
      return {
        kind: "error",
        ...where,
        name: words(payload["name"]) || "Error",
        message: words(payload["message"]),
        place: scriptPlace(payload),
        stack: words(payload["stack"]),
        rejection: payload["unhandled"] === "rejection",
      };
    case "playhead.vital": {
      const value = count(payload["value"]);
      return value === null ? null : { kind: "vital", ...where, name: words(payload["name"]), value };
    }
    case "playhead.task":
      return { kind: "task", ...where, ms: count(payload["ms"]) ?? 0, by: words(payload["by"]) };
    case "playhead.identify":
      return { kind: "identity", ...where, user: words(payload["user"]), traits: record(payload["traits"]) ?? {} };
    case "playhead.level":
      return { kind: "level", ...where, level: words(payload["level"]), reason: words(payload["reason"]) };
    default:
      return null;
  }
}
