import { record } from "@rrweb/record";
import type { RecordedEvent } from "../protocol/events.ts";
import { MASK, NO_COLOUR } from "../protocol/privacy/mask.ts";
import { RECORDER } from "../protocol/limits.ts";
import { watchHighlights } from "./highlights.ts";
import { watchFocus } from "./focus.ts";
import type { Stop } from "./guard.ts";
import { createPageState, type PageState, type State } from "./page-state.ts";
import { watchMedia } from "./media-facts.ts";
import { watchMotion } from "./motion.ts";
import { hideSelection } from "./selection.ts";
import { cutDataUrls } from "./watchdog/data-urls.ts";
import type { DomWatch } from "./watchdog/dom-watch.ts";
import { limitStorms, type Process } from "./watchdog/storms.ts";

/** Capture of the DOM and of what the visitor does with it. */
export interface DomCapture {
  /** Takes a full snapshot now. */
  keyframe(): void;
  /** The node with an id, and the id of a node (-1: none). */
  node(id: number): Node | null;
  id(node: Node): number;
  stop: Stop;
}

/** What capture and filter tell each other; they are in different chunks. */
export interface Sight {
  /** How the filter finds the node with an id of rrweb's. */
  seePage(find: (id: number) => Node | null): void;
  /** Whether a rule names this field, so that its value may be read. */
  isOpenField(field: Element): boolean;
  /** Whether what this element shows may leave the page. */
  isShown(element: Element): boolean;
  /** Shadow roots by host, of all that were attached before; closed ones are found no other way. */
  roots?: WeakMap<Element, ShadowRoot> | undefined;
}

/** Milliseconds between two recorded positions of the pointer: 20 a second still look like a movement. */
const POINTER_MS = 50;
/** Milliseconds between two scroll positions of an element. */
const SCROLL_MS = 100;
/** What media do is told at once: rrweb waits by kind of event, not by element, and drops what another element does meanwhile. */
const MEDIA_MS = -1;

/** Fields whose value is a text; the others (colour, date, range …) take no mask, and an empty value is their rest position. */
const TEXT_FIELDS = new Set(["text", "search", "tel", "url", "email", "password"]);

function maskValue(value: string, element: HTMLElement, { isOpenField }: Sight): string {
  const { tagName, type } = element as HTMLInputElement;
  if (isOpenField(element)) return value;
  if (tagName === "INPUT" && type === "color") return NO_COLOUR;
  return value === "" || (tagName === "INPUT" && !TEXT_FIELDS.has(type)) ? "" : MASK;
}

/** What the build adds to rrweb. */
const hook = record as {
  /** Every observer of the DOM passes what it has seen through this. */
  observe?: (process: Process) => Process;
  roots?: Sight["roots"];
  /** Hears of every node that is looked at; of none before something else comes. */
  step?: DomWatch["step"];
  state?: PageState;
  /** Tells of attributes that have changed. */
  change?: (element: Element, attributes: State) => void;
};
/** rrweb's types of events. */
const FULL_SNAPSHOT = 2;
const INCREMENTAL = 3;
const META = 4;
const CUSTOM = 5;

function nodeOf(id: number): Node | null {
  return record.mirror.getNode(id);
}

/** Leaves large `data:` addresses out of an event. */
export function cutLarge({ data }: RecordedEvent, watch: DomWatch): void {
  const { count, chars } = cutDataUrls(data, RECORDER.dataUrlChars, (id) => record.mirror.getNode(id));
  if (count) watch.lost("data_url", count, chars);
}

/**
 * Starts rrweb; the only place that knows it. `fault` hears of errors inside it, which go no further.
 * @throws when rrweb cannot start
 */
export function startRrweb(
  emit: (event: RecordedEvent) => void,
  fault: () => void,
  sight: Sight,
  watch: DomWatch,
): DomCapture {
  const send = (type: number, data: object) => emit({ type, data, timestamp: 0 });
  const media = watchMedia((payload) => send(CUSTOM, { tag: "playhead.media", payload }));
  const focus = watchFocus({
    node: nodeOf,
    id: (node) => record.mirror.getId(node),
    send: (data) => send(INCREMENTAL, data),
  });
  const motion = watchMotion({
    id: (node) => record.mirror.getId(node),
    send: (payload) => send(CUSTOM, { tag: "playhead.motion", payload }),
    lost: (chars) => watch.lost("rate_limited", 1, chars),
  });
  const highlights = watchHighlights({
    id: (node) => record.mirror.getId(node),
    isShown: sight.isShown,
    send: (payload) => send(CUSTOM, { tag: "playhead.highlight", payload }),
    lost: (count) => watch.lost("rate_limited", count, 0),
  });
  sight.seePage(nodeOf);
  hook.observe = limitStorms(watch);
  hook.roots = sight.roots;
  hook.step = watch.step;
  const state = (hook.state = createPageState(
    (element, changes) => hook.change?.(element, changes),
    sight.isOpenField,
    watch.step,
  ));
  const stop = record({
    emit(event) {
      focus.see(event.data as object);
      hideSelection(event.data as object, nodeOf, sight.isOpenField);
      emit(event as RecordedEvent);
      if (event.type === META) media.tell();
      if (event.type !== FULL_SNAPSHOT) return;
      focus.tell();
      motion.tell();
      highlights.tell();
      state.keyframe();
    },
    maskAllInputs: true,
    maskInputFn: (value, element) => maskValue(value, element, sight),
    // Tells what the visitor typed from what a script put there.
    userTriggeredOnInput: true,
    inlineStylesheet: true,
    recordCanvas: false,
    recordCrossOriginIframes: false,
    recordAfter: "DOMContentLoaded",
    slimDOMOptions: true as unknown as "all",
    sampling: { mousemove: POINTER_MS, scroll: SCROLL_MS, media: MEDIA_MS },
    errorHandler: () => {
      fault();
      return true;
    },
  });
  if (!stop) throw new Error("rrweb did not start");
  return {
    keyframe: () => record.takeFullSnapshot(),
    node: (id) => record.mirror.getNode(id),
    id: (node) => record.mirror.getId(node),
    stop() {
      // They know nodes of the page.
      delete hook.observe;
      delete hook.state;
      delete hook.step;
      delete hook.change;
      state.stop();
      media.stop();
      focus.stop();
      motion.stop();
      highlights.stop();
      stop();
    },
  };
}
