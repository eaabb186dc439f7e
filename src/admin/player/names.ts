import { EventType, IncrementalSource, type RecordedEvent } from "../../protocol/events.ts";
import { NodeType, type SerialisedNode } from "./sanitise-node.ts";

/** What can be said about an element in words. */
export interface Named {
  tag: string;
  /** What a person would call it: its text, label or placeholder. Empty when there is nothing to say. */
  name: string;
}

interface Entry {
  tag: string;
  label: string;
  /** Its name in the page's code, for want of a better one. */
  code: string;
  text: string;
  parent: number;
}

const NAME_CHARS = 80;
/** Elements a person means when clicking on something inside them. */
const TARGETS = new Set([
  "a",
  "button",
  "label",
  "summary",
  "option",
  "select",
  "input",
  "textarea",
  "li",
  "tr",
  "th",
  "td",
]);
const LABELS = ["aria-label", "alt", "title", "placeholder", "data-playhead"];
/** Named by the label around them or their `name` in code, never by the text in them: that is what the visitor wrote. */
const FIELDS = new Set(["input", "select", "textarea"]);
/** Text of big containers is no name. */
const OWN_TEXT_MAX = 400;

function tidy(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, NAME_CHARS);
}

function labelOf(node: SerialisedNode): string {
  const attributes = node.attributes ?? {};
  for (const name of LABELS) {
    const value = attributes[name];
    if (typeof value === "string" && value.trim() !== "") return tidy(value);
  }
  const { type, value } = attributes;
  return node.tagName === "input" && (type === "submit" || type === "button") && typeof value === "string"
    ? tidy(value)
    : "";
}

/** Names of the elements of one document, kept up to date event by event. */
export interface Names {
  read(event: RecordedEvent): void;
  /** The element with this id or the one around it that a person would name. */
  find(id: number): Named | null;
}

export function createNames(): Names {
  let entries = new Map<number, Entry>();

  /** Adds a node and what is in it; returns its text, as far as a name needs it. */
  function add(node: SerialisedNode, parent: number): string {
    if (node.type === NodeType.Text) {
      const text = node.isStyle ? "" : tidy(node.textContent ?? "");
      entries.set(node.id, { tag: "#text", label: "", code: "", text, parent });
      return text;
    }
    const { name, id } = node.attributes ?? {};
    const code = typeof name === "string" && name ? name : typeof id === "string" ? id : "";
    const entry: Entry = {
      tag: (node.tagName ?? "").toLowerCase(),
      label: labelOf(node),
      code: tidy(code),
      text: "",
      parent,
    };
    entries.set(node.id, entry);
    const field = FIELDS.has(entry.tag);
    for (const child of node.childNodes ?? []) {
      const text = add(child, node.id);
      if (text && !field && entry.text.length < OWN_TEXT_MAX) entry.text += (entry.text ? " " : "") + text;
    }
    return entry.text.length < OWN_TEXT_MAX ? entry.text : "";
  }

  function change(data: {
    adds?: { parentId: number; node: SerialisedNode }[];
    texts?: { id: number; value: string | null }[];
  }): void {
    for (const { parentId, node } of data.adds ?? []) {
      const text = add(node, parentId);
      const parent = entries.get(parentId);
      if (parent && text && parent.text.length < OWN_TEXT_MAX) parent.text = tidy(`${parent.text} ${text}`);
    }
    for (const { id, value } of data.texts ?? []) {
      const entry = entries.get(id);
      if (!entry) continue;
      entry.text = tidy(value ?? "");
      const parent = entries.get(entry.parent);
      if (parent) parent.text = entry.text;
    }
  }

  function read(event: RecordedEvent): void {
    if (event.type === EventType.FullSnapshot) {
      entries = new Map();
      add((event.data as { node: SerialisedNode }).node, 0);
    } else if (event.type === EventType.IncrementalSnapshot) {
      const data = event.data as { source: number };
      if (data.source === IncrementalSource.Mutation) change(data as Parameters<typeof change>[0]);
    }
  }

  /** The text of the `label` around a field. */
  function enclosing(field: Entry): string {
    for (let entry = entries.get(field.parent), up = 0; entry && up < 3; entry = entries.get(entry.parent), up++)
      if (entry.tag === "label") return entry.label || tidy(entry.text);
    return "";
  }

  function find(id: number): Named | null {
    let nearest: Named | null = null;
    // Ten levels are enough to get from an icon's path to its button.
    for (let entry = entries.get(id), up = 0; entry && up < 10; entry = entries.get(entry.parent), up++) {
      if (entry.tag === "body" || entry.tag === "html" || entry.tag === "") break;
      if (entry.tag === "#text") continue;
      const name = entry.label || tidy(entry.text);
      if (FIELDS.has(entry.tag)) return { tag: entry.tag, name: name || enclosing(entry) || entry.code };
      if (TARGETS.has(entry.tag)) return { tag: entry.tag, name };
      if (!nearest || (nearest.name === "" && name !== "")) nearest = { tag: entry.tag, name };
    }
    return nearest;
  }

  return { read, find };
}
