import type { ConsentChange, ConsentResponse } from "../../protocol/consent.schema.ts";
import { LIMITS, RECORDER } from "../../protocol/limits.ts";
import { fetch, stringify } from "../natives.ts";
import type { ConsentSite } from "../consent-site.ts";

/** Why the switch could not be read or set; the message is for people. */
export interface ConsentError extends Error {
  /** `outdated`: the text has changed since it was got. `unreachable`: worth another try. `refused`: the server said no. */
  code: "outdated" | "unreachable" | "refused";
}

const CONFLICT = 409;
const TOO_MANY = 429;

/**
 * `GET /v1/consent`, or with a choice `POST`. Both are simple requests: no preflight, no cookies.
 * @throws ConsentError
 */
export async function callServer(
  { host, key, visitor, user: whose }: ConsentSite,
  change?: Pick<ConsentChange, "choice" | "version" | "erase">,
): Promise<ConsentResponse> {
  const { user, signature } = whose();
  // The page may have said anything.
  const named = typeof user === "string" && user && user.length <= LIMITS.userIdChars;
  const who = { key, visitor, ...(named && { user, ...(signature && { signature }) }) };
  let status = 0;
  let answer: (ConsentResponse & { error?: { message: string } }) | undefined;
  try {
    const response = await fetch(
      host + "/v1/consent" + (change ? "" : "?" + new URLSearchParams(who as Record<string, string>).toString()),
      {
        method: change ? "POST" : "GET",
        body: change ? stringify({ ...who, ...change }) : null,
        credentials: "omit",
        referrerPolicy: "origin",
        cache: "no-store",
        // Where this is missing, the browser's own patience counts.
        signal: AbortSignal.timeout?.(RECORDER.requestTimeoutMs) ?? null,
      },
    );
    ({ status } = response);
    answer = (await response.json()) as typeof answer;
  } catch {
    // No answer, or none of ours: the status decides.
  }
  if (status === 200 && answer) return answer;
  const code =
    status === CONFLICT ? "outdated" : status < 400 || status >= 500 || status === TOO_MANY ? "unreachable" : "refused";
  throw Object.assign(Error(`playhead: ${code}: ${answer?.error?.message ?? status}`), {
    code,
  });
}
