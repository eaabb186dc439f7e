import { LIMITS, RECORDER } from "../protocol/limits.ts";
import type { StartRequest, StartResponse } from "../protocol/start.schema.ts";
import type { Admitted } from "./handover.ts";
import type { Identity } from "./identity.ts";
import { clockNow, fetch, setTimeout, stringify } from "./natives.ts";
import { isRetryable, waitFor } from "./retry.ts";
import type { Session } from "./session.ts";
import { scrubUrl } from "./urls.ts";
import { RECORDER_VERSION } from "./version.ts";

/** Failures without any answer, in a row, after which something is between us and the server on purpose (an ad blocker). */
const BLOCKED_AFTER = 3;

export interface Question {
  host: string;
  key: string;
  identity: Identity;
  page: string;
  /** As the site gave it. */
  user: unknown;
  manual: true | undefined;
  /** Asked for this very visit; without it, for the present one or a new one. */
  session: Session | undefined;
  /** Whether nobody wants an answer any more. */
  cancelled(): boolean;
  warn(message: string): void;
}

type Answer = StartResponse & { error?: { message: string } };

/** `POST /v1/sessions`: may this visit be recorded? A yes, or why not in words. Repeats what can be repeated. */
export async function ask(question: Question): Promise<Admitted | string> {
  const { identity, user } = question;
  let session = question.session || identity.session();
  let renewed = question.session;
  for (let tries = 0; ;) {
    session ||= identity.renew(clockNow());
    const sentAt = clockNow();
    const body: { [Key in keyof StartRequest]: StartRequest[Key] | undefined } = {
      key: question.key,
      session: session.id,
      visitor: identity.visitor,
      page: question.page,
      url: scrubUrl(location.href),
      user: typeof user == "string" && user.length <= LIMITS.userIdChars ? user : undefined,
      recorder: RECORDER_VERSION,
      manual: question.manual,
    };
    let response: Response | undefined;
    let answer: Answer | undefined;
    try {
      // A text body needs no header: it goes as text/plain, so there is no preflight.
      response = await fetch(question.host + "/v1/sessions", {
        method: "POST",
        body: stringify(body),
        credentials: "omit",
        referrerPolicy: "origin",
      });
      answer = (await response.json()) as Answer;
    } catch {
      // No answer, or none of ours: the status decides.
    }
    if (question.cancelled()) return "stopped";
    const status = response?.status || 0;
    if (status === 200 && answer) {
      if (answer.reason === "session_expired" && !renewed) {
        session = renewed = identity.renew(answer.serverTime);
        continue;
      }
      return answer.level === "playback"
        ? { admission: answer, session, sentAt, receivedAt: clockNow() }
        : answer.reason;
    }
    const why = answer?.error?.message || "no answer";
    if (!isRetryable(status)) {
      question.warn(why);
      return why;
    }
    if (++tries >= (status ? RECORDER.retryTries : BLOCKED_AFTER)) return why;
    const ms = waitFor(tries, response?.headers.get("retry-after"), sentAt, Math.random());
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}
