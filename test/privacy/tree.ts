import type { RecordedEvent } from "../../src/protocol/events.ts";

/** A piece of a page, written once for both: serialised nodes as rrweb makes them, and HTML for a real page. */
export interface Tree {
  tag: string;
  attributes?: Record<string, string>;
  children?: (Tree | string)[];
  /** `!--` comments and raw text have no markup in them. */
  raw?: boolean;
}

type Node = Record<string, unknown>;

const SVG = /^(?:svg|g|path|text|image|use|foreignObject|title|style|rect)$/;
const VOID = /^(?:input|img|meta|link|base|source|track|embed|area)$/;

/** Serialised as rrweb does, with ids from `from` on. */
export function serialise(tree: Tree | string, from = 10, inSvg = false): Node {
  let id = from;
  const visit = (part: Tree | string, svg: boolean): Node => {
    if (typeof part === "string") return { type: 3, textContent: part, id: id++ };
    if (part.tag === "!--") return { type: 5, textContent: String(part.children?.[0] ?? ""), id: id++ };
    const isSVG = part.tag === "svg" || (svg && SVG.test(part.tag));
    const mine = id++;
    return {
      type: 2,
      tagName: part.tag.toLowerCase(),
      attributes: { ...part.attributes },
      childNodes: (part.children ?? []).map((child) => visit(child, isSVG)),
      id: mine,
      ...(isSVG && { isSVG: true }),
    };
  };
  return visit(tree, inSvg);
}

/** A whole document with this in its body. */
export function snapshotOf(...parts: (Tree | string)[]): RecordedEvent {
  const body: Tree = { tag: "body", children: parts };
  const html: Tree = { tag: "html", attributes: { lang: "en" }, children: [{ tag: "head" }, body] };
  const doctype = { type: 1, name: "html", publicId: "", systemId: "", id: 2 };
  return {
    type: 2,
    data: {
      node: { type: 0, childNodes: [doctype, serialise(html)], id: 1 },
      initialOffset: { left: 0, top: 0 },
    },
    timestamp: 1,
  };
}

/** The same, come later. */
export function additionOf(tree: Tree | string): RecordedEvent {
  const adds = [{ parentId: 4, nextId: null, node: serialise(tree) }];
  return { type: 3, data: { source: 0, texts: [], attributes: [], removes: [], adds }, timestamp: 2 };
}

/** Its attributes, come later. */
export function attributesOf({ attributes = {} }: Tree): RecordedEvent {
  const changes = [{ id: 10, attributes: { ...attributes } }];
  return { type: 3, data: { source: 0, texts: [], attributes: changes, removes: [], adds: [] }, timestamp: 3 };
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

/** As HTML. */
export function toHtml(tree: Tree | string): string {
  if (typeof tree === "string") return escape(tree);
  const { tag, attributes = {}, children = [], raw } = tree;
  if (tag === "!--") return `<!--${String(children[0])}-->`;
  const names = Object.entries(attributes).map(([name, value]) => ` ${name}="${escape(value)}"`);
  const inner = children.map((child) => (raw && typeof child === "string" ? child : toHtml(child))).join("");
  return `<${tag}${names.join("")}>${VOID.test(tag) ? "" : `${inner}</${tag}>`}`;
}
