import {
  EventType,
  IncrementalSource,
  MouseInteraction,
  customPayload,
  customTag,
  type RecordedEvent,
} from "../../protocol/events.ts";
import type { Names } from "./names.ts";
import { signalLine, text, TEXT_CHARS } from "./signal-lines.ts";

export const ITEM_KINDS = [
  "page",
  "navigation",
  "click",
  "input",
  "custom",
  "identify",
  "tab",
  "gap",
  "depth",
  "form",
  "rage",
  "dead",
  "error",
  "vital",
  "level",
  "console",
  "request",
] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** One line of the event list. `text` and `detail` come from the recording: they are text, never markup. */
export interface TimelineItem {
  /** Unix milliseconds. */
  timestamp: number;
  page: string;
  kind: ItemKind;
  text: string;
  detail: string;
  /** A click that the page's script named: the picture, where there is one, tells of the same click. */
  named?: true;
  /** Of a form: it was left without sending, or not accepted. */
  failed?: true;
  /** Of a page: the tab it was opened in. */
  tab?: string;
  /** Of a gap: when the last event before it was, Unix milliseconds. */
  since?: number;
}

export type Line = Pick<TimelineItem, "kind" | "text" | "detail" | "named" | "failed" | "tab">;

function json(value: unknown): string {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return "";
  return JSON.stringify(value).slice(0, TEXT_CHARS);
}

const GAP_REASONS: Record<string, string> = {
  queue_full: "the page made more than could be sent",
  too_large: "a part was too large",
  refused: "the server refused a part",
  error: "the recorder had a problem",
  rate_limited: "something changed too often to record each state; the last one is there",
  data_url: "contents of large data: addresses",
};

/** The words for one of our own events; `null` for those that are no line of their own. */
function customLine(event: RecordedEvent): Line | null {
  const signal = signalLine(event);
  if (signal) return signal;
  switch (customTag(event)) {
    case "playhead.page": {
      const page = customPayload(event, "playhead.page");
      const tab = text(page?.tab);
      return { kind: "page", text: text(page?.title) || "Page opened", detail: text(page?.url), ...(tab && { tab }) };
    }
    case "playhead.navigation": {
      const navigation = customPayload(event, "playhead.navigation");
      if (navigation?.how === "title") return null;
      return { kind: "navigation", text: text(navigation?.title) || "Navigation", detail: text(navigation?.url) };
    }
    case "playhead.visibility": {
      const state = customPayload(event, "playhead.visibility");
      return { kind: "tab", text: state?.visible === false ? "Left the tab" : "Came back to the tab", detail: "" };
    }
    case "playhead.identify": {
      const identity = customPayload(event, "playhead.identify");
      return { kind: "identify", text: text(identity?.user), detail: json(identity?.traits) };
    }
    case "playhead.track": {
      const track = customPayload(event, "playhead.track");
      return { kind: "custom", text: text(track?.name), detail: json(track?.properties) };
    }
    case "playhead.gap": {
      const gap = customPayload(event, "playhead.gap");
      return { kind: "gap", text: "Part of the recording is missing", detail: GAP_REASONS[text(gap?.reason)] ?? "" };
    }
    // They are in the picture.
    case "playhead.media":
    case "playhead.motion":
    case "playhead.highlight":
    case "playhead.checkpoint":
      return null;
    // These have panes of their own, and rage and dead clicks are judged by the last.
    case "playhead.console":
    case "playhead.request":
    case "playhead.task":
    case "playhead.reaction":
      return null;
    default:
      return event.type === EventType.Custom
        ? {
            kind: "custom",
            text: text((event.data as { tag: string }).tag),
            detail: json((event.data as { payload?: unknown }).payload),
          }
        : null;
  }
}

/** Typing into one field is one line. */
const SAME_INPUT_MS = 5_000;

/** Turns the events of one document into lines, in order. Keeps what it must remember between calls. */
export interface TimelineReader {
  read(page: string, event: RecordedEvent): TimelineItem | null;
}

export function createTimelineReader(names: Names): TimelineReader {
  let lastInput = { id: 0, at: 0 };
  let visible: boolean | null = null;

  function interaction(event: RecordedEvent): Line | null {
    const data = event.data as { source: number; type?: number; id: number; userTriggered?: boolean };
    if (data.source === IncrementalSource.MouseInteraction && data.type === MouseInteraction.Click) {
      const target = names.find(data.id);
      return { kind: "click", text: target?.name || (target ? `<${target.tag}>` : "Click"), detail: target?.tag ?? "" };
    }
    // What a script wrote into a field is not what the visitor did.
    if (data.source !== IncrementalSource.Input || data.userTriggered === false) return null;
    const same = lastInput.id === data.id && event.timestamp - lastInput.at < SAME_INPUT_MS;
    lastInput = { id: data.id, at: event.timestamp };
    const field = same ? null : names.find(data.id);
    return same
      ? null
      : { kind: "input", text: field?.name || (field ? `<${field.tag}>` : "Input"), detail: field?.tag ?? "" };
  }

  function read(page: string, event: RecordedEvent): TimelineItem | null {
    if (customTag(event) === "playhead.visibility") {
      // Losing and gaining focus comes under the same tag; only a change of what is on screen is a line.
      const now = customPayload(event, "playhead.visibility")?.visible !== false;
      const before = visible;
      visible = now;
      if (before === now || (before === null && now)) return null;
    }
    const line =
      event.type === EventType.Custom
        ? customLine(event)
        : event.type === EventType.IncrementalSnapshot
          ? interaction(event)
          : null;
    return line && { timestamp: event.timestamp, page, ...line };
  }

  return { read };
}
