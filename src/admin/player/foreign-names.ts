import { EventType, IncrementalSource, type RecordedEvent } from "../../protocol/events.ts";
import type { Root } from "./roots.ts";
import type { SerialisedNode } from "./sanitise-node.ts";

/*
 * rrweb's player knows HTML and SVG, and of SVG's names with capitals not all. What it builds of the others is drawn as words or not
 * at all, so it is built anew here.
 */

const MATHML = "http://www.w3.org/1998/Math/MathML";

/** Names by lower case: of MathML, and of SVG's that rrweb leaves in lower case. */
const NAMES = new Map<string, string>([
  ...(
    "math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle merror mpadded mphantom msub msup msubsup munder mover munderover " +
    "mmultiscripts mprescripts none mtable mtr mlabeledtr mtd semantics annotation maction menclose"
  )
    .split(" ")
    .map((name) => [name, name] as const),
  ["textpath", "textPath"],
]);

const SELECTOR = [...NAMES.keys()].join();

function holds({ tagName, childNodes }: SerialisedNode): boolean {
  return NAMES.has(tagName?.toLowerCase() ?? "") || (childNodes ?? []).some(holds);
}

/** Whether an event brings elements that `renameForeign` acts on. */
export function tellsForeign({ type, data }: RecordedEvent): boolean {
  if (type === EventType.FullSnapshot) return holds((data as { node: SerialisedNode }).node);
  if (type !== EventType.IncrementalSnapshot) return false;
  const { source, adds } = data as { source: number; adds?: { node: SerialisedNode }[] };
  return source === IncrementalSource.Mutation && !!adds?.some(({ node }) => holds(node));
}

/** Gives elements that were built as others their own kind. `replaced` hears of each. */
export function renameForeign(roots: readonly Root[], replaced: (from: Element, to: Element) => void): void {
  for (const root of roots)
    for (const element of root.querySelectorAll(SELECTOR)) {
      const name = NAMES.get(element.localName);
      // Done already.
      if (!name || element.namespaceURI === MATHML) continue;
      const namespace = name === element.localName ? MATHML : element.namespaceURI;
      const made = element.ownerDocument.createElementNS(namespace, name);
      for (const attribute of element.attributes) made.setAttributeNode(attribute.cloneNode() as Attr);
      made.append(...element.childNodes);
      element.replaceWith(made);
      replaced(element, made);
    }
}
