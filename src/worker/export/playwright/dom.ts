import { isLoose, textOf, type Loose } from "../../../protocol/privacy/treatment.ts";

/** A node of a recorded document, with its text and its place among its siblings. */
export interface DomNode {
  id: number;
  /** rrweb's: 0 document, 2 element, 3 text. */
  type: number;
  /** Lower case; empty of what is no element. */
  tag: string;
  attributes: Map<string, string>;
  text: string;
  /** Of a shadow tree's top the host, of a frame's document the frame. */
  parent: DomNode | null;
  children: DomNode[];
}

function items(list: unknown): Loose[] {
  return Array.isArray(list) ? list.filter(isLoose) : [];
}

/** A document, followed through its events. */
export class Dom {
  private nodes = new Map<number, DomNode>();
  root: DomNode | null = null;

  find(id: number): DomNode | null {
    return this.nodes.get(id) ?? null;
  }

  reset(root: unknown): void {
    this.nodes = new Map();
    this.root = this.add(root, null, null);
  }

  /** In the order in which the player does. */
  mutate(data: Loose): void {
    for (const { id } of items(data["removes"])) this.remove(this.find(id as number));
    let waiting = items(data["adds"]);
    // What is added to, or before, something that comes later in the list waits for it.
    for (let before = -1; waiting.length > 0 && waiting.length !== before;) {
      before = waiting.length;
      waiting = waiting.filter(({ parentId, nextId, node }) => {
        const [parent, next] = [this.find(parentId as number), this.find(nextId as number)];
        if (!parent || (typeof nextId === "number" && !next)) return true;
        this.add(node, parent, next);
        return false;
      });
    }
    for (const { parentId, node } of waiting) {
      const parent = this.find(parentId as number);
      if (parent) this.add(node, parent, null);
    }
    for (const { id, value } of items(data["texts"])) {
      const node = this.find(id as number);
      if (node) node.text = textOf(value);
    }
    for (const { id, attributes } of items(data["attributes"])) {
      const node = this.find(id as number);
      if (node && isLoose(attributes)) setAttributes(node, attributes);
    }
  }

  private add(serialised: unknown, parent: DomNode | null, next: DomNode | null): DomNode | null {
    if (!isLoose(serialised)) return null;
    const { id, type, tagName, attributes, childNodes, textContent, isStyle } = serialised;
    if (typeof id !== "number" || typeof type !== "number") return null;
    this.remove(this.find(id));
    const node: DomNode = {
      id,
      type,
      tag: textOf(tagName).toLowerCase(),
      attributes: new Map(),
      text: isStyle === true ? "" : textOf(textContent),
      parent,
      children: [],
    };
    this.nodes.set(id, node);
    const at = next ? (parent?.children.indexOf(next) ?? -1) : -1;
    if (at < 0) parent?.children.push(node);
    else parent?.children.splice(at, 0, node);
    if (isLoose(attributes)) setAttributes(node, attributes);
    for (const child of items(childNodes)) this.add(child, node, null);
    return node;
  }

  private remove(node: DomNode | null): void {
    if (!node) return;
    const siblings = node.parent?.children ?? [];
    const at = siblings.indexOf(node);
    if (at >= 0) siblings.splice(at, 1);
    this.forget(node);
  }

  private forget(node: DomNode): void {
    this.nodes.delete(node.id);
    for (const child of node.children) this.forget(child);
  }
}

function setAttributes(node: DomNode, attributes: Loose): void {
  for (const [name, value] of Object.entries(attributes)) {
    const lower = name.toLowerCase();
    if (typeof value === "string" || typeof value === "number") node.attributes.set(lower, String(value));
    else if (value === true) node.attributes.set(lower, "");
    else if (value === null || value === false) node.attributes.delete(lower);
  }
}

/** The nodes in this one, in order, without those in frames. */
export function* within(node: DomNode): Generator<DomNode> {
  for (const child of node.children) {
    if (child.type === 0 && node.type !== 0) continue;
    yield child;
    yield* within(child);
  }
}

/** The document a node is in. */
export function documentOf(node: DomNode): DomNode {
  let at = node;
  while (at.type !== 0 && at.parent) at = at.parent;
  return at;
}
