import { EventType, IncrementalSource, type RecordedEvent } from "../../protocol/events.ts";
import type { SerialisedNode } from "./sanitise-node.ts";

/** Names that a custom element can have, as far as pages use them (HTML, "valid custom element name"). */
const NAME = /^[a-z][\w.]*-[\w.-]*$/;

function addFrom(names: Set<string>, { isCustom, tagName, childNodes }: SerialisedNode): void {
  if (isCustom && tagName) names.add(tagName);
  for (const child of childNodes ?? []) addFrom(names, child);
}

/** Names of the elements that the page had defined by this event. */
export function definedBy({ type, data }: RecordedEvent): Set<string> {
  const names = new Set<string>();
  if (type === EventType.FullSnapshot) addFrom(names, (data as { node: SerialisedNode }).node);
  if (type !== EventType.IncrementalSnapshot) return names;
  const { source, adds, define } = data as {
    source: number;
    adds?: { node: SerialisedNode }[];
    define?: { name: string };
  };
  if (source === IncrementalSource.Mutation) for (const { node } of adds ?? []) addFrom(names, node);
  if (source === IncrementalSource.CustomElement && define) names.add(define.name);
  return names;
}

/**
 * Defines elements that do nothing, so that `:defined` holds where it did. rrweb does so only for what it does not build in a
 * jump, and not when a definition comes after the element.
 */
export function defineElements(view: (Window & typeof globalThis) | null, names: ReadonlySet<string>): void {
  for (const name of names)
    if (view && NAME.test(name) && !view.customElements.get(name))
      view.customElements.define(name, class extends view.HTMLElement {});
}
