import { RECORDER } from "../protocol/limits.ts";
import type { StartResponse } from "../protocol/start.schema.ts";
import type { Attempt } from "./attempt.ts";
import type { Answered, Facts, Handover } from "./handover.ts";
import { clockNow, console, setTimeout } from "./natives.ts";
import { isRetryable, waitFor } from "./retry.ts";
import type { Session } from "./session.ts";

/** Failures without any answer, in a row, after which something is between us and the server on purpose (an ad blocker). */
const BLOCKED_AFTER = 3;

/** One line for whoever looks into why a page is recorded or not. */
function show({ answer, session }: Answered): void {
  const { level, reason } = answer;
  if (!/[?&]playhead-debug\b/.test(location.search)) return;
  console.info(`playhead: ${level}, ${reason}${level === "off" ? "" : `, session ${session.id}`}`);
}

/**
 * May this visit be recorded? Asked for `session`, or without it for the present visit or a new one. Repeats what can be
 * repeated; `first` is an attempt that was made already. A refusal of the question itself is a no for good; text when no answer
 * comes.
 */
export async function ask(
  { attempt, renew, cancelled, warn }: Handover,
  page: string,
  facts: Facts,
  session?: Session,
  first?: Attempt,
): Promise<Answered | string> {
  let renewed = session;
  let next = first;
  for (let tries = 0; ;) {
    const tried = next ?? (await attempt(page, facts, session));
    next = undefined;
    if (cancelled()) return "stopped";
    const { response, answer, sentAt } = tried;
    const status = response?.status ?? 0;
    if (answer.reason === "session_expired" && !renewed) {
      session = renewed = renew(answer.serverTime!);
      continue;
    }
    const why = answer.error?.message ?? "no answer";
    if (!isRetryable(status)) {
      if (!answer.level) warn(why);
      const decided = answer.level
        ? (answer as StartResponse)
        : { level: "off" as const, reason: why as "recorded", serverTime: clockNow() };
      const answered = { ...tried, answer: decided };
      show(answered);
      return answered;
    }
    if (++tries >= (status ? RECORDER.retryTries : BLOCKED_AFTER)) return why;
    const ms = waitFor(tries, response?.headers.get("retry-after"), sentAt, Math.random());
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}
