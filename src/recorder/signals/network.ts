import type { CustomPayloads } from "../../protocol/events.ts";
import { TOLD } from "../../protocol/limits.ts";
import { clearTimeout, setTimeout } from "../natives.ts";
import { stopAll } from "../guard.ts";
import { createAllowance } from "./allowance.ts";
import { watchCalls } from "./calls.ts";
import { observe } from "./observe.ts";
import type { MoreSignal } from "./signal.ts";

type Payload = CustomPayloads["playhead.request"];

/** What a script has asked for. Times are milliseconds since the document began. */
export interface Call {
  kind: "fetch" | "xmlhttprequest";
  url: string;
  since: number;
  until?: number;
  said: Pick<
    Payload,
    "method" | "status" | "failed" | "requestHeaders" | "responseHeaders" | "requestBody" | "responseBody"
  >;
}

/** What the browser has noted of a request. */
function noted(entry: PerformanceResourceTiming, kind: string): Payload {
  const { name: url, duration, responseStart, startTime, transferSize, encodedBodySize } = entry;
  // Of another server nothing is known but the time, unless that allows it (Timing-Allow-Origin).
  const isOpen = responseStart > 0;
  return {
    method: null,
    url,
    kind,
    status: entry.responseStatus || null,
    ms: Math.round(duration),
    wait: isOpen ? Math.round(responseStart - startTime) : null,
    bytes: isOpen || transferSize || encodedBodySize ? transferSize : null,
  };
}

/**
 * `playhead.request`: what the page fetches, as the browser notes it by itself; with the settings `timing` and `full` what scripts ask
 * for is told by their calls as well, and both are put together. What goes to us is not told.
 */
export const network: MoreSignal = (context) => {
  const { send, settings, host } = context;
  if (settings.network === "off") return () => {};
  const allowance = createAllowance(context);
  const begun = performance.now();
  /** Calls that the browser's note has not come of, and notes that came before the answer was heard. */
  const open = new Map<Call, PerformanceResourceTiming | undefined>();
  const timers = new Set<number>();

  const isOurs = (url: string) =>
    url.startsWith(host + "/v1/") || url.startsWith(host + "/r/") || url === host + "/playhead.js";

  const tell = (payload: Payload, until: number) => {
    if (isOurs(payload.url) || until < begun - TOLD.requestLeadMs || !allowance.take()) return;
    send("playhead.request", payload, Math.max(0, performance.now() - until));
  };

  const tellCall = (call: Call) => {
    const note = open.get(call);
    open.delete(call);
    const { kind, url, since, until = since, said } = call;
    const known = note && noted(note, kind);
    tell({ kind, wait: null, bytes: null, ...known, url, ms: Math.round(until - since), ...said }, until);
  };

  const ended = (call: Call) => {
    if (open.get(call)) return tellCall(call);
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (open.has(call)) tellCall(call);
    }, TOLD.requestNoteMs);
    timers.add(timer);
  };

  const note = (entry: PerformanceEntry) => {
    const { name, startTime, initiatorType, responseEnd } = entry as PerformanceResourceTiming;
    const call = [...open.keys()].find(
      (one) =>
        !open.get(one) &&
        one.kind === initiatorType &&
        one.url === name.split("#", 1)[0] &&
        Math.abs(one.since - startTime) < TOLD.requestSkewMs,
    );
    if (!call) return tell(noted(entry as PerformanceResourceTiming, initiatorType), responseEnd);
    open.set(call, entry as PerformanceResourceTiming);
    if (call.until !== undefined) tellCall(call);
  };

  return stopAll([
    allowance.stop,
    () => timers.forEach(clearTimeout),
    observe("navigation", (entry) => {
      const { responseEnd } = entry as PerformanceResourceTiming;
      // Its duration is that of the whole loading; what was fetched is the document.
      tell({ ...noted(entry as PerformanceResourceTiming, "navigation"), ms: Math.round(responseEnd) }, responseEnd);
    }),
    observe("resource", note),
    settings.network === "resources"
      ? () => {}
      : watchCalls(settings.network === "full", (call) => open.set(call, undefined), ended),
  ]);
};
