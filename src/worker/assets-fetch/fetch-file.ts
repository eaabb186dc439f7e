import { ASSETS, LIMITS } from "../../protocol/index.ts";
import type { AssetKind, AssetRefusal } from "../../protocol/asset.schema.ts";
import { addressFault, type AddressRules } from "./address-rules.ts";
import { claimFits, sniffType } from "./media-types.ts";

/** How a fetch ended. */
export type Fetched =
  | { result: "file"; bytes: Uint8Array; type: string; url: string; etag: string | null; lastModified: string | null }
  /** What was there before is still there. */
  | { result: "unchanged" }
  /** It will not be better next time. */
  | { result: "failed"; why: AssetRefusal | "status" | "redirects" | "type" }
  /** It may be better next time: no answer, or the server's own trouble. */
  | { result: "later"; why: string };

/** What an earlier answer said of itself. */
export interface Validators {
  etag: string | null;
  lastModified: string | null;
}

/** The same for every site, so that an operator finds in the log who asks. */
const USER_AGENT = "Playhead-Assets/1";

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Answers after which a later try makes sense: timeouts, too many requests, and the server's own faults. */
function isPassing(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** The body up to a bound, counted after the runtime has inflated it: a small bomb is as large as what comes out. `null` beyond. */
async function readBounded(response: Response, max: number): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.byteLength;
    // Leaving the loop cancels the stream.
    if (length > max) return null;
    parts.push(part);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

function short(value: string | null): string | null {
  return value !== null && value.length <= ASSETS.validatorChars ? value : null;
}

async function discard(response: Response): Promise<void> {
  await response.body?.cancel();
}

async function readFile(response: Response, url: string, kind: AssetKind): Promise<Fetched> {
  const { headers } = response;
  if (!claimFits(headers.get("Content-Type"), kind)) {
    await discard(response);
    return { result: "failed", why: "type" };
  }
  const bytes = await readBounded(response, ASSETS.bytes[kind]);
  if (bytes === null) return { result: "failed", why: "too_large" };
  const type = sniffType(bytes, kind);
  if (type === null) return { result: "failed", why: "type" };
  const [etag, lastModified] = [short(headers.get("ETag")), short(headers.get("Last-Modified"))];
  return { result: "file", bytes, type, url, etag, lastModified };
}

function headersOf({ etag, lastModified }: Validators): Headers {
  const headers = new Headers({ "User-Agent": USER_AGENT, Accept: "*/*" });
  if (etag !== null) headers.set("If-None-Match", etag);
  if (lastModified !== null) headers.set("If-Modified-Since", lastModified);
  return headers;
}

async function follow(
  address: string,
  kind: AssetKind,
  rules: AddressRules,
  validators: Validators,
  signal: AbortSignal,
): Promise<Fetched> {
  let url = address;
  for (let hop = 0; hop <= ASSETS.redirects; hop++) {
    const fault = url.length > LIMITS.urlChars ? "not_an_address" : addressFault(url, rules);
    if (fault !== null) return { result: "failed", why: fault };
    // A Worker's fetch keeps no cookies and sends no referrer; redirects come back here, to be judged like the first address.
    const response = await fetch(url, { redirect: "manual", headers: headersOf(validators), signal });
    if (response.status === 200) return readFile(response, url, kind);
    await discard(response);
    if (response.status === 304) return { result: "unchanged" };
    if (isPassing(response.status)) return { result: "later", why: `status ${response.status}` };
    const location = response.headers.get("Location");
    if (!REDIRECTS.has(response.status) || location === null || !URL.canParse(location, url))
      return { result: "failed", why: "status" };
    url = new URL(location, url).href;
  }
  return { result: "failed", why: "redirects" };
}

/** Fetches a file within the bounds of its kind. Never throws: what goes wrong on the way is a result. */
export async function fetchFile(
  url: string,
  kind: AssetKind,
  rules: AddressRules,
  validators: Validators,
): Promise<Fetched> {
  try {
    return await follow(url, kind, rules, validators, AbortSignal.timeout(ASSETS.fetchMs));
  } catch (error) {
    return { result: "later", why: error instanceof Error ? error.name : "network" };
  }
}
