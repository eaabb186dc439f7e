/**
 * The events of a recording. The model is rrweb's (https://github.com/rrweb-io/rrweb, packages/types): what we store, play
 * and export is a stream of these. Only the parts that our own code reads are spelt out here.
 */

import type { MediaFacts } from "./media-facts.ts";
import type { Highlights } from "./highlight.ts";
import type { Motion } from "./motion.ts";

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
  StyleSheetRule: 8,
  /** rrweb's calls of a canvas; ours are pictures, see `CanvasPicture`. */
  Canvas: 9,
  Drag: 12,
  StyleDeclaration: 13,
  Selection: 14,
  AdoptedStyleSheet: 15,
  CustomElement: 16,
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
  /** A click on an element with a name; at every level. */
  "playhead.click": {
    /** `data-playhead-name`, else the id or name that the site gave the element or its nearest ancestor that has one. */
    name: string;
    /** Tag name in lower case. */
    tag: string;
    /** At dxa and above: where in the document, and how large that is, CSS pixels. */
    x?: number;
    y?: number;
    w?: number;
    h?: number;
    /** … and a short selector that is the same for every visitor. */
    path?: string;
  };
  /** How far down the visitor has come, when that is further than before; at dxa and above. Percent of the document's height. */
  "playhead.depth": { percent: number };
  /** What was done with a field or form, never with what; at dxa and above. */
  "playhead.form": {
    form: string;
    /** Name or id of the field; empty for what concerns the form. */
    field: string;
    action: "focus" | "change" | "submit" | "invalid" | "abandon";
    /** Milliseconds the field had the focus; with `change` and `abandon`. */
    ms?: number;
  };
  /**
   * Clicks on one spot and what came of them: the facts that rage and dead clicks are judged by (`judgeClicks`); at dxa and above. Told
   * when something has changed and nobody clicks any more, at the latest `REACTIONS.watchMs` after the last click.
   */
  "playhead.reaction": {
    /** Milliseconds of each click since the first. */
    clicks: number[];
    /** Milliseconds from the first click to the first change of the page that somebody can see; `null`: there was none. */
    changed: number | null;
    /** In the window, CSS pixels. */
    x: number;
    y: number;
    name: string;
    /** Whether it looks as if it would react to a click. */
    reacts: boolean;
    /** Whether text was selected by the clicks. */
    selected?: boolean;
  };
  /** Clicks in quick succession on one spot that changed nothing; made of `playhead.reaction` by the server. */
  "playhead.rage": { clicks: number; x: number; y: number; name: string };
  /** A click on something that looks as if it would react, and nothing happened; made of `playhead.reaction` by the server. */
  "playhead.dead": { x: number; y: number; name: string };
  /** An error of the page's scripts; at dxa and above. `line` and `column` are 0 when not known. */
  "playhead.error": {
    name: string;
    message: string;
    file: string;
    line: number;
    column: number;
    unhandled: "error" | "rejection";
    /** The calls that led to it, one a line: `at name (address:line:column)`. */
    stack?: string;
  };
  /** What the page's scripts say to the console, as far as the settings go; at dxa and above. */
  "playhead.console": {
    level: "debug" | "log" | "info" | "warn" | "error";
    /** The first text, masked; of what else was said only what kind it was. */
    message: string;
    /** How often it was said in a row, when more than once. */
    repeats?: number;
    stack?: string;
  };
  /** Something that the page fetched; at dxa and above. Times are milliseconds; it ended at `timestamp`, and began `ms` before. */
  "playhead.request": {
    method: string | null;
    url: string;
    /** What asked for it: fetch, xmlhttprequest, img, script, css, beacon, navigation, … */
    kind: string;
    status: number | null;
    ms: number;
    /** To the first byte of the answer; `null` where the other server does not say. */
    wait: number | null;
    /** On the wire; `null` where the other server does not say. */
    bytes: number | null;
    failed?: true;
    /** With the setting `full` only: names, and values that are no secret; the form of a body as JSON. */
    requestHeaders?: Record<string, string>;
    responseHeaders?: Record<string, string>;
    requestBody?: string;
    responseBody?: string;
  };
  /** The page's thread was busy for so long, milliseconds, that nothing else could happen; at dxa and above. `by`: a frame, or this page. */
  "playhead.task": { ms: number; by?: string };
  /** A web vital as it stands when the page is left or hidden; milliseconds, CLS without unit; at dxa and above. */
  "playhead.vital": { name: "TTFB" | "FCP" | "LCP" | "CLS" | "INP"; value: number };
  /** The level of collection has changed in this document; by the settings, or because recording was too much for the page. */
  "playhead.level": { level: "off" | "engagement" | "dxa" | "playback"; reason: string };
  /** The full snapshot that follows shows what is known already to whoever has followed until here: it is only there to begin from. */
  "playhead.checkpoint": Record<string, never>;
  /** How the visitor sees the page: with every keyframe, and when it changes; at playback. */
  "playhead.media": MediaFacts;
  /** An animation has begun, or is another than its beginning says; at playback. */
  "playhead.motion": Motion;
  /** What scripts have marked (`CSS.highlights`): with every keyframe, and when it changes; at playback. */
  "playhead.highlight": Highlights;
  /** Something was lost between the event before and the one after; nothing is dropped silently. */
  "playhead.gap": {
    /** `rate_limited`: changes of nodes that changed too often; only their outcome is there. `data_url`: contents in addresses. */
    reason: "queue_full" | "too_large" | "refused" | "error" | "rate_limited" | "data_url";
    batches: number;
    /** UTF-8 bytes of the JSON text that was lost; 0 when it was never made. */
    bytes: number;
    /** With `rate_limited` changes, with `data_url` addresses. */
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
