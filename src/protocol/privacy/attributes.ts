import { assetMark, withAssetKey } from "../asset-key.ts";
import { DATA_ASSET, scrubAddress } from "./addresses.ts";
import { attributeKind } from "./attribute-table.ts";
import { filterCss } from "./css.ts";
import { SHOWN_VALUE } from "./shown-value.ts";
import { MASK, NO_COLOUR, maskText } from "./mask.ts";
import { isLoose, isOpenField, isReadable, type FilterScope, type Loose, type Treatment, textOf } from "./treatment.ts";

/** An element as far as its attributes need it. Of a change of attributes the tag is not known: `""`. */
export interface Element {
  tag: string;
  treatment: Treatment;
  attributes: Loose;
  mark?: unknown;
}

/** States that pages style by; nothing a visitor chose is among them. */
const WORDS = new Set(
  (
    "true false open opened closed active inactive on off yes no none auto left right top bottom start end center horizontal vertical " +
    "up down in out dark light visible hidden show shown hide loading loaded idle error success warning danger info primary secondary " +
    "default neutral small medium large sm md lg xl xs dropdown modal collapse tab tooltip mask block ignore allow"
  ).split(" "),
);

/** Whether the value of an attribute that is not on the list stays. */
export function isStateWord(value: string): boolean {
  return WORDS.has(value);
}

/** Elements whose address is needed to draw the page, not to show content. */
const DRAWN = /^(?:link|use|base|lineargradient|radialgradient|pattern|filter|textpath|mpath|animate\w*|set|feimage)$/;
/** Elements whose address is one of a page. */
const LINKS = /^(?:a|area|form|blockquote|q|ins|del|iframe|frame|)$/;
const LABELS = /^(?:option|progress|meter|li|data|param)$/;

/** Attributes that draw the elements they belong to, and on others could be texts. */
const OWN = new Map([
  ["text", /^body$/],
  ["link", /^body$/],
  ["path", /^(?:animatemotion|textpath)$/],
]);

function isSrc(name: string): boolean {
  return /^(?:src|poster|background)$/.test(name);
}

function addressOf(name: string, value: string, { tag, treatment }: Element, scope: FilterScope): string | undefined {
  const { privacy } = scope;
  // What a change of attributes names by key is a file, whatever its tag.
  const page = !isSrc(name) && LINKS.test(tag) && !(tag === "" && assetMark(value));
  if (page && !privacy.urls) return tag === "a" ? "#" : undefined;
  if (!isReadable(treatment, scope) && !DRAWN.test(tag)) return tag === "a" ? "#" : undefined;
  // A part of a drawing: in this page, or in a file of them.
  const fragment = tag ? DRAWN.test(tag) && tag !== "link" : name === "xlink:href" && value.startsWith("#");
  // An image in SVG is named by `href`.
  const scrubbed = scrubAddress(value, privacy, { data: page ? undefined : DATA_ASSET, fragment });
  return page ? scrubbed : withAssetKey(scrubbed, value);
}

/** Each candidate of a `srcset`: its address scrubbed, its width or density as it is. */
function srcset(value: string, element: Element, scope: FilterScope): string | undefined {
  const kept = value.replace(/\S+/g, (part) => {
    if (/^[\d.]+[wxh],?$/.test(part)) return part;
    const comma = part.endsWith(",") ? "," : "";
    return addressOf("src", comma ? part.replace(/,+$/, "") : part, element, scope) + comma;
  });
  return isReadable(element.treatment, scope) ? kept : undefined;
}

/** `value`, which is a label on some elements and what somebody entered on the rest. */
function valueOf(value: string, { tag, treatment, attributes, mark }: Element, scope: FilterScope): string | undefined {
  const type = tag === "input" ? textOf(attributes["type"]).toLowerCase() : "";
  if (isOpenField(treatment, scope)) return value;
  if (type === "hidden") return undefined;
  if (mark === "label" || LABELS.test(tag) || /^(?:button|submit|reset)$/.test(type) || tag === "button")
    return isReadable(treatment, scope) ? value : tag === "input" ? maskText(value) : undefined;
  // rrweb has masked what the field holds; what is not masked is its preset, and the field is empty by now.
  return value === MASK || value === NO_COLOUR ? value : "";
}

/**
 * What sheets show of an attribute or compare it with: a text of the page, and of other attributes than `data-` one
 * word. Of `href` the part of a drawing that it names.
 */
function shownValue(name: string, value: unknown, { treatment }: Element, scope: FilterScope): unknown {
  const text = textOf(value);
  // What somebody has chosen, as scripts say it.
  if (/checked|selected|indeterminate/i.test(text) && !isOpenField(treatment, scope)) return undefined;
  if (name.startsWith("data-") && (value === null || typeof value === "string"))
    return value === null || isReadable(treatment, scope) ? value : maskText(value);
  const word =
    name === "href"
      ? /^#[\w.:-]{1,64}$/.test(text)
      : !attributeKind(name) && !/^(?:on|value$|content$)/.test(name) && /^(?!.*\d{5})[\w%.+-]{1,40}$/.test(text);
  return word && isReadable(treatment, scope) ? value : undefined;
}

/** A change of single declarations, as rrweb sends it: a value, a value with its priority, or `false`. */
function styleChanges(changes: Loose, scope: FilterScope): Loose {
  const { privacy } = scope;
  for (const name of Object.keys(changes)) {
    const value = changes[name];
    const [text, priority] = Array.isArray(value) ? (value as unknown[]) : [value];
    const kept = typeof text === "string" ? filterCss(text, privacy, name.toLowerCase()) : text;
    const known = /^[\w-]{1,64}$/.test(name) && (typeof text === "string" || value === false);
    if (
      known &&
      kept === text &&
      (!Array.isArray(value) || (value.length === 2 && (priority === "" || priority === "important")))
    )
      continue;
    scope.report("style");
    if (!known) delete changes[name];
    else changes[name] = priority === "important" ? [kept, priority] : kept;
  }
  return changes;
}

/** What is left of one attribute; `undefined` = nothing, not even its name. */
function attribute(name: string, value: unknown, element: Element, scope: FilterScope): unknown {
  const { tag, treatment } = element;
  const lower = name.toLowerCase();
  if (!/^[a-z_][\w:.-]{0,63}$/i.test(name) || lower.startsWith("on")) return undefined;
  const kind = attributeKind(name);
  const open = isOpenField(treatment, scope);
  if (kind === "drop") return undefined;
  if (kind === "value" || (lower === "value" && typeof value !== "string"))
    return open && !isLoose(value) ? value : undefined;
  // What is done with a field that is ignored.
  if (treatment === "ignore" && /^rr_(?:auto|files|typed|valid)$/.test(name)) return undefined;
  if (name.startsWith(SHOWN_VALUE)) return shownValue(lower.slice(SHOWN_VALUE.length), value, element, scope);
  // Names that the page's scripts give; as long as names are, and as few as an element has.
  if (name === "rr_states" && /^[a-z_-]{1,32}(?: [a-z_-]{1,32}){0,15}$/i.test(textOf(value))) return value;
  if (name.startsWith("rr_") && name !== "rr_src")
    return value === null ||
      typeof value === "boolean" ||
      Number.isFinite(value) ||
      /^(?:-?[\d.]{1,24}(?:e-?\d+)?(?:px)?|played|paused|modal|non-modal|(?:user-)?(?:in)?valid)$/.test(textOf(value))
      ? value
      : undefined;
  // Taken away, or there without a value.
  if (value === null || value === true || value === "") return kind || /^[a-z_:-]+$/.test(name) ? value : undefined;
  if (lower === "style" && isLoose(value)) return styleChanges(value, scope);
  if (typeof value === "number" || value === false) return kind === "keep" ? value : undefined;
  if (typeof value !== "string") return undefined;
  if (lower === "value") return valueOf(value, element, scope);
  if (lower === "srcset" || lower === "imagesrcset") return srcset(value, element, scope);
  if (kind === "url" || (lower === "data" && tag === "object")) return addressOf(lower, value, element, scope);
  if (kind === "css") return filterCss(value, scope.privacy, lower === "style" || name === "_cssText" ? "" : lower);
  if (kind === "text") return isReadable(treatment, scope) ? value : maskText(value);
  if (lower === "content")
    return tag === "meta" && /^(?:viewport|color-scheme|theme-color)$/.test(textOf(element.attributes["name"]))
      ? value
      : undefined;
  if (kind || lower.startsWith("aria-")) return value;
  if (OWN.get(lower)?.test(tag)) return value;
  // The page's own CSS may ask whether it is there; its value stays when it is a word for a state.
  return /^[a-z_:-]+$/.test(name) ? (WORDS.has(value) ? value : "") : undefined;
}

/** Filters the attributes of an element, or of a change of it, in place. */
export function filterAttributes(element: Element, scope: FilterScope): void {
  const { attributes } = element;
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    const kept = attribute(name, value, element, scope);
    if (kept === value) continue;
    scope.report("attribute:" + (attributeKind(name) ?? "unknown"));
    if (kept === undefined) delete attributes[name];
    else attributes[name] = kept;
  }
}

/** Of a blocked element stays a box. */
export function blockedAttributes({ attributes }: Element, id: unknown, scope: FilterScope): Loose {
  const size = scope.context?.size(id as number);
  return {
    ...(typeof attributes["class"] === "string" && { class: attributes["class"] }),
    rr_width: size ? `${size.width}px` : attributes["rr_width"],
    rr_height: size ? `${size.height}px` : attributes["rr_height"],
  };
}
