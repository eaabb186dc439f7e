/**
 * The events of a recording. The model is rrweb's (https://github.com/rrweb-io/rrweb, packages/types): what we store, play
 * and export is a stream of these. Only the parts that our own code reads are spelt out here.
 */

export const EventType = {
  DomContentLoaded: 0,
  Load: 1,
  FullSnapshot: 2,
  IncrementalSnapshot: 3,
  Meta: 4,
  Custom: 5,
  Plugin: 6,
} as const;

export const EVENT_TYPE_MAX = 7;

export const IncrementalSource = {
  Mutation: 0,
  MouseMove: 1,
  MouseInteraction: 2,
  Scroll: 3,
  ViewportResize: 4,
  Input: 5,
  TouchMove: 6,
  MediaInteraction: 7,
  Drag: 12,
  Selection: 14,
} as const;

/** `data.type` of a MouseInteraction. */
export const MouseInteraction = { MouseUp: 0, MouseDown: 1, Click: 2, DblClick: 4, Focus: 5, Blur: 6 } as const;

/** One event of a page. `timestamp` is Unix milliseconds on the server's clock as far as the recorder knows it. */
export interface RecordedEvent {
  type: number;
  data: unknown;
  timestamp: number;
  delay?: number;
}

/** Our own events travel as rrweb custom events (`type` 5, `data: {tag, payload}`) under these tags. */
export interface CustomPayloads {
  /** First event of every page. Sizes in CSS pixels. */
  "playhead.page": {
    url: string;
    title: string;
    referrer: string;
    /** Random per browser tab; duplicated tabs may share it. */
    tab: string;
    viewport: { width: number; height: number };
    screen: { width: number; height: number; density: number };
    language: string;
    recorder: string;
  };
  /** The address changed without a new document, or the title did. */
  "playhead.navigation": { url: string; title: string; how: "push" | "replace" | "pop" | "hash" | "title" };
  /** The page was shown or hidden, or its window gained or lost focus. */
  "playhead.visibility": { visible: boolean; focused: boolean };
  /** The site said who the visitor is. */
  "playhead.identify": { user: string; traits?: Record<string, string | number | boolean | null> };
  /** A custom event of the site. */
  "playhead.track": { name: string; properties?: Record<string, unknown> };
  /** Something was lost between the event before and the one after; nothing is dropped silently. */
  "playhead.gap": {
    reason: "queue_full" | "too_large" | "refused" | "error";
    batches: number;
    /** UTF-8 bytes of the JSON text that was lost. */
    bytes: number;
    events: number;
  };
}

export type CustomTag = keyof CustomPayloads;

/** The tag of a custom event of ours, else `null`. */
export function customTag(event: RecordedEvent): CustomTag | null {
  if (event.type !== EventType.Custom) return null;
  const tag = (event.data as { tag?: unknown } | null)?.tag;
  return typeof tag === "string" && tag.startsWith("playhead.") ? (tag as CustomTag) : null;
}

/** The payload of a custom event with this tag, else `null`. The shape is the recorder's word: read it with care. */
export function customPayload<T extends CustomTag>(event: RecordedEvent, tag: T): Partial<CustomPayloads[T]> | null {
  if (customTag(event) !== tag) return null;
  const payload = (event.data as { payload?: unknown }).payload;
  return payload !== null && typeof payload === "object" ? (payload as Partial<CustomPayloads[T]>) : null;
}
