import { canvasImageType } from "../canvas-picture.ts";
import { filterAttributes } from "./attributes.ts";
import { filterCss } from "./css.ts";
import { MASK, maskValue } from "./mask.ts";
import { filterRoot, filterText, placeOfText } from "./nodes.ts";
import { css, filterObject, flag, list, number, object, word, type Shape } from "./shapes.ts";
import {
  MARK,
  isLoose,
  isOpenField,
  isReadable,
  treatmentOf,
  type FilterScope,
  type Loose,
  textOf,
} from "./treatment.ts";

const mark: Shape = (value) => (/^(?:allow|field|css|label)$/.test(textOf(value)) ? value : undefined);
const index: Shape = (value, scope) => (Array.isArray(value) ? list(number)(value, scope) : number(value, scope));
/** Looked at beforehand or afterwards. */
const kept: Shape = (value) => value;

const isBlocked = (id: unknown, { context }: FilterScope) => context?.treatment(id as number) === "block";

/** A text that has changed. */
const textChange: Shape = (value, scope) => {
  if (!isLoose(value) || isBlocked(value["id"], scope)) return undefined;
  const place = placeOfText(value, scope);
  const text: Shape = (old) =>
    typeof old === "string" ? filterText(old, place, scope) : old === null ? old : undefined;
  return object({ id: number, value: text, [MARK]: mark })(value, scope);
};

/** Attributes that have changed. */
const attributeChange: Shape = (value, scope) => {
  if (!isLoose(value) || isBlocked(value["id"], scope)) return undefined;
  const treatment = treatmentOf(value, scope, "", "label");
  const { attributes } = value;
  if (!isLoose(attributes)) return undefined;
  filterAttributes({ tag: "", treatment, attributes, mark: value[MARK] }, scope);
  return object({ id: number, attributes: kept, [MARK]: mark })(value, scope);
};

const added: Shape = (value, scope) =>
  isLoose(value) && !isBlocked(value["parentId"], scope) && filterRoot(value["node"], scope)
    ? object({ parentId: number, previousId: number, nextId: number, node: kept })(value, scope)
    : undefined;

/** Where a selection begins and ends in a text tells how long it is. */
const range: Shape = (value, scope) => {
  if (!isLoose(value)) return undefined;
  const { context } = scope;
  const both = context
    ? [value["start"], value["end"]].every((id) => isReadable(context.treatment(id as number), scope))
    : scope.privacy.mode === "inputs" || (scope.privacy.mode === "explicit" && value[MARK] === "allow");
  if (context && both && scope.privacy.mode === "explicit") value[MARK] = "allow";
  else if (context) delete value[MARK];
  const offset: Shape = (at) =>
    typeof at === "number" && Number.isFinite(at) ? (both ? at : Math.min(Math.max(at, 0), 1)) : undefined;
  return object({ start: number, startOffset: offset, end: number, endOffset: offset, [MARK]: mark })(value, scope);
};

const rule = object({ rule: css, index });
const position = object({ x: number, y: number, id: number, timeOffset: number, finger: number });
const positions = { positions: list(position) };
const maskAll: Shape = () => MASK;

/** A declaration that was set. */
const declaration: Shape = (value, scope) => {
  if (!isLoose(value)) return undefined;
  const property = textOf(value["property"]).toLowerCase();
  const text: Shape = (old) =>
    typeof old === "string" ? filterCss(old, scope.privacy, property) : old === null ? old : undefined;
  return object({ property: word, value: text, priority: word })(value, scope);
};

const image: Shape = (value) => (canvasImageType(value) ? value : undefined);

const TABLES: Record<number, Record<string, Shape>> = {
  0: {
    texts: list(textChange),
    attributes: list(attributeChange),
    removes: list(object({ parentId: number, id: number, isShadow: flag })),
    adds: list(added),
    isAttachIframe: flag,
  },
  1: positions,
  2: { type: number, id: number, x: number, y: number, pointerType: number, ring: flag },
  3: { id: number, x: number, y: number },
  4: { width: number, height: number },
  5: { id: number, text: kept, isChecked: kept, userTriggered: flag, [MARK]: mark },
  6: positions,
  7: { type: number, id: number, currentTime: number, volume: number, muted: flag, loop: flag, playbackRate: number },
  8: {
    id: number,
    styleId: number,
    adds: list(rule),
    removes: list(object({ index })),
    replace: css,
    replaceSync: css,
  },
  9: { id: number, width: number, height: number, image, fault: word, [MARK]: mark },
  10: {
    family: (value) => (typeof value === "string" && /^[\w "',-]{0,64}$/.test(value) ? value : undefined),
    fontSource: css,
    buffer: flag,
  },
  11: { level: word, payload: list(maskAll) },
  12: positions,
  13: { id: number, styleId: number, index, set: declaration, remove: object({ property: word }) },
  14: { ranges: list(range) },
  15: { id: number, styleIds: list(number), styles: list(object({ styleId: number, rules: list(rule) })) },
  16: { define: object({ name: word }) },
};

/** What happens to or in an element, by its id. */
const ACTIONS = new Set([2, 3, 5, 7]);

/** What a field holds and whether it is checked: only where a rule names the field. */
function filterInput(data: Loose, scope: FilterScope): void {
  if (
    isOpenField(treatmentOf(data, scope), scope) &&
    typeof data["text"] === "string" &&
    typeof data["isChecked"] === "boolean"
  )
    return;
  const { text, isChecked } = data;
  data["text"] = typeof text === "string" ? maskValue(text) : "";
  data["isChecked"] = false;
  if (data["text"] !== text || isChecked !== false) scope.report("input");
}

/** Whether a picture of this canvas may be kept: where a text could be read. */
function mayShow(data: Loose, scope: FilterScope): boolean {
  return scope.privacy.canvas && isReadable(treatmentOf(data, scope), scope);
}

/** Filters the data of an incremental event, in place. `false`: not to be kept. */
export function filterIncremental(data: Loose, scope: FilterScope): boolean {
  const { source } = data;
  const known = typeof source === "number" && Object.prototype.hasOwnProperty.call(TABLES, source);
  const table = known ? TABLES[source] : undefined;
  // A font that the page made of bytes is content.
  if (!table || !known || (source === 10 && data["buffer"] === true)) return false;
  if (ACTIONS.has(source) && scope.context) {
    const treatment = scope.context.treatment(data["id"] as number);
    if (treatment === "ignore" || (treatment === "block" && source !== 2)) return false;
  }
  if (source === 9 && !mayShow(data, scope)) return false;
  if (source === 5) filterInput(data, scope);
  filterObject(data, { source: number, ...table }, scope);
  return true;
}
