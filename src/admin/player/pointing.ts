import { FOCUS_RING, STATES, type State } from "./css-states.ts";

/** Where the pointer is, and what is known about it. */
export interface Pointing {
  /** The element it was over when it was last heard of. */
  node: Node | null;
  x: number;
  y: number;
  /** Nothing has happened since: the element is still the one. */
  fresh: boolean;
  /** Whether a button is down. */
  pressed: boolean;
}

/** The one of a shadow tree's own elements that is on top: what is put into its slots belongs to its host's tree. */
function ownAt(root: ShadowRoot, x: number, y: number): Element | undefined {
  return root.elementsFromPoint(x, y).find((element) => element.getRootNode() === root);
}

/** The element on top at a point of a document, inside of shadow trees and frames. */
export function elementAt(document: Document, x: number, y: number): Element | null {
  let found = document.elementFromPoint(x, y);
  for (let inner: Element | null | undefined = found; inner?.shadowRoot; found = inner) {
    inner = ownAt(inner.shadowRoot, x, y);
    if (!inner) break;
  }
  const frame = found?.localName === "iframe" ? (found as HTMLIFrameElement) : null;
  if (!frame?.contentDocument) return found;
  const { left, top } = frame.getBoundingClientRect();
  return elementAt(frame.contentDocument, x - left - frame.clientLeft, y - top - frame.clientTop) ?? frame;
}

/** What the pointer is over now. */
export function pointedAt({ node, x, y, fresh }: Pointing): Element | null {
  if (!node) return null;
  const document = node.ownerDocument ?? (node as Document);
  if (fresh && node.nodeType === 1 && node.isConnected) return node as Element;
  return document.defaultView ? elementAt(document, x, y) : null;
}

/** The element with all that it lies in as it is drawn: through slots, out of shadow trees, and out of frames when `frames`. */
function around(element: Element | null, frames: boolean): Set<Element> {
  const found = new Set<Element>();
  for (let each = element; each;) {
    found.add(each);
    const parent: Node | null = each.assignedSlot ?? each.parentNode;
    // By node type, not `instanceof`: these nodes belong to another window.
    if (parent?.nodeType === 1) each = parent as Element;
    else if (parent?.nodeType === 11) each = (parent as ShadowRoot).host ?? null;
    else each = frames ? (each.ownerDocument.defaultView?.frameElement ?? null) : null;
  }
  return found;
}

/** Pointing at a label is pointing at what it labels. */
function withLabelled(elements: Set<Element>): Set<Element> {
  for (const element of elements) {
    const { control } = element as HTMLLabelElement;
    if (element.localName === "label" && control) elements.add(control);
  }
  return elements;
}

const NONE: ReadonlySet<Element> = new Set();

const HOST_RULE = `@layer playhead { :host([${STATES["focus-visible"]}]) { ${FOCUS_RING} } }`;

/**
 * Rules of the document weigh more than those that a component has for itself, so a component's ring is drawn by a rule of its own
 * tree, where that is the weakest.
 */
function ringInside(host: Element, root: ShadowRoot): void {
  host.setAttribute(STATES["focus-visible"], "host");
  const { CSSStyleSheet } = host.ownerDocument.defaultView as Window & typeof globalThis;
  if (root.adoptedStyleSheets.some((each) => rings.has(each))) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(HOST_RULE);
  rings.add(sheet);
  root.adoptedStyleSheets.push(sheet);
}

const rings = new WeakSet<CSSStyleSheet>();

/** Marks elements with the states that rewritten selectors ask for. */
export interface StateMarks {
  point(pointing: Pointing | null, top: Document): void;
  focus(element: Element | null, ring: boolean): void;
}

export function createStateMarks(): StateMarks {
  const marked = new Map<State, ReadonlySet<Element>>();

  function mark(state: State, next: ReadonlySet<Element>): void {
    const name = STATES[state];
    for (const element of marked.get(state) ?? []) if (!next.has(element)) element.removeAttribute(name);
    for (const element of next) if (!element.hasAttribute(name)) element.setAttribute(name, "");
    marked.set(state, next);
  }

  return {
    point(pointing, top) {
      const target = pointing && pointedAt(pointing);
      const frame = top.defaultView?.frameElement;
      const hovered = target ? withLabelled(around(target, true)) : new Set<Element>();
      // The replay's own frame is no part of the page, nor what is around it.
      if (frame) for (const element of around(frame, true)) hovered.delete(element);
      mark("hover", hovered);
      mark("active", pointing?.pressed ? hovered : NONE);
    },
    focus(element, ring) {
      const own = new Set(element ? [element] : []);
      mark("focus", own);
      mark("focus-visible", ring ? own : NONE);
      if (ring && element?.shadowRoot) ringInside(element, element.shadowRoot);
      mark("focus-within", around(element, false));
    },
  };
}
