import { RECORDER } from "../protocol/limits.ts";
import type { Answered } from "./handover.ts";

/** What the server's clock has over the visitor's by an answer, milliseconds: at half the way there and back. */
export function measureOffset({ answer, sentAt, receivedAt }: Answered): number {
  return answer.serverTime - (sentAt + receivedAt) / 2;
}

/**
 * The offset to use, milliseconds: the one that the tabs have agreed on while a measurement is within tolerance of it, else
 * the measurement, and none at all when the visitor's clock is right to within tolerance.
 */
export function settleOffset(agreed: number | undefined, measured: number): number {
  if (agreed !== undefined && Math.abs(measured - agreed) <= RECORDER.clockToleranceMs) return agreed;
  return Math.abs(measured) <= RECORDER.clockToleranceMs ? 0 : Math.round(measured);
}
