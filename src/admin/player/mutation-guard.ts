import { NOT_KEPT } from "./not-kept.ts";
import { withinReach } from "./reach.ts";
import { sanitiseCss } from "./sanitise-css.ts";
import { NodeType } from "./sanitise-node.ts";

/** A mutation, after `sanitise`. */
export interface Mutation {
  attributes?: { id: number; attributes: Record<string, unknown> }[];
  texts?: { id: number; value: string | null }[];
  adds?: { parentId: number; node: { type: number; textContent?: string } }[];
}

interface Named {
  nodeName: string;
  parentNode: Named | null;
}

/** The nodes of the picture by id: real ones, or rrweb's virtual ones during a jump. */
export interface NamedNodes {
  getNode(id: number): Named | null;
}

/** Elements of SVG that load what their `href` names. */
const LOADING_HREF = new Set(["IMAGE", "USE", "FEIMAGE"]);

function tagOf(node: Named | null | undefined): string | undefined {
  return node?.nodeName.toUpperCase();
}

/** Whether it is a file of ours, or nothing to load. */
function isKept(address: string): boolean {
  return address.startsWith("/api/sessions/") || withinReach(address) !== null;
}

/**
 * What can only be judged when it is known whose it is; changes `data`. A frame's content comes from the recording: an address would
 * replace it with a page of errors. Some elements load what their `href` names. Text in a `style` is a style sheet. A document that is
 * put into anything but a frame would empty the picture, and a doctype in an element fails all that was to be built with it.
 */
export function guardMutation(data: Mutation, nodes: NamedNodes): void {
  for (const { id, attributes } of data.attributes ?? [])
    for (const name of Object.keys(attributes)) {
      const low = name.toLowerCase();
      const tag = tagOf(nodes.getNode(id)) ?? "";
      if ((low === "src" || low === NOT_KEPT) && tag === "IFRAME") delete attributes[name];
      if (low.endsWith("href") && LOADING_HREF.has(tag) && !isKept(String(attributes[name]))) delete attributes[name];
    }
  for (const change of data.texts ?? [])
    if (change.value && tagOf(nodes.getNode(change.id)?.parentNode) === "STYLE")
      change.value = sanitiseCss(change.value);
  if (!data.adds) return;
  data.adds = data.adds.filter(({ parentId, node }) => {
    const parent = tagOf(nodes.getNode(parentId));
    if (parent === undefined) return true;
    if (parent === "STYLE" && node.textContent) node.textContent = sanitiseCss(node.textContent);
    if (node.type === NodeType.Document) return parent === "IFRAME";
    return node.type !== NodeType.DocumentType || parent === "#DOCUMENT";
  });
}
