import { EventType, type RecordedEvent } from "../events.ts";
import { scrubAddress } from "./addresses.ts";
import { CUSTOM_SHAPES, type Shapes } from "./custom-shapes.ts";
import { filterIncremental } from "./incremental-shapes.ts";
import { filterRoot } from "./nodes.ts";
import type { RecorderPrivacy } from "./privacy.schema.ts";
import { address, filterObject, list, number, object, word, type Shape } from "./shapes.ts";
import { MASK } from "./mask.ts";
import { isLoose, type FilterScope, type Loose, type PageContext, type Report, textOf } from "./treatment.ts";

const hasOwn = Object.prototype.hasOwnProperty;
const kept: Shape = (value) => value;
const OURS = "playhead.";

const request = object({
  name: (value, { privacy }) => (typeof value === "string" ? scrubAddress(value, privacy) : undefined),
  method: word,
  initiatorType: word,
  status: number,
  startTime: number,
  endTime: number,
  duration: number,
});

const PLUGINS: Record<string, Shape> = {
  "rrweb/console@1": object({ level: word, payload: list(() => MASK) }),
  "rrweb/network@1": object({ requests: list(request) }),
};

/** Kinds of our own events that are known here. */
const known: Shapes = { ...CUSTOM_SHAPES };

/** From now on the filter knows these kinds of events as well. Until then it drops them. */
export function knowShapes(shapes: Shapes): void {
  Object.assign(known, shapes);
}

function filterCustom(data: Loose, scope: FilterScope): boolean {
  const tag = textOf(data["tag"]);
  const name = tag.slice(OURS.length);
  if (!tag.startsWith(OURS) || !hasOwn.call(known, name) || !isLoose(data["payload"])) return false;
  filterObject(data["payload"], known[name]!, scope);
  filterObject(data, { tag: kept, payload: kept }, scope);
  return true;
}

function filterPlugin(data: Loose, scope: FilterScope): boolean {
  const plugin = textOf(data["plugin"]);
  if (!hasOwn.call(PLUGINS, plugin)) return false;
  filterObject(data, { plugin: kept, payload: PLUGINS[plugin]! }, scope);
  return isLoose(data["payload"]);
}

/** By type of event; `false` = the event is not to be kept. Assets hold content, and are not among them. */
const TYPES: Record<number, (data: Loose, scope: FilterScope) => boolean> = {
  [EventType.FullSnapshot](data, scope) {
    if (!filterRoot(data["node"], scope)) return false;
    filterObject(data, { node: kept, initialOffset: object({ top: number, left: number }) }, scope);
    return true;
  },
  [EventType.IncrementalSnapshot]: filterIncremental,
  [EventType.Meta](data, scope) {
    filterObject(data, { href: address, width: number, height: number }, scope);
    return true;
  },
  [EventType.Custom]: filterCustom,
  [EventType.Plugin]: filterPlugin,
};

/**
 * The one filter that every event passes, in the recorder with the page as `context`, and again at ingest without it: a second run
 * changes nothing. What it does not know it hides or drops (`null`). The event is changed in place; `report` hears of each change.
 */
export function filterEvent(
  event: RecordedEvent,
  privacy: RecorderPrivacy,
  context: PageContext | undefined,
  report: Report,
): RecordedEvent | null {
  const scope: FilterScope = { privacy, context, report };
  const { type, data } = event;
  filterObject(event as unknown as Loose, { type: number, data: kept, timestamp: number, delay: number }, scope);
  // They have nothing to say but that they happened.
  if (type === EventType.DomContentLoaded || type === EventType.Load) {
    if (isLoose(data)) filterObject(data, {}, scope);
    else if (data !== undefined) {
      report("data");
      event.data = {};
    }
    return event;
  }
  if (hasOwn.call(TYPES, type) && isLoose(data) && TYPES[type]!(data, scope)) return event;
  report("event");
  return null;
}
