import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { PlayheadError, type ErrorBody, type ErrorCode } from "../protocol/index.ts";

/** Id of a request in answers and logs: Cloudflare's own where there is one. */
function requestId(request: Request): string {
  return request.headers.get("cf-ray") ?? crypto.randomUUID();
}

/** The one body that errors have. */
function errorResponse(error: PlayheadError, id: string): Response {
  const body: ErrorBody = { error: { code: error.code, message: error.message, requestId: id } };
  const headers = new Headers({ "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" });
  if (error.retryAfter !== undefined) headers.set("Retry-After", String(error.retryAfter));
  return Response.json(body, { status: error.status, headers });
}

/** Seconds after which a caller may try again when an object is overloaded; random, so that not all come back at once. */
function shedSeconds(): number {
  return 5 + Math.floor(Math.random() * 25);
}

/** Until somebody has put settings right; nothing else helps. */
const UNREADABLE_RETRY_SECONDS = 60;

/** The messages of an error and of what caused it: the query builder wraps the database's own. */
function messages(thrown: unknown): string {
  const { message = String(thrown), cause } = (thrown ?? {}) as { message?: string; cause?: unknown };
  return cause === undefined ? message : `${message}\n${messages(cause)}`;
}

/** Turns whatever was thrown into an error of the closed list. What nobody expected is logged here and nowhere else. */
function asPlayheadError(thrown: unknown, id: string): PlayheadError {
  if (thrown instanceof PlayheadError) return thrown;
  const {
    message = String(thrown),
    overloaded,
    retryable,
  } = thrown as { message?: string; overloaded?: boolean; retryable?: boolean };
  // What the framework's own validator throws: a body that is no JSON.
  if (thrown instanceof HTTPException && thrown.status < 500)
    return new PlayheadError("bad_json", `${thrown.message}; send JSON in UTF-8.`);
  if (message.includes("stored settings cannot be read"))
    return new PlayheadError(
      "settings_unreadable",
      "This tenant's settings were written by another version of Playhead, and this one cannot read them; nothing is recorded until they are set again.",
      UNREADABLE_RETRY_SECONDS,
    );
  if (/no such table/i.test(messages(thrown))) {
    return new PlayheadError(
      "not_migrated",
      "The database has no tables yet: run `npm run migrate` (local) or `npm run deploy`, then reload.",
      5,
    );
  }
  console.error(`unexpected, request ${id}:`, thrown instanceof Error ? (thrown.stack ?? message) : message);
  if (overloaded || retryable) return new PlayheadError("unavailable", "Busy right now; try again.", shedSeconds());
  return new PlayheadError("internal", "Something went wrong here; the request id finds it in the log.");
}

/** Hono's error handler. */
export function onError(thrown: Error, context: Context): Response {
  const id = requestId(context.req.raw);
  return errorResponse(asPlayheadError(thrown, id), id);
}

/** A 4xx for a body or query that does not fit its schema, naming the first thing that is wrong. */
export function badRequest(
  issues: readonly { path: PropertyKey[]; message: string }[],
  code: ErrorCode = "bad_request",
): PlayheadError {
  const [first] = issues;
  const place = first?.path.map(String).join(".") || "the request";
  return new PlayheadError(code, `${place}: ${first?.message ?? "is not valid"}.`);
}
