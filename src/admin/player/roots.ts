/** A document or a shadow tree: what `querySelectorAll` and `getAnimations` stop at. */
export type Root = Document | ShadowRoot;

/** A document with all shadow trees and frames in it, however deep. */
export function rootsIn(root: Root): Root[] {
  const roots: Root[] = [root];
  for (const element of root.querySelectorAll("*")) {
    if (element.shadowRoot) roots.push(...rootsIn(element.shadowRoot));
    // By name, not `instanceof`: these elements belong to another window.
    const inner = element.localName === "iframe" ? (element as HTMLIFrameElement).contentDocument : null;
    if (inner) roots.push(...rootsIn(inner));
  }
  return roots;
}

/** The document that a root belongs to. */
export function documentOf(root: Root): Document {
  return root.ownerDocument ?? (root as Document);
}
