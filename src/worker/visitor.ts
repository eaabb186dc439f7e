import type { Caller, Visitor } from "../durable-objects/index.ts";
import type { StartRequest } from "../protocol/start.schema.ts";
import { readAgent } from "./visitor-context.ts";

/**
 * Who is at the other end of a request. Only `CF-Connecting-IP` is believed: other address headers come from whoever sends them.
 * A beacon may lack the origin; then the referrer says which site it is.
 */
export function callerOf(request: Request): Caller {
  const { headers } = request;
  return {
    origin: headers.get("Origin"),
    url: headers.get("Referer"),
    ip: headers.get("CF-Connecting-IP"),
    userAgent: headers.get("User-Agent"),
  };
}

/** Whether the browser sends Global Privacy Control (https://w3c.github.io/gpc/#the-sec-gpc-header-field-for-http-requests). */
export function signalsPrivacy(request: Request): boolean {
  return request.headers.get("Sec-GPC") === "1";
}

/** The first language of an `Accept-Language` header. */
function firstLanguage(header: string | null): string | null {
  return header?.split(/[,;]/, 1)[0]?.trim() || null;
}

/** The visit that asks to be recorded: what the recorder says of the page, and what the edge knows of the visitor. */
export function visitorOf(request: Request, start: StartRequest): Visitor {
  const { headers } = request;
  const caller = callerOf(request);
  const cf = request.cf as { country?: string } | undefined;
  const { browser, os, device } = readAgent(caller.userAgent ?? "");
  return {
    ...caller,
    url: start.url,
    visitor: start.visitor,
    user: start.user ?? null,
    referrer: start.referrer ?? null,
    language: start.language ?? firstLanguage(headers.get("Accept-Language")),
    attributes: start.attributes ?? {},
    events: start.events ?? [],
    manual: start.manual ?? false,
    signature: start.signature ?? null,
    unsupported: start.unsupported ?? false,
    lasted: start.lasted ?? null,
    buffered: start.buffered ?? 0,
    gpc: signalsPrivacy(request),
    consent: "unknown",
    country: cf?.country ?? null,
    browser,
    os,
    device,
  };
}
