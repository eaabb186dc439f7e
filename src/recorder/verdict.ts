import type { ErrorCode } from "../protocol/errors.ts";
import { RECORDER } from "../protocol/limits.ts";
import type { Gap } from "./parcel.ts";
import { isRetryable, waitFor } from "./retry.ts";

/** How a request ended. */
export interface Answer {
  /** 0 when there was none: no network, blocked, or too late. */
  status: number;
  code?: ErrorCode | undefined;
  /** The header as it came. */
  retryAfter?: string | null;
}

/** What is known about the parcel and the way to the server when an answer comes. */
export interface Situation {
  /** Failures of this parcel so far, this one included. */
  tries: number;
  /** Something of this page has been acknowledged. */
  reached: boolean;
  /** The browser says that there is a network. */
  online: boolean;
  /** A new token was already tried. */
  renewed: boolean;
  /** The parcel only says that something was lost. */
  gap: boolean;
  /** Unix milliseconds on the server's clock. */
  now: number;
  /** In [0, 1). */
  chance: number;
}

export type Verdict =
  | { act: "settle" }
  /** The network coming back may end a wakeable wait early; one that the server asked for may not be cut. */
  | { act: "wait"; ms: number; wakeable: boolean }
  /** Ask for a new token and send it again. */
  | { act: "renew" }
  /** Two halves, or a gap when it cannot be split. */
  | { act: "split" }
  /** The number is taken by other content: say so under the next one. */
  | { act: "displace" }
  | { act: "lose"; reason: Gap["reason"] }
  | { act: "stop"; why: string };

/** Silences at the start after which something is between us and the server on purpose (an ad blocker). */
const BLOCKED_AFTER = 3;

/**
 * After the first parcel that was given up, the few bytes that say so are what knocks at the door while the queue fills: for
 * about half an hour at the longest wait.
 */
const GAP_TRIES = 60;

/** What to do about an answer to a batch. 4xx other than those named here are never repeated: they would be refused again. */
export function verdict({ status, code, retryAfter }: Answer, at: Situation): Verdict {
  if (status >= 200 && status < 300) return { act: "settle" };
  if (isRetryable(status)) {
    if (!status && at.online && !at.reached && at.tries >= BLOCKED_AFTER)
      return { act: "stop", why: "the server cannot be reached" };
    if (at.online && at.gap && at.tries >= GAP_TRIES) return { act: "stop", why: "the server cannot be reached" };
    // Offline there is no last try: the network comes back, or the page goes.
    if (at.online && !at.gap && at.tries >= RECORDER.retryTries) return { act: "lose", reason: "error" };
    return { act: "wait", ms: waitFor(at.tries, retryAfter, at.now, at.chance), wakeable: !retryAfter };
  }
  if (status === 401 && code === "token_expired" && !at.renewed) return { act: "renew" };
  if (status === 413) return { act: "split" };
  if (status === 409) return { act: "displace" };
  return { act: "stop", why: `the server answered ${status} ${code ?? ""}`.trim() };
}
