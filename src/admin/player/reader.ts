import type { ChunkLine } from "../../protocol/chunk-lines.ts";
import {
  EventType,
  IncrementalSource,
  MouseInteraction,
  customPayload,
  customTag,
  type CustomTag,
  type RecordedEvent,
} from "../../protocol/events.ts";
import { createNames, type Names } from "./names.ts";
import { sanitise } from "./sanitise.ts";
import type { Evidence } from "./schedule.ts";
import { readSignal, type Signal } from "./signals.ts";
import { createPulseCounter, type Pulse } from "./timeline/pulse.ts";
import { createTimelineReader, type TimelineItem, type TimelineReader } from "./timeline.ts";

/** A batch after reading: its events are safe to replay, and what the rest of the player asks about them is worked out. */
export interface ReadBatch extends ChunkLine {
  digest: Digest;
  /** Its events are not in memory. */
  away?: true;
}

/** What is kept of a batch that is far from the moment shown. */
export function withoutEvents(batch: ReadBatch): ReadBatch {
  return { ...batch, body: { v: 1, sent: batch.body.sent, events: [] }, away: true };
}

/** A batch's body whose events are parsed when somebody looks at them: of most of what is near, nobody does. */
export function lazyBody(text: string, sent: number): ReadBatch["body"] {
  let waiting: string | null = text;
  let events: RecordedEvent[] = [];
  return {
    v: 1,
    sent,
    get events() {
      if (waiting !== null) events = JSON.parse(waiting) as RecordedEvent[];
      waiting = null;
      return events;
    },
  };
}

/** What stays of a batch when its events are dropped from memory. Times are Unix milliseconds. */
export interface Digest {
  from: number;
  to: number;
  /** The first time that is not one of before, told now: how requests, tasks and the page's loading went is known afterwards. */
  begins: number;
  items: TimelineItem[];
  evidence: Evidence[];
  /** When the visitor did something. */
  acts: number[];
  /** How much happened when. */
  pulses: Pulse[];
  /** What the panes list. */
  signals: Signal[];
  /** Events that were malformed. */
  malformed: number;
}

/** Sources by which the visitor acts; scrolling counts, though pages also scroll by themselves. */
const ACTS = new Set<number>([
  IncrementalSource.MouseMove,
  IncrementalSource.MouseInteraction,
  IncrementalSource.Scroll,
  IncrementalSource.ViewportResize,
  IncrementalSource.Input,
  IncrementalSource.TouchMove,
  IncrementalSource.Drag,
  IncrementalSource.Selection,
]);
/** Of these one in a quarter of a second is enough. */
const ACT_GRAIN_MS = 250;
/** Told of after they began, perhaps long after. */
const LATE_TAGS = new Set<CustomTag | null>(["playhead.request", "playhead.task", "playhead.vital"]);
/** Known, and of no use to a player: canvas calls, logs, custom element definitions. */
const IGNORED_SOURCES = new Set([9, 11, 16]);

/** The source of an incremental event by which the visitor acted, else -1. */
function actSource(event: RecordedEvent): number {
  if (event.type !== EventType.IncrementalSnapshot) return -1;
  const { source, userTriggered } = event.data as { source: number; userTriggered?: boolean };
  return ACTS.has(source) && userTriggered !== false ? source : -1;
}

function isIgnored(raw: unknown): boolean {
  const event = raw as { type?: number; data?: { source?: number } } | null;
  if (event?.type === EventType.IncrementalSnapshot) return IGNORED_SOURCES.has(event.data?.source ?? -1);
  return (
    event?.type === EventType.DomContentLoaded || event?.type === EventType.Load || event?.type === EventType.Plugin
  );
}

function evidenceOf(event: RecordedEvent): Evidence["kind"] | null {
  if (event.type === EventType.FullSnapshot) return "open";
  const visibility = customPayload(event, "playhead.visibility");
  if (visibility) return visibility.visible === false ? "hide" : visibility.focused === true ? "focus" : "show";
  if (event.type !== EventType.IncrementalSnapshot) return null;
  const source = actSource(event);
  const { type } = event.data as { type?: number };
  if (source === IncrementalSource.Scroll) return "scroll";
  // A window that loses its focus blurs its field: the opposite of being used.
  if (source === IncrementalSource.MouseInteraction && type === MouseInteraction.Blur) return null;
  return source === -1 || source === IncrementalSource.ViewportResize || source === IncrementalSource.Selection
    ? null
    : "act";
}

interface PageReader {
  names: Names;
  timeline: TimelineReader;
}

/** Reads batches of a session. Remembers, per document, the names of elements: feed it in order where that is possible. */
export function createBatchReader(): (line: ChunkLine) => ReadBatch {
  const pages = new Map<string, PageReader>();

  function readerOf(page: string): PageReader {
    let reader = pages.get(page);
    if (!reader) {
      const names = createNames();
      pages.set(page, (reader = { names, timeline: createTimelineReader(names) }));
    }
    return reader;
  }

  return function read(line: ChunkLine): ReadBatch {
    const { page, seq, at, body } = line;
    const { names, timeline } = readerOf(page);
    const digest: Digest = {
      from: Infinity,
      to: -Infinity,
      begins: Infinity,
      items: [],
      evidence: [],
      acts: [],
      pulses: [],
      signals: [],
      malformed: 0,
    };
    const counter = createPulseCounter();
    const events: RecordedEvent[] = [];
    let lastAct = -Infinity;
    for (const raw of Array.isArray(body?.events) ? body.events : []) {
      const event = sanitise(raw);
      if (!event) {
        if (!isIgnored(raw)) digest.malformed++;
        continue;
      }
      events.push(event);
      names.read(event);
      digest.from = Math.min(digest.from, event.timestamp);
      digest.to = Math.max(digest.to, event.timestamp);
      if (!LATE_TAGS.has(customTag(event))) digest.begins = Math.min(digest.begins, event.timestamp);
      const item = timeline.read(page, event);
      if (item) digest.items.push(item);
      const signal = readSignal(page, event);
      if (signal) digest.signals.push(signal);
      const kind = evidenceOf(event);
      const act =
        actSource(event) !== -1 || customTag(event) === "playhead.page" || customTag(event) === "playhead.navigation";
      if (act) counter.act(event.timestamp);
      else if (event.type === EventType.IncrementalSnapshot) counter.change(event.timestamp);
      const fresh = Math.abs(event.timestamp - lastAct) >= ACT_GRAIN_MS;
      if (act && fresh) {
        digest.acts.push(event.timestamp);
        lastAct = event.timestamp;
      }
      if (kind && (fresh || (kind !== "act" && kind !== "scroll")))
        digest.evidence.push({ at: event.timestamp, page, kind });
    }
    digest.pulses = counter.pulses();
    digest.begins = Math.max(digest.from, Math.min(digest.begins, digest.to));
    return { page, seq, at, body: { v: 1, sent: Number(body?.sent) || 0, events }, digest };
  };
}
