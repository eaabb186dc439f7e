/** What rrweb cannot do without, beyond the language itself. */
const NEEDED = ["MutationObserver", "Proxy", "WeakMap", "ShadowRoot", "CSSStyleSheet", "PromiseRejectionEvent"];

/** Whether the DOM can be captured in this window. */
export function supportsPlayback(place: object): boolean {
  const names = place as Record<string, { prototype?: { getAttributeNames?: unknown } } | undefined>;
  return NEEDED.every((name) => names[name]) && !!names["Element"]?.prototype?.getAttributeNames;
}

/** Whether a page around this one, of the same origin, carries the recorder: its recording has this document as a part. */
export function isPartOfPage(place: Window): boolean {
  // Across origins there is no `frameElement`.
  while (place.frameElement) {
    place = place.parent;
    if ((place as { playhead?: { sessionUrl?: unknown } }).playhead?.sessionUrl) return true;
  }
  return false;
}
