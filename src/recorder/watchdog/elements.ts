/** The document in a frame, when it is of the same origin. */
function innerDocument(element: Element): Document | null {
  return element.localName === "iframe" ? (element as HTMLIFrameElement).contentDocument : null;
}

/** Elements below a node, with open shadow roots and frames of the same origin. Stops counting beyond `limit`. */
export function countElements(root: ParentNode, limit: number): number {
  // A live collection only counts; most pages that are too large are known by it.
  const rough = root instanceof Document ? root.getElementsByTagName("*").length : 0;
  if (rough > limit) return rough;
  const all = root.querySelectorAll("*");
  let count = all.length;
  for (const element of all) {
    if (count > limit) break;
    const inner = element.shadowRoot ?? innerDocument(element);
    if (inner) count += countElements(inner, limit - count);
  }
  return count;
}
