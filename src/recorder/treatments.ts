import { globMatches } from "../protocol/glob.ts";
import type { RecorderPrivacy } from "../protocol/privacy/privacy.schema.ts";
import { isSecretField } from "../protocol/privacy/secret-fields.ts";
import { isReadable, type PageContext, type Treatment } from "../protocol/privacy/treatment.ts";
import { faults } from "./guard.ts";
import { step } from "./watchdog/strides.ts";

/** What holds for the nodes of the live page. */
export interface Treatments extends PageContext {
  /** Whether a rule names this field, so that its value may be read. */
  isOpen(field: Element): boolean;
  /** Whether what this element shows may leave the page. */
  isShown(element: Element): boolean;
  /** Forgets what was found out: the page may have changed. */
  fresh(): void;
}

/** The stronger first: at one element, `mask` wins over `allow`. */
const ORDER = ["block", "mask", "ignore", "allow"] as const;

/** Elements whose `value` is what the page says, not what somebody entered. */
const LABELS = /^(?:BUTTON|OPTION|PROGRESS|METER|LI|DATA|PARAM)$/;
const FIELDS = /^(?:INPUT|TEXTAREA|SELECT)$/;

/** Fields that hold, or ever held, what nobody may see. They stay so whatever becomes of them. */
const secrets = new WeakSet<Element>();

function isSecret(field: Element): boolean {
  const found =
    secrets.has(field) ||
    (field as HTMLInputElement).type === "password" ||
    isSecretField((name) => field.getAttribute(name));
  if (found) secrets.add(field);
  return found;
}

/** Whether the browser takes it for a selector. One that it does not is left out, and counted. */
function isSelector(selector: string): boolean {
  try {
    document.createDocumentFragment().querySelector(selector);
    return true;
  } catch {
    faults.count++;
    return false;
  }
}

/** One selector for each treatment, of the rules that hold on this path. */
function selectorsOf({ rules }: RecorderPrivacy, path: string): string[] {
  return ORDER.map((treatment) => {
    const holding = rules.filter((rule) => rule.treatment === treatment && (!rule.url || globMatches(rule.url, path)));
    return [
      `[data-playhead="${treatment}"]`,
      ...holding.map(({ selector }) => selector).filter((selector) => isSelector(selector)),
    ].join(",");
  });
}

/** The element that this node is in: through shadow roots and frames of this origin. */
function holderOf(node: Node): Element | null {
  const { parentNode } = node;
  if (!parentNode) return (node as Document).defaultView?.frameElement ?? (node as ShadowRoot).host ?? null;
  return parentNode.nodeType === 1 ? (parentNode as Element) : holderOf(parentNode);
}

/** `nodeOf` gives the node with an id of rrweb's. */
export function createTreatments(privacy: RecorderPrivacy, nodeOf: (id: number) => Node | null): Treatments {
  let found = new WeakMap<Node, Treatment>();
  let path: string | undefined;
  let selectors: string[] = [];
  let any = "";

  /** What is said of the element itself. */
  const own = (element: Element): Treatment => {
    // One look at all of them is enough for most.
    const said = element.matches(any) ? ORDER.findIndex((_, at) => element.matches(selectors[at]!)) : -1;
    const treatment = said < 0 ? "" : ORDER[said]!;
    if (treatment) return treatment === "allow" ? "field" : treatment;
    // A word that is not known may have been meant to hide something; what is edited is as good as a field.
    const edited = element.getAttribute("contenteditable");
    return element.getAttribute("data-playhead") || (edited !== null && edited !== "false") ? "mask" : "";
  };

  const find = (element: Element): Treatment => {
    step(element);
    const holder = holderOf(element);
    const within = holder ? of(holder) : "";
    if (within === "block") return within;
    const edited = element.ownerDocument.designMode === "on" && !element.parentElement ? "mask" : "";
    const treatment = own(element) || edited || (within === "field" ? "allow" : within === "secret" ? "mask" : within);
    const hidden = treatment === "block" || treatment === "ignore" || treatment === "mask";
    const secret = FIELDS.test(element.tagName) && isSecret(element);
    return secret && !hidden ? "secret" : treatment;
  };

  function of(element: Element): Treatment {
    let treatment = found.get(element);
    if (treatment === undefined) found.set(element, (treatment = find(element)));
    return treatment;
  }

  function fresh(): void {
    found = new WeakMap();
    if (path === location.pathname) return;
    selectors = selectorsOf(privacy, (path = location.pathname));
    any = selectors.join(",");
  }

  fresh();
  return {
    fresh,
    isShown: (element) => isReadable(of(element), { privacy, report() {} }),
    isOpen(field) {
      fresh();
      return of(field) === "field" && privacy.mode !== "content_free";
    },
    treatment(id) {
      const node = nodeOf(id);
      // Gone meanwhile: what it was cannot be asked any more.
      if (!node) return "mask";
      if (node.nodeType === 1) return of(node as Element);
      const holder = holderOf(node);
      if (!holder) return "";
      const treatment = of(holder);
      const hidden =
        /^(?:SCRIPT|NOSCRIPT)$/.test(holder.tagName) ||
        (holder.tagName === "TITLE" && !privacy.titles) ||
        (holder.tagName === "TEXTAREA" && treatment !== "field");
      if (hidden && treatment !== "block") return "mask";
      return treatment === "field" ? "allow" : treatment === "secret" ? "mask" : treatment;
    },
    kind(id) {
      const node = nodeOf(id);
      if (!node) return "";
      if (node.nodeType === 3) return holderOf(node)?.tagName.toLowerCase() === "style" ? "css" : "";
      const { tagName, type } = node as HTMLInputElement;
      return LABELS.test(tagName) || (tagName === "INPUT" && /^(?:button|submit|reset)$/.test(type)) ? "label" : "";
    },
    size(id) {
      const { width, height } = (nodeOf(id) as Element).getBoundingClientRect();
      return { width, height };
    },
  };
}
