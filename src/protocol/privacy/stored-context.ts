import { NODE } from "./nodes.ts";
import { RULE_ORDER, type HoldingRules } from "./stored-rules.ts";
import type { StoredNode, StoredTree } from "./stored-tree.ts";
import { matchesNode } from "./tree-match.ts";
import type { PageContext, Treatment } from "./treatment.ts";

/** Elements whose `value` is what the page says, not what somebody entered. */
const LABELS = /^(?:button|option|progress|meter|li|data|param)$/;

/** What a live page would say, of a document that is followed through its stored events. */
export function storedContext(tree: StoredTree, rules: HoldingRules, { titles }: { titles: boolean }): PageContext {
  const found = new Map<StoredNode, Treatment>();
  // Where it stood cannot be told: if anything is to be hidden, this may be it.
  const unknown: Treatment = rules.hides ? "mask" : "";

  const own = (node: StoredNode): Treatment => {
    const said = RULE_ORDER.find((_, at) => matchesNode(node, rules.selectors[at]!));
    if (said) return said === "allow" ? "field" : said;
    const edited = node.attributes.get("contenteditable");
    return node.attributes.get("data-playhead") || (edited !== undefined && edited !== "false") ? "mask" : "";
  };

  const find = (node: StoredNode): Treatment => {
    const within = holding(node);
    if (within === "block") return within;
    const treatment = own(node) || (within === "field" ? "allow" : within === "secret" ? "mask" : within);
    const hidden = treatment === "block" || treatment === "ignore" || treatment === "mask";
    if (node.isSecret && !hidden) return "secret";
    return treatment || (rules.trustsMarks ? node.mark : "");
  };

  /** What holds for what is in the holder of this node. */
  function holding(node: StoredNode): Treatment {
    let holder = node.parent;
    while (holder && holder.type !== NODE.Element && holder.parent) holder = holder.parent;
    if (holder) return holder.type === NODE.Element ? of(holder) : "";
    return node.type === NODE.Document ? "" : unknown;
  }

  function of(node: StoredNode): Treatment {
    let treatment = found.get(node);
    if (treatment === undefined) found.set(node, (treatment = find(node)));
    return treatment;
  }

  return {
    treatment(id) {
      const node = tree.find(id);
      if (!node) return unknown;
      if (node.type === NODE.Element) return of(node);
      const tag = node.parent?.tag ?? "";
      const treatment = holding(node);
      const hidden =
        /^(?:script|noscript)$/.test(tag) ||
        (tag === "title" && !titles) ||
        (tag === "textarea" && treatment !== "field");
      if (hidden && treatment !== "block") return "mask";
      const mark = rules.trustsMarks && !treatment ? node.mark : "";
      return treatment === "field" ? "allow" : treatment === "secret" ? "mask" : treatment || mark;
    },
    kind(id) {
      const node = tree.find(id);
      if (!node) return "";
      if (node.type === NODE.Text) return node.parent?.tag === "style" ? "css" : "";
      const type = (node.attributes.get("type") ?? "").toLowerCase();
      return LABELS.test(node.tag) || (node.tag === "input" && /^(?:button|submit|reset)$/.test(type)) ? "label" : "";
    },
    // Only the live page knew.
    size: () => null,
  };
}
