import { MASK } from "../../../protocol/privacy/mask.ts";
import { documentOf, within, type DomNode } from "./dom.ts";

/** Roles of inputs (https://www.w3.org/TR/html-aam-1.0/); those of other types have none. */
const INPUT_ROLES: Record<string, string> = {
  "": "textbox",
  text: "textbox",
  email: "textbox",
  tel: "textbox",
  url: "textbox",
  search: "searchbox",
  number: "spinbutton",
  range: "slider",
  checkbox: "checkbox",
  radio: "radio",
  button: "button",
  submit: "button",
  reset: "button",
  image: "button",
};
const TAG_ROLES: Record<string, string> = {
  button: "button",
  textarea: "textbox",
  option: "option",
  h1: "heading",
  h2: "heading",
  h3: "heading",
  img: "img",
  li: "listitem",
};
/** Roles that are called by what is in them. */
const NAMED_BY_CONTENT =
  /^(?:button|link|heading|tab|option|menuitem|menuitemcheckbox|menuitemradio|checkbox|radio|switch|treeitem|gridcell|cell)$/;

export const FIELD = /^(?:input|textarea|select)$/;

/** The ARIA role of an element; `null` when it has none that helps. */
export function roleOf({ tag, attributes }: DomNode): string | null {
  const given = attributes.get("role")?.trim().split(/\s+/, 1)[0];
  if (given) return given;
  if (tag === "a") return attributes.has("href") ? "link" : null;
  if (tag === "select")
    return attributes.has("multiple") || Number(attributes.get("size")) > 1 ? "listbox" : "combobox";
  if (tag !== "input") return TAG_ROLES[tag] ?? null;
  const type = (attributes.get("type") ?? "").toLowerCase();
  const textual = INPUT_ROLES[type] === "textbox" || type === "search";
  return attributes.has("list") && textual ? "combobox" : (INPUT_ROLES[type] ?? null);
}

/** A name, and whether its parts may or may not have blanks between them: that depends on how the page is laid out. */
export interface Name {
  parts: string[];
}

function tidy(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The text in an element, in parts where it is not known whether there is a blank between. */
function partsOf(node: DomNode): string[] {
  const parts: string[] = [];
  let glued = "";
  const cut = () => {
    if (tidy(glued)) parts.push(tidy(glued));
    glued = "";
  };
  const visit = (at: DomNode): void => {
    if (at.type === 3) {
      glued += at.text;
      return;
    }
    if (at.type !== 2 || /^(?:script|style|template|noscript)$/.test(at.tag)) return;
    if (at.attributes.get("aria-hidden") === "true" || at.attributes.has("hidden")) return;
    const label = at.attributes.get("aria-label") ?? (at.tag === "img" ? at.attributes.get("alt") : undefined);
    cut();
    if (label !== undefined) glued += label;
    else if (!FIELD.test(at.tag)) for (const child of at.children) visit(child);
    cut();
  };
  for (const child of node.children) visit(child);
  cut();
  return parts;
}

/** The labels of a field. */
export function labelsOf(field: DomNode): DomNode[] {
  const id = field.attributes.get("id");
  const found: DomNode[] = [];
  for (let at = field.parent; at && at.type === 2; at = at.parent) if (at.tag === "label") found.push(at);
  if (id)
    for (const node of within(documentOf(field)))
      if (node.tag === "label" && node.attributes.get("for") === id) found.push(node);
  return found;
}

/** What a person, and a screen reader, would call it (https://www.w3.org/TR/accname-1.2/, as far as a recording tells). */
export function nameOf(node: DomNode): Name {
  const { tag, attributes } = node;
  const labelledBy = attributes.get("aria-labelledby")?.trim().split(/\s+/) ?? [];
  if (labelledBy.length > 0) {
    const byId = new Map([...within(documentOf(node))].map((each) => [each.attributes.get("id"), each]));
    return { parts: labelledBy.flatMap((id) => (byId.has(id) ? partsOf(byId.get(id)!) : [])) };
  }
  const label = attributes.get("aria-label");
  if (label?.trim()) return { parts: [tidy(label)] };
  if (FIELD.test(tag)) {
    const type = attributes.get("type") ?? "";
    if (/^(?:submit|button|reset)$/.test(type)) return { parts: [tidy(attributes.get("value") ?? "")].filter(Boolean) };
    const labels = labelsOf(node).flatMap(partsOf);
    if (labels.length > 0) return { parts: labels };
    const fallback = attributes.get("title") ?? attributes.get("placeholder") ?? "";
    return { parts: [tidy(fallback)].filter(Boolean) };
  }
  if (tag === "img") return { parts: [tidy(attributes.get("alt") ?? "")].filter(Boolean) };
  const parts = NAMED_BY_CONTENT.test(roleOf(node) ?? "") || tag === "label" || tag === "summary" ? partsOf(node) : [];
  if (parts.length > 0) return { parts };
  return { parts: [tidy(attributes.get("title") ?? "")].filter(Boolean) };
}

/** Text of an element that has no role: short, and with nothing but text and phrases in it. */
export function plainText(node: DomNode): Name {
  return { parts: partsOf(node) };
}

/** Whether a name says something: nothing in it is masked, or longer than anybody would call a thing. */
export function isTelling({ parts }: Name): boolean {
  const whole = parts.join(" ");
  return whole !== "" && whole.length <= 120 && !whole.includes(MASK);
}

/** The name as an argument of a locator: text where it is certain, else a pattern that lets blanks be. */
export function nameArgument({ parts }: Name): string {
  if (parts.length === 1) return JSON.stringify(parts[0]);
  const escaped = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/ /g, "\\s+"));
  return `/^\\s*${escaped.join("\\s*")}\\s*$/`;
}

/** Two names that a locator would not tell apart. */
export function sameName(one: Name, other: Name): boolean {
  const flat = ({ parts }: Name) => parts.join("").replace(/\s+/g, "").toLowerCase();
  return flat(one) === flat(other);
}
