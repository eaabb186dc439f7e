import { LIMITS, RECORDER } from "../protocol/limits.ts";

/** Whether a request that ended with `status` (0: no answer at all) can be repeated as it is. */
export function isRetryable(status: number): boolean {
  return !status || status === 408 || status === 429 || status >= 500;
}

/**
 * Milliseconds to wait after `tries` failures. `retryAfter` is the header as it came: seconds or an HTTP date (RFC 9110
 * §10.2.3). `now` is Unix milliseconds on the server's clock, `chance` is in [0, 1).
 */
export function waitFor(tries: number, retryAfter: string | null | undefined, now: number, chance: number): number {
  const asked = retryAfter ? +retryAfter * 1000 || Date.parse(retryAfter) - now : 0;
  // Spread over a base interval, so that everybody who was asked to wait does not come back at once. A day is enough for
  // anybody, and keeps the number within what a timer takes (2^31 - 1 ms).
  return asked > 0
    ? Math.min(asked, LIMITS.sessionMaxMs) + chance * RECORDER.retryBaseMs
    : chance * Math.min(RECORDER.retryCapMs, RECORDER.retryBaseMs * 2 ** tries);
}
