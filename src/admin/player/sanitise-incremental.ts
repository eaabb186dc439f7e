import { canvasImageType } from "../../protocol/canvas-picture.ts";
import { IncrementalSource } from "../../protocol/events.ts";
import { sanitiseAttributeChanges } from "./sanitise-attributes.ts";
import { defuseText, sanitiseCss, sanitiseDeclarations } from "./sanitise-css.ts";
import { isNodeId, sanitiseNode } from "./sanitise-node.ts";
import {
  isCount,
  isFlag,
  isNumber,
  isShape,
  isSize,
  isText,
  isUpTo,
  pick,
  shapes,
  type Check,
  type Shape,
} from "./shapes.ts";

/** rrweb's `MouseInteractions` and `MediaInteractions` end here. */
const MOUSE_TYPE_MAX = 10;
const MEDIA_TYPE_MAX = 4;

function mutation(data: Shape): Shape {
  return {
    source: IncrementalSource.Mutation,
    adds: shapes(data["adds"]).flatMap((add) => {
      const node = sanitiseNode(add["node"]);
      if (!node || !isNodeId(add["parentId"])) return [];
      const nextId = isNumber(add["nextId"]) ? add["nextId"] : null;
      return [{ parentId: add["parentId"], nextId, ...pick(add, { previousId: isNumber }), node }];
    }),
    removes: shapes(data["removes"])
      .filter(({ id, parentId }) => isNodeId(id) && isNodeId(parentId) && id !== parentId)
      .map(({ id, parentId, isShadow }) => ({ id, parentId, ...(isShadow === true ? { isShadow } : {}) })),
    texts: shapes(data["texts"])
      .filter(({ id, value }) => isNodeId(id) && (isText(value) || value === null))
      .map(({ id, value }) => ({ id, value: isText(value) ? defuseText(value) : value })),
    attributes: shapes(data["attributes"])
      .filter(({ id, attributes }) => isNodeId(id) && isShape(attributes))
      .map(({ id, attributes }) => ({ id, attributes: sanitiseAttributeChanges(attributes as Shape) })),
    ...(data["isAttachIframe"] === true ? { isAttachIframe: true } : {}),
  };
}

function positions(data: Shape): Shape | null {
  const kept = shapes(data["positions"])
    .filter(({ x, y, id, timeOffset }) => isNumber(x) && isNumber(y) && isNumber(timeOffset) && Number.isInteger(id))
    .map(({ x, y, id, timeOffset, finger }) => ({
      x,
      y,
      id,
      timeOffset,
      ...(isCount(finger) && finger ? { finger } : {}),
    }));
  return kept.length > 0 ? { source: data["source"], positions: kept } : null;
}

function isIndex(value: unknown): boolean {
  return isNumber(value) || (Array.isArray(value) && value.length > 0 && value.every(isNumber));
}

function rules(value: unknown): Shape[] {
  return shapes(value)
    .filter(({ rule }) => isText(rule))
    .map(({ rule, index }) => ({ rule: sanitiseCss(rule as string), ...(isIndex(index) ? { index } : {}) }))
    .filter(({ rule }) => rule !== "");
}

/** Which sheet is meant: a node's, or a constructed one by its number. */
function sheet(data: Shape): Shape | null {
  const kept = pick(data, { id: isNodeId, styleId: isNodeId });
  return "id" in kept || "styleId" in kept ? { source: data["source"], ...kept } : null;
}

function styleRule(data: Shape): Shape | null {
  const kept = sheet(data);
  if (!kept) return null;
  if (Array.isArray(data["adds"])) kept["adds"] = rules(data["adds"]);
  if (Array.isArray(data["removes"])) kept["removes"] = shapes(data["removes"]).filter(({ index }) => isIndex(index));
  for (const key of ["replace", "replaceSync"]) if (isText(data[key])) kept[key] = sanitiseCss(data[key]);
  return kept;
}

function styleDeclaration(data: Shape): Shape | null {
  const kept = sheet(data);
  if (!kept || !Array.isArray(data["index"]) || !isIndex(data["index"])) return null;
  kept["index"] = data["index"];
  const { set, remove } = data;
  if (isShape(set) && isText(set["property"]))
    kept["set"] = {
      ...pick(set, { property: isText, priority: isText }),
      ...(isText(set["value"]) && { value: sanitiseDeclarations(set["value"]) }),
    };
  if (isShape(remove) && isText(remove["property"])) kept["remove"] = { property: remove["property"] };
  return kept;
}

function adoptedSheets(data: Shape): Shape | null {
  if (!isNodeId(data["id"]) || !Array.isArray(data["styleIds"])) return null;
  return {
    source: data["source"],
    id: data["id"],
    styleIds: data["styleIds"].filter(isNodeId),
    styles: shapes(data["styles"])
      .filter(({ styleId }) => isNodeId(styleId))
      .map(({ styleId, rules: list }) => ({ styleId, rules: rules(list) })),
  };
}

function font(data: Shape): Shape | null {
  if (!isText(data["family"]) || !isText(data["fontSource"])) return null;
  const descriptors = isShape(data["descriptors"]) ? data["descriptors"] : {};
  const buffer = data["buffer"] === true;
  if (buffer && !/^\[[\d,\s]*\]$/.test(data["fontSource"])) return null;
  const kept = Object.fromEntries(Object.entries(descriptors).filter(([, value]) => isText(value)));
  const fontSource = buffer ? data["fontSource"] : sanitiseDeclarations(data["fontSource"]);
  return { source: data["source"], family: data["family"], fontSource, buffer, descriptors: kept };
}

function selection(data: Shape): Shape | null {
  const ends = { start: isNodeId, startOffset: isCount, end: isNodeId, endOffset: isCount };
  const ranges = shapes(data["ranges"]).map((range) => pick(range, ends));
  return { source: data["source"], ranges: ranges.filter((range) => Object.keys(range).length === 4) };
}

function definition({ source, define }: Shape): Shape | null {
  return isShape(define) && isText(define["name"]) ? { source, define: { name: define["name"] } } : null;
}

/** All of `needed` must pass; of `more` only what passes is kept. */
function record(data: Shape, needed: Record<string, Check>, more: Record<string, Check> = {}): Shape | null {
  const kept = pick(data, needed);
  return Object.keys(kept).length === Object.keys(needed).length
    ? { source: data["source"], ...kept, ...pick(data, more) }
    : null;
}

function canvas(data: Shape): Shape | null {
  const kept = record(data, { id: isNodeId, width: isCount, height: isCount }, { fault: isText });
  const image = canvasImageType(data["image"]) && { image: data["image"] };
  return kept && { ...kept, ...image };
}

/** One row for each source that the player shows. Logs have no row. */
const INCREMENTAL: Record<number, (data: Shape) => Shape | null> = {
  0: mutation,
  1: positions,
  2: (data) =>
    record(
      data,
      { type: isUpTo(MOUSE_TYPE_MAX), id: isNodeId },
      { x: isNumber, y: isNumber, pointerType: isNumber, ring: isFlag },
    ),
  3: (data) => record(data, { id: isNodeId, x: isNumber, y: isNumber }),
  4: (data) => record(data, { width: isSize, height: isSize }),
  5: (data) => record(data, { id: isNodeId, text: isText, isChecked: isFlag }, { userTriggered: isFlag }),
  6: positions,
  7: (data) =>
    record(
      data,
      { type: isUpTo(MEDIA_TYPE_MAX), id: isNodeId },
      { currentTime: isNumber, volume: isNumber, muted: isFlag, loop: isFlag, playbackRate: isNumber },
    ),
  8: styleRule,
  9: canvas,
  10: font,
  12: positions,
  13: styleDeclaration,
  14: selection,
  15: adoptedSheets,
  16: definition,
};

/** The data of an incremental event as it may reach rrweb, `null` to drop it. */
export function sanitiseIncremental(data: Shape): Shape | null {
  return isNumber(data["source"]) ? (INCREMENTAL[data["source"]]?.(data) ?? null) : null;
}
