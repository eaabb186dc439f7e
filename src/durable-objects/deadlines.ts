import { MINUTE_MS, SECOND_MS } from "../protocol/index.ts";

/** An object has one alarm; these are the things that of a Recording object is kept for, in the order in which they make sense. */
export const RECORDING_DEADLINES = ["erase", "index", "chunk", "finish", "report", "forget"] as const;
export type RecordingDeadline = (typeof RECORDING_DEADLINES)[number];

/** The same of a Tenant object. */
export const TENANT_DEADLINES = [
  "tell",
  "erase",
  "delete",
  "retention",
  "outbox",
  "views",
  "anchor",
  "privacy",
  "denials",
] as const;
export type TenantDeadline = (typeof TENANT_DEADLINES)[number];

export interface Deadline<Name extends string> {
  name: Name;
  /** Unix milliseconds. */
  at: number;
  /** Failed attempts in a row. */
  tries: number;
}

/** The deadlines that have come, in `order`. */
export function due<Name extends string>(
  deadlines: readonly Deadline<Name>[],
  order: readonly Name[],
  now: number,
): Deadline<Name>[] {
  return deadlines
    .filter((deadline) => deadline.at <= now)
    .toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** When the alarm has to ring, or `null`. */
export function nextAlarm(deadlines: readonly Deadline<string>[]): number | null {
  return deadlines.length === 0 ? null : Math.min(...deadlines.map((deadline) => deadline.at));
}

const RETRY_BASE_MS = 2 * SECOND_MS;
const RETRY_CAP_MS = 10 * MINUTE_MS;

/**
 * How long to wait after the `tries`-th failure. We re-arm ourselves, for ever: an alarm whose handler keeps throwing is
 * dropped by the platform after seven attempts.
 */
export function retryDelay(tries: number): number {
  return Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** Math.min(tries, 16));
}
