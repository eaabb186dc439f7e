import type { BatchResponse } from "../protocol/start.schema.ts";
import type { ErrorBody } from "../protocol/errors.ts";
import { RECORDER } from "../protocol/limits.ts";
import type { Bytes } from "./gzip.ts";
import { clearTimeout, fetch, setTimeout } from "./natives.ts";
import type { Answer } from "./verdict.ts";

/** An answer, with what the server wants from now on. */
export interface WireAnswer extends Answer {
  directives?: BatchResponse | undefined;
}

/** What keeps a POST free of a preflight: a safelisted type and no header of our own (Fetch §4.8). */
const TYPE = "text/plain";

/** Posts a body and reads the whole answer. Never rejects. `keepalive` lets it outlive the document. */
export async function post(url: string, body: Bytes, keepalive: boolean): Promise<WireAnswer> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), RECORDER.requestTimeoutMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { "content-type": TYPE },
      credentials: "omit",
      referrerPolicy: "origin",
      keepalive,
      signal: abort.signal,
    });
    const { status } = response;
    // Read in any case: a keepalive request gives its bytes back only then.
    const answer = (await response.json().catch(() => ({}))) as BatchResponse & Partial<ErrorBody>;
    return { status, code: answer.error?.code, retryAfter: response.headers.get("retry-after"), directives: answer };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
}

/** Hands a body to the browser to send when it likes. There will be no answer. */
export function beacon(url: string, body: Bytes): void {
  navigator.sendBeacon(url, new Blob([body], { type: TYPE }));
}
