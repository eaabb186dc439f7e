import {
  EventType,
  IncrementalSource,
  MouseInteraction,
  customPayload,
  customTag,
  type CustomTag,
  type RecordedEvent,
} from "./events.ts";
import { LIMITS } from "./limits.ts";
import type { Redacted } from "./privacy/redact-event.ts";
import { trailNotes } from "./trail-notes.ts";
import { lastDepths, type TrailNote } from "./trail.ts";

/** What the index keeps of one batch; adding up the batches of a session gives the row of the list. */
export interface BatchSummary {
  events: number;
  /** First and last timestamp, Unix milliseconds. */
  from: number;
  to: number;
  /** Timestamps of the full snapshots in it: places playback can start from. */
  keyframes: number[];
  /** As the DOM recorded them, or as the site's names for them came; whichever is more. */
  clicks: number;
  /** Fields that the visitor changed; what scripts put into them is not counted. */
  inputs: number;
  /** Errors of the page's scripts. */
  errors: number;
  /** Rage clicks and dead clicks. */
  rages: number;
  deads: number;
  /** Of `playhead.page`, when the batch has it. */
  page?: { url: string; title: string; tab: string; viewport: [width: number, height: number] };
  /** What the last full snapshot says of its document: for one whose `page` did not arrive. */
  meta?: { url: string; viewport: [width: number, height: number] };
  /** Addresses the page moved to without a new document. */
  navigations: number;
  /** The last address and title that the batch mentions. */
  lastUrl?: string;
  lastTitle?: string;
  /** The last user id that the site gave. */
  user?: string;
  /** What it adds to the trail of the session; absent in batches of the version before. */
  trail?: TrailNote[];
  /** The last change of level that the recorder told of. */
  level?: { level: string; reason: string };
  /** Secrets that the second fence took out, by what they were and where they stood. */
  redacted?: Redacted[];
  /** How many things the recorder should have hidden and had not, and the second fence did. */
  masked?: number;
}

function text(value: unknown, max: number): string {
  return typeof value === "string" ? value.slice(0, max) : "";
}

function size(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? Math.max(0, Math.round(value)) : 0;
}

/** Events of ours of which only the number is kept. */
const COUNTED: Partial<Record<CustomTag, "errors" | "rages" | "deads">> = {
  "playhead.error": "errors",
  "playhead.rage": "rages",
  "playhead.dead": "deads",
};

/** Sums up the events of one batch. Never trusts a shape inside an event. */
export function summarise(events: readonly RecordedEvent[]): BatchSummary {
  const sum: BatchSummary = {
    events: events.length,
    from: Infinity,
    to: 0,
    keyframes: [],
    clicks: 0,
    inputs: 0,
    errors: 0,
    rages: 0,
    deads: 0,
    navigations: 0,
  };
  const trail: TrailNote[] = [];
  let named = 0;
  for (const event of events) {
    // What was fetched ended, and may have begun, before there was anything to see.
    if (customTag(event) !== "playhead.request") sum.from = Math.min(sum.from, event.timestamp);
    sum.to = Math.max(sum.to, event.timestamp);
    if (event.type === EventType.FullSnapshot) sum.keyframes.push(event.timestamp);
    else if (event.type === EventType.IncrementalSnapshot) countInteraction(sum, event.data as InteractionData);
    else if (event.type === EventType.Meta) sum.meta = readMeta(event.data);
    else if (event.type === EventType.Custom) {
      const tag = customTag(event);
      trail.push(...trailNotes(event));
      const counted = tag === null ? undefined : COUNTED[tag];
      if (counted) sum[counted]++;
      else if (tag === "playhead.click") named++;
      else readCustom(sum, event);
    }
  }
  sum.from = Math.min(sum.from, sum.to);
  // At playback both tell of the same clicks.
  sum.clicks = Math.max(sum.clicks, named);
  if (trail.length > 0) sum.trail = lastDepths(trail);
  return sum;
}

interface InteractionData {
  source?: unknown;
  type?: unknown;
  userTriggered?: unknown;
}

function countInteraction(sum: BatchSummary, data: InteractionData): void {
  if (data.source === IncrementalSource.MouseInteraction && data.type === MouseInteraction.Click) sum.clicks++;
  else if (data.source === IncrementalSource.Input && data.userTriggered === true) sum.inputs++;
}

function readMeta(data: unknown): NonNullable<BatchSummary["meta"]> {
  const { href, width, height } = (data ?? {}) as Record<string, unknown>;
  return { url: text(href, LIMITS.urlChars), viewport: [size(width), size(height)] };
}

function readCustom(sum: BatchSummary, event: RecordedEvent): void {
  const page = customPayload(event, "playhead.page");
  if (page) {
    const url = text(page.url, LIMITS.urlChars);
    const title = text(page.title, LIMITS.titleChars);
    sum.page = {
      url,
      title,
      tab: text(page.tab, 64),
      viewport: [size(page.viewport?.width), size(page.viewport?.height)],
    };
    sum.lastUrl = url;
    sum.lastTitle = title;
    return;
  }
  const navigation = customPayload(event, "playhead.navigation");
  if (navigation) {
    if (navigation.how !== "title") sum.navigations++;
    sum.lastUrl = text(navigation.url, LIMITS.urlChars);
    sum.lastTitle = text(navigation.title, LIMITS.titleChars);
    return;
  }
  const level = customPayload(event, "playhead.level");
  if (level) {
    sum.level = { level: text(level.level, 16), reason: text(level.reason, 64) };
    return;
  }
  const identity = customPayload(event, "playhead.identify");
  const user = text(identity?.user, LIMITS.userIdChars);
  if (user) sum.user = user;
}
