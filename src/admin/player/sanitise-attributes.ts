import { stateAttribute } from "./state-attributes.ts";
import { assetMark } from "../../protocol/asset-key.ts";
import { SHOWN_VALUE } from "../../protocol/privacy/shown-value.ts";
import { FRAME_ORIGIN, originOf } from "./frame-origin.ts";
import { NO_FILE, replaceCandidates, withinReach } from "./reach.ts";
import { sanitiseCss, sanitiseDeclarations } from "./sanitise-css.ts";

export type Attributes = Record<string, unknown>;

/** Attributes that act, fetch, open or name things. None of them changes how a page looks. */
const DROPPED = new Set([
  "srcdoc",
  "ping",
  "formaction",
  "target",
  "nonce",
  "integrity",
  "http-equiv",
  "sandbox",
  "allow",
  "csp",
  "manifest",
  "autofocus",
  "autoplay",
  "accesskey",
  "attributionsrc",
  "codebase",
  "archive",
  "classid",
  "imagesrcset",
  "credentialless",
  "is",
]);

/** What rrweb takes as orders to itself, with the values that are harmless. Those about media go another way, see `mediaOf`. */
const ORDERS: Record<string, (value: unknown) => boolean> = {
  rr_width: isLength,
  rr_height: isLength,
  rr_scrollLeft: Number.isFinite,
  rr_scrollTop: Number.isFinite,
  rr_dataURL: (value) => isText(value) && /^data:image\//i.test(value),
  rr_open_mode: (value) => value === "modal" || value === "non-modal",
};

/** rrweb writes it into the text of a style. */
function isLength(value: unknown): boolean {
  return isText(value) && /^[\d.]+(?:e[-+]?\d+)?px$/.test(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** Attributes that do something even with one word for a value. */
const ACTING = new Set(["style", "src", "srcset", "data", "poster", "background", "name", "rel", "type"]);

/** What a sheet shows of an attribute, under the attribute's name. Ours are not the recording's to set. */
function shownAttribute(name: string, value: unknown): [string, string | null] | undefined {
  if (!name.startsWith(SHOWN_VALUE) || !/^rr_at:(?!data-(?:rr-|playhead)|on)[a-z][\w-]*$/.test(name)) return undefined;
  const own = name.slice(SHOWN_VALUE.length);
  if (own.startsWith("data-")) return isText(value) || value === null ? [own, value] : undefined;
  if (own === "href") return isText(value) && /^#[\w.:-]+$/.test(value) ? [own, value] : undefined;
  return isText(value) && /^[\w%.+-]+$/.test(value) && !DROPPED.has(own) && !ACTING.has(own) ? [own, value] : undefined;
}

/** Elements whose `name` (or `id`) would replace members of `document` that the player uses. */
const CLOBBERING = new Set(["img", "form", "iframe", "embed", "object"]);

/** `javascript:` and kin, however they are spaced: browsers ignore control characters and line breaks in a scheme. */
const ACTIVE_URL = /^(?:javascript|vbscript|data:text\/html)/i;

function isActiveUrl(value: string): boolean {
  // oxlint-disable-next-line no-control-regex -- these are the characters that have to be looked through
  return ACTIVE_URL.test(value.slice(0, 200).replace(/[\u0000-\u0020\u200b-\u200f\ufeff]+/g, ""));
}

// oxlint-disable-next-line no-control-regex -- NUL is not allowed in names
const NAME = /^[^\s"'<>/=\u0000]+$/;

/** Attributes of SVG that are declarations: what they name in `url()` is loaded. */
const PRESENTATION = /^(?:fill|stroke|filter|mask|clip-path|cursor|marker(?:-start|-mid|-end)?|color-profile)$/;
/** What SVG's animations set, maybe on an attribute that loads: no value of theirs needs an address. */
const ANIMATED = new Set(["from", "to", "by", "values"]);
const ADDRESS = /[a-z][-+.\w]*:|\/\/|url\(|\\/i;

/** Attributes that make an element load something, whatever element it is. */
const LOADING = new Set(["poster", "background", "data"]);
/** Elements that load what their `href` names. */
const LOADING_HREF = new Set(["image", "use", "feimage", "script", "link"]);

/** An attribute's value when the replay may load what it names, or when it names nothing to load. */
function loadable(name: string, value: string, tag: string | null): string | undefined {
  if (name === "srcset") return replaceCandidates(value, withinReach) || undefined;
  // A picture keeps its place; what else has a source (media, their sources and tracks) goes without.
  if (name === "src") return withinReach(value) ?? (tag === "source" || tag === "track" ? undefined : NO_FILE);
  if (LOADING.has(name)) return withinReach(value) ?? undefined;
  if (name !== "href" && name !== "xlink:href") return value;
  if (tag !== null && LOADING_HREF.has(tag)) return withinReach(value) ?? undefined;
  // Of an element that is not known: a key is there only when it loads what it names.
  return tag === null && assetMark(value) ? withinReach(value)! : value;
}

/** The attribute as it may reach rrweb, `undefined` to drop it. `tag` is lower case, or `null` when it is not known. */
function sanitised(name: string, value: unknown, tag: string | null): unknown {
  const low = name.toLowerCase();
  if (!NAME.test(name) || DROPPED.has(low) || low.startsWith("on")) return undefined;
  if (name.startsWith("rr_")) return Object.hasOwn(ORDERS, name) && ORDERS[name]?.(value) ? value : undefined;
  if (low === "_csstext") return name === "_cssText" && isText(value) ? sanitiseCss(value) : undefined;
  if (tag === null ? low === "name" || low === "rel" : low === "name" && CLOBBERING.has(tag)) return undefined;
  if (tag === "iframe" && low === "src") return undefined;
  if ((low === "style" || PRESENTATION.test(low)) && isText(value)) return sanitiseDeclarations(value);
  if (ANIMATED.has(low) && isText(value) && ADDRESS.test(value)) return undefined;
  if (isText(value)) return isActiveUrl(value) ? undefined : loadable(low, value, tag);
  return typeof value === "boolean" || typeof value === "number" || value === null ? value : undefined;
}

/** The attributes of a serialised element. */
export function sanitiseAttributes(attributes: unknown, tag: string): Attributes {
  const kept: Attributes = {};
  if (typeof attributes !== "object" || attributes === null) return kept;
  for (const [name, value] of Object.entries(attributes)) {
    // Of a frame whose page could not be seen only the origin is told, by a label.
    if (tag === "iframe" && name === "rr_src") kept[FRAME_ORIGIN] = originOf(value);
    const state = stateAttribute(name, value) ?? shownAttribute(name, value);
    const clean = state ? state[1] : sanitised(name, value, tag);
    if (clean !== undefined && !(state && clean === null)) kept[state?.[0] ?? name] = clean;
  }
  return kept;
}

/** rrweb joins names and values to a text: a name must not hold a declaration of its own. */
const PROPERTY = /^[-\w\u0080-\uffff]+$/;

/** A style change: property → value, `[value, priority]`, or `false` to remove it. */
function sanitiseStyle(style: object): Attributes {
  const kept: Attributes = {};
  for (const [property, value] of Object.entries(style)) {
    if (!PROPERTY.test(property)) continue;
    if (isText(value)) kept[property] = sanitiseDeclarations(value);
    else if (value === false) kept[property] = value;
    else if (Array.isArray(value) && isText(value[0]))
      kept[property] = [sanitiseDeclarations(value[0]), value[1] === "important" ? "important" : ""];
  }
  return kept;
}

/** The attributes of a mutation: the element they belong to is not known here, so all that depends on it is dropped. */
export function sanitiseAttributeChanges(attributes: object): Attributes {
  const kept: Attributes = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "style" && typeof value === "object" && value !== null) {
      kept[name] = sanitiseStyle(value);
      continue;
    }
    if (name === "rr_src") kept[FRAME_ORIGIN] = originOf(value);
    const state = stateAttribute(name, value) ?? shownAttribute(name, value);
    const clean = state ? state[1] : sanitised(name, value, null);
    if (clean !== undefined) kept[state?.[0] ?? name] = clean;
  }
  return kept;
}
