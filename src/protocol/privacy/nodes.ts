import { blockedAttributes, filterAttributes } from "./attributes.ts";
import { filterCss } from "./css.ts";
import { MASK, maskText } from "./mask.ts";
import { isSecretField } from "./secret-fields.ts";
import {
  MARK,
  isLoose,
  isOpenField,
  isReadable,
  treatmentOf,
  type FilterScope,
  type Loose,
  type Treatment,
  textOf,
} from "./treatment.ts";

/** rrweb's node types. */
export const NODE = { Document: 0, DocumentType: 1, Element: 2, Text: 3, CData: 4, Comment: 5 } as const;

/** What any node may have, and what its kind has beside. */
const COMMON = /^(?:type|id|rootId|isShadow)$/;
const KEYS: Record<number, RegExp> = {
  [NODE.Document]: /^(?:childNodes|compatMode)$/,
  [NODE.DocumentType]: /^(?:name|publicId|systemId)$/,
  [NODE.Element]: /^(?:tagName|attributes|childNodes|isSVG|isShadowHost|isCustom)$/,
  [NODE.Text]: /^(?:textContent|isStyle)$/,
  [NODE.CData]: /^textContent$/,
  [NODE.Comment]: /^textContent$/,
};
const HIDDEN = /^(?:mask|ignore|block)$/;
const FLAGS = /^(?:is|needBlock)/;

/** Where a node stands. */
interface Place {
  tag: string;
  treatment: Treatment;
}

/** A text of the page, by where it stands. */
export function filterText(text: string, { tag, treatment }: Place, scope: FilterScope): string {
  if (tag === "style") return filterCss(text, scope.privacy);
  if (tag === "script" || tag === "noscript") return "";
  if (tag === "textarea") return isOpenField(treatment, scope) ? text : text && MASK;
  if (tag === "title" && !scope.privacy.titles) return maskText(text);
  return isReadable(treatment, scope) ? text : maskText(text);
}

/** Takes away what a node of this kind does not have. */
function checkKeys(node: Loose, scope: FilterScope): void {
  const { type } = node;
  const own = typeof type === "number" ? KEYS[type] : undefined;
  for (const key of Object.keys(node)) {
    const value = node[key];
    const fits =
      key === MARK
        ? /^(?:allow|field|css|label)$/.test(textOf(value))
        : (COMMON.test(key) || own?.test(key)) &&
          (FLAGS.test(key) ? value === true : !/^(?:id|rootId)$/.test(key) || Number.isFinite(value));
    // What is there but undefined is not sent.
    if (fits || value === undefined) continue;
    scope.report("key");
    delete node[key];
  }
}

function setText(node: Loose, text: string, scope: FilterScope): void {
  if (node["textContent"] === text) return;
  scope.report("text");
  node["textContent"] = text;
}

function filterDoctype(node: Loose, scope: FilterScope): void {
  for (const key of ["name", "publicId", "systemId"]) {
    if (typeof node[key] === "string" && /^[\w\s./:+-]{0,128}$/.test(node[key]) && !/[?#]/.test(node[key])) continue;
    scope.report("doctype");
    node[key] = key === "name" ? "html" : "";
  }
}

function filterElement(node: Loose, parent: Place, scope: FilterScope): boolean {
  const name = node["tagName"];
  if (typeof name !== "string" || !/^[a-z][\w:.-]{0,127}$/i.test(name)) return false;
  const tag = name.toLowerCase();
  if (!isLoose(node["attributes"])) {
    scope.report("key");
    node["attributes"] = {};
  }
  const attributes = node["attributes"] as Loose;
  let treatment = treatmentOf(node, scope, parent.treatment);
  if (/^(?:input|textarea|select)$/.test(tag) && !HIDDEN.test(treatment) && isSecretField((key) => attributes[key]))
    treatment = "secret";
  const editable = attributes["contenteditable"];
  if ((!treatment || treatment === "secret") && editable !== undefined && editable !== "false") treatment = "mask";
  const element = { tag, treatment, attributes, mark: node[MARK] };
  if (treatment === "block") {
    scope.report("block");
    node["attributes"] = blockedAttributes(element, node["id"], scope);
    node["childNodes"] = [];
    return true;
  }
  filterAttributes(element, scope);
  filterChildren(node, { tag, treatment: treatment === "secret" ? "mask" : treatment }, scope);
  return true;
}

function filterChildren(node: Loose, place: Place, scope: FilterScope): void {
  const children = node["childNodes"];
  if (!Array.isArray(children)) {
    scope.report("key");
    node["childNodes"] = [];
    return;
  }
  const kept = children.filter((child) => filterNode(child, place, scope));
  if (kept.length === children.length) return;
  scope.report("node");
  node["childNodes"] = kept;
}

/** Filters a serialised node and all in it, in place. `false`: not to be kept. */
function filterNode(node: unknown, parent: Place, scope: FilterScope): boolean {
  if (!isLoose(node)) return false;
  checkKeys(node, scope);
  const { type, textContent } = node;
  if (type === NODE.Element) return filterElement(node, parent, scope);
  if (type === NODE.Text)
    setText(node, typeof textContent === "string" ? filterText(textContent, parent, scope) : "", scope);
  else if (type === NODE.CData || type === NODE.Comment) setText(node, "", scope);
  else if (type === NODE.DocumentType) filterDoctype(node, scope);
  else if (type === NODE.Document) {
    const mode = node["compatMode"];
    if (mode !== undefined && mode !== "BackCompat") {
      scope.report("key");
      delete node["compatMode"];
    }
    filterChildren(node, { tag: "", treatment: parent.treatment }, scope);
  } else return false;
  return true;
}

/** Where a text stands that comes without its parent. */
export function placeOfText(thing: Loose, scope: FilterScope): Place {
  const treatment = treatmentOf(thing, scope, "", "css");
  return { tag: thing[MARK] === "css" ? "style" : "", treatment };
}

/** Filters a node that comes without its parent. `false`: not to be kept. */
export function filterRoot(node: unknown, scope: FilterScope): boolean {
  if (!isLoose(node)) return false;
  const place: Place = node["type"] === NODE.Text ? placeOfText(node, scope) : { tag: "", treatment: "" };
  return filterNode(node, place, scope);
}
