/** What rrweb cannot do without, beyond the language itself. */
const NEEDED = ["MutationObserver", "Proxy", "WeakMap", "ShadowRoot", "CSSStyleSheet", "PromiseRejectionEvent"];

/** Whether the DOM can be captured in this window. */
export function supportsPlayback(place: object): boolean {
  const names = place as Record<string, { prototype?: { getAttributeNames?: unknown } } | undefined>;
  return NEEDED.every((name) => names[name]) && !!names["Element"]?.prototype?.getAttributeNames;
}
