import { MINUTE_MS, SECOND_MS } from "../protocol/index.ts";

/** An object has one alarm; these are the things it is kept for. */
export const DEADLINES = ["index", "chunk", "finish", "forget"] as const;

export type DeadlineName = (typeof DEADLINES)[number];

export interface Deadline {
  name: DeadlineName;
  /** Unix milliseconds. */
  at: number;
  /** Failed attempts in a row. */
  tries: number;
}

/** The deadlines that have come, in the order in which they make sense. */
export function due(deadlines: readonly Deadline[], now: number): Deadline[] {
  return deadlines
    .filter((deadline) => deadline.at <= now)
    .toSorted((a, b) => DEADLINES.indexOf(a.name) - DEADLINES.indexOf(b.name));
}

/** When the alarm has to ring, or `null`. */
export function nextAlarm(deadlines: readonly Deadline[]): number | null {
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
