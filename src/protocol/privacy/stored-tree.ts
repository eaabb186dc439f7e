import { isSecretField } from "./secret-fields.ts";
import { MARK, isLoose, textOf, type Loose } from "./treatment.ts";

/** A node as far as selectors and treatments need it. */
export interface StoredNode {
  id: number;
  type: number;
  /** Lower case; `""` of what is no element. */
  tag: string;
  attributes: Map<string, string>;
  /** The element or document it is in; of a shadow root's children the host, of a frame's document the frame. */
  parent: StoredNode | null;
  isShadow: boolean;
  isQuirky: boolean;
  children: Set<StoredNode>;
  /** Whether it is, or ever was, a field whose value nobody may see. */
  isSecret: boolean;
  /** `ph` of the last event that told of it, when that let something through. */
  mark: "allow" | "field" | "";
}

const FIELDS = /^(?:input|textarea|select)$/;

function markOf(thing: Loose): StoredNode["mark"] {
  const mark = thing[MARK];
  return mark === "allow" || mark === "field" ? mark : "";
}

function items(list: unknown): Loose[] {
  return Array.isArray(list) ? list.filter(isLoose) : [];
}

/** The document of one page, followed through its stored events by rrweb's ids. */
export class StoredTree {
  private readonly nodes = new Map<number, StoredNode>();

  get size(): number {
    return this.nodes.size;
  }

  find(id: number): StoredNode | null {
    return this.nodes.get(id) ?? null;
  }

  /** Starts anew from a full snapshot. */
  reset(root: unknown): void {
    this.nodes.clear();
    this.add(root, null);
  }

  /** Follows the data of a mutation, in the order in which the player does. */
  mutate(data: Loose): void {
    for (const { id } of items(data["removes"])) {
      const node = this.nodes.get(id as number);
      if (node) this.remove(node);
    }
    let waiting = items(data["adds"]);
    // What is added to something that comes later in the list waits for it.
    for (let before = -1; waiting.length > 0 && waiting.length !== before;) {
      before = waiting.length;
      waiting = waiting.filter(({ parentId, node }) => {
        const parent = this.nodes.get(parentId as number);
        if (parent) this.add(node, parent);
        return !parent;
      });
    }
    // Nobody knows where these are; their treatment says so.
    for (const { node } of waiting) this.add(node, null);
    for (const change of items(data["texts"])) this.remark(change);
    for (const change of items(data["attributes"])) {
      this.remark(change);
      const node = this.nodes.get(change["id"] as number);
      if (node && isLoose(change["attributes"])) this.setAttributes(node, change["attributes"]);
    }
  }

  /** Notes the mark of something that came with an id. */
  remark(thing: Loose): void {
    const node = this.nodes.get(thing["id"] as number);
    if (node) node.mark = markOf(thing);
  }

  private remove(node: StoredNode): void {
    node.parent?.children.delete(node);
    node.parent = null;
    this.forget(node);
  }

  private forget(node: StoredNode): void {
    this.nodes.delete(node.id);
    for (const child of node.children) this.forget(child);
  }

  private add(serialised: unknown, parent: StoredNode | null): void {
    if (!isLoose(serialised)) return;
    const { id, type, tagName, attributes, childNodes, isShadow, compatMode } = serialised;
    if (typeof id !== "number" || typeof type !== "number") return;
    const known = this.nodes.get(id);
    // Moved: what is in it comes with it.
    if (known) this.remove(known);
    const node: StoredNode = {
      id,
      type,
      tag: textOf(tagName).toLowerCase(),
      attributes: new Map(),
      parent,
      isShadow: isShadow === true,
      isQuirky: compatMode === "BackCompat",
      children: new Set(),
      isSecret: known?.isSecret ?? false,
      mark: markOf(serialised),
    };
    this.nodes.set(id, node);
    parent?.children.add(node);
    if (isLoose(attributes)) this.setAttributes(node, attributes);
    if (Array.isArray(childNodes)) for (const child of childNodes) this.add(child, node);
  }

  private setAttributes(node: StoredNode, attributes: Loose): void {
    for (const name of Object.keys(attributes)) {
      const value = attributes[name];
      const lower = name.toLowerCase();
      if (typeof value === "string") node.attributes.set(lower, value);
      else if (typeof value === "number") node.attributes.set(lower, String(value));
      else if (value === true) node.attributes.set(lower, "");
      else if (value === null || value === false) node.attributes.delete(lower);
      // Single declarations of a style: there, whatever they say.
      else if (isLoose(value) && !node.attributes.has(lower)) node.attributes.set(lower, "");
    }
    node.isSecret ||= FIELDS.test(node.tag) && isSecretField((name) => node.attributes.get(name));
  }
}
