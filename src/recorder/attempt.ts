import type { StartRequest, StartResponse } from "../protocol/start.schema.ts";
import type { Facts } from "./handover.ts";
import { clockNow, fetch, stringify } from "./natives.ts";
import type { Session } from "./session.ts";
import { scrubUrl } from "./urls.ts";
import { RECORDER_VERSION } from "./version.ts";

/** One question whether to record, and what came back. */
export interface Attempt {
  /** Nothing came back without it. */
  response: Response | undefined;
  answer: Partial<StartResponse> & { error?: { message: string } };
  /** What was asked for. */
  session: Session;
  /** Unix milliseconds on the visitor's clock. */
  sentAt: number;
  receivedAt: number;
}

/** Where to ask, and for whom. */
export interface Site {
  host: string;
  key: string;
  visitor: string;
}

/** `POST /v1/sessions`, once: may this visit be recorded? Never rejects. */
export async function attempt(
  { host, key, visitor }: Site,
  page: string,
  facts: Facts,
  session: Session,
): Promise<Attempt> {
  const sentAt = clockNow();
  // The browser's own header says which language.
  const body: { [Key in keyof StartRequest]: StartRequest[Key] | undefined } = {
    key,
    session: session.id,
    visitor,
    page,
    url: scrubUrl(location.href),
    referrer: scrubUrl(document.referrer),
    recorder: RECORDER_VERSION,
    lasted: sentAt - session.startedAt,
    events: session.events,
    ...facts,
  };
  let response: Response | undefined;
  let answer = {};
  try {
    // A text body needs no header: it goes as text/plain, so there is no preflight.
    response = await fetch(host + "/v1/sessions", {
      method: "POST",
      body: stringify(body),
      referrerPolicy: "origin",
      credentials: "omit",
    });
    answer = (await response.json()) as object;
  } catch {
    // No answer, or none of ours: the status decides.
  }
  return { response, answer, session, sentAt, receivedAt: clockNow() };
}
