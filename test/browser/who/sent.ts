import { gunzipSync } from "node:zlib";
import type { BrowserContext, Request } from "playwright-core";
import { EventType, customTag, type RecordedEvent } from "../../../src/protocol/events.ts";

/** What a visitor's browser sends to the server, and how it was answered. */
export interface Sent {
  /** When each batch was sent, Unix milliseconds. */
  batches: { at: number; page: string; events: RecordedEvent[]; status: Promise<number> }[];
  scripts: string[];
}

function eventsOf(request: Request): RecordedEvent[] {
  const body = request.postDataBuffer();
  if (!body) return [];
  const text = (body[0] === 0x1f ? gunzipSync(body) : body).toString();
  return (JSON.parse(text) as { events: RecordedEvent[] }).events;
}

/** Listens to everything the tabs of `context` send from now on. */
export function watchSent(context: BrowserContext): Sent {
  const sent: Sent = { batches: [], scripts: [] };
  context.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname.startsWith("/r/")) sent.scripts.push(pathname);
    if (!pathname.endsWith("/batches")) return;
    const status = request.response().then(
      (response) => response?.status() ?? 0,
      () => 0,
    );
    sent.batches.push({ at: Date.now(), page: searchParams.get("page")!, events: eventsOf(request), status });
  });
  return sent;
}

/** The kinds of events in what was sent: rrweb's types by name, ours by tag. */
export function kindsOf({ batches }: Sent): Set<string> {
  const names = Object.entries(EventType).map(([name, type]) => [type as number, name] as const);
  const nameOf = new Map(names);
  return new Set(
    batches.flatMap(({ events }) => events.map((event) => customTag(event) ?? nameOf.get(event.type) ?? "unknown")),
  );
}
