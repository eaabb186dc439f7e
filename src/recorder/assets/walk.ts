import { EventType, IncrementalSource, type RecordedEvent } from "../../protocol/events.ts";
import { SHOWN_VALUE } from "../../protocol/privacy/shown-value.ts";
import { markAttributes, markCss, type Use } from "./addresses.ts";
import { rulesOf } from "./rules.ts";

/** What is read of rrweb's serialised nodes. */
interface Serialised {
  id: number;
  textContent?: string;
  attributes?: Record<string, unknown>;
  childNodes?: Serialised[];
}

type Rules = { rule: string }[];

/** What is read of the data of incremental events. */
interface Change {
  source: number;
  id?: number;
  adds?: ({ node: Serialised } & { rule?: string })[];
  attributes?: { id: number; attributes: Record<string, unknown> }[];
  texts?: { id: number; value: string | null }[];
  styles?: { rules: Rules }[];
  replace?: string;
  replaceSync?: string;
  set?: { value?: string | null };
}

export interface Walk {
  asked: Asked;
  /** The node in the page. */
  node(id: number): Node | null;
  /** Whether what this element shows may leave the page. */
  isShown(element: Element): boolean;
  use(url: string, kind: Parameters<Use>[1], element: Node): void;
  /** Looks at the attributes of an element before they are marked. */
  visit(id: number, attributes: Record<string, unknown>, element: Element): unknown;
}

/** What sheets ask of attributes, as far as they have been seen. */
export interface Asked {
  /** Names of those whose values they show. */
  shown: Set<string>;
  /** Names and values that they compare, as `name=value`. */
  compared: Set<string>;
  /** Constructed sheets that have been looked at. */
  sheets: WeakSet<CSSStyleSheet>;
}

/** Sheets show values: numbers of lines, labels, tooltips. */
const SHOWN = /\battr\(\s*(data-[\w-]{1,48})/g;
/** Words that the site has written into its own sheets are no secrets. */
const COMPARED = /\[([a-z][\w-]{0,47})[~|^$*]?=["']?(?!\S*\d{5})([\w%.+-]{1,32})["']?(?: [is])?\]/gi;

const FIELD = "input,textarea,select,[contenteditable]";

/** Pages hand what is typed to a sheet, so that something grows with it: around a field, or beside it. */
function isByField(element: Element): boolean {
  const { previousElementSibling: before, nextElementSibling: after } = element;
  return [element, before, after].some((each) => each?.matches(FIELD) || each?.querySelector(FIELD));
}

/** Marks every address of a file in an event, and adds the values that sheets show, in place. */
export function walkEvent({ type, data }: RecordedEvent, { node, isShown, use, visit, asked }: Walk): void {
  const useOf =
    (element: Node): Use =>
    (url, kind) =>
      use(url, kind, element);
  const { shown, compared, sheets } = asked;
  const learn = (text: string) => {
    for (const [, name] of text.matchAll(SHOWN)) shown.add(name!);
    for (const [, name, word] of text.matchAll(COMPARED)) compared.add(`${name}=${word}`);
  };
  /** Sheets are told after what they belong to. */
  const learnAdopted = (root: Document | ShadowRoot | null | undefined) => {
    for (const sheet of root?.adoptedStyleSheets ?? [])
      if (!sheets.has(sheet)) {
        sheets.add(sheet);
        learn(rulesOf(sheet));
      }
  };
  const learnTree = ({ id, attributes, childNodes }: Serialised) => {
    const { _cssText: sheet } = attributes ?? {};
    if (sheet) learn(sheet as string);
    if (attributes) learnAdopted((node(id) as Element | null)?.shadowRoot);
    childNodes?.forEach(learnTree);
  };
  const css = (text: string, at: Node) => {
    learn(text);
    return markCss(text, ((at as HTMLLinkElement).sheet?.href ?? at.baseURI) || document.baseURI, useOf(at));
  };

  const attributesOf = (id: number, attributes: Record<string, unknown>, changed?: true) => {
    const element = node(id) as Element | null;
    if (!element?.localName || !(/^(?:link|use)$/.test(element.localName) || isShown(element))) return;
    for (const name in attributes) {
      const value = attributes[name] as string;
      // Of a change nobody else knows whether it is a part of a drawing.
      const part = changed && name === "href" && (element as SVGElement).ownerSVGElement && value?.[0] === "#";
      if (
        part
          ? element.localName !== "a"
          : shown.has(name)
            ? !isByField(element)
            : compared.has(`${name}=${value}`.replace(/-(?:start|end)$/, ""))
      )
        attributes[SHOWN_VALUE + name] = value;
    }
    visit(id, attributes, element);
    markAttributes(attributes, element, useOf(element));
  };
  const tree = ({ id, attributes, childNodes, textContent }: Serialised, parent?: Node | null, out?: Serialised) => {
    if (attributes) attributesOf(id, attributes);
    if (out && textContent && parent?.nodeName === "STYLE") out.textContent = css(textContent, parent);
    const own = childNodes?.length ? node(id) : null;
    for (const child of childNodes ?? []) tree(child, own, child);
  };

  if (type === EventType.FullSnapshot) {
    const { node: whole } = data as { node: Serialised };
    learnAdopted(document);
    learnTree(whole);
    tree(whole);
  }
  if (type !== EventType.IncrementalSnapshot) return;
  const change = data as Change;
  if (change.source === IncrementalSource.Mutation) {
    for (const { node: added } of change.adds ?? []) learnTree(added);
    for (const { attributes } of change.attributes ?? []) learnTree({ id: 0, attributes });
    for (const { node: added } of change.adds ?? []) tree(added, node(added.id)?.parentNode, added);
    for (const { id, attributes } of change.attributes ?? []) attributesOf(id, attributes, true);
    for (const text of change.texts ?? []) {
      const parent = node(text.id)?.parentNode;
      if (text.value && parent?.nodeName === "STYLE") text.value = css(text.value, parent);
    }
    return;
  }
  const at = (change.id && node(change.id)) || document;
  for (const list of [change.adds as Rules | undefined, ...(change.styles ?? []).map(({ rules }) => rules)])
    for (const rule of list ?? []) if (rule.rule) rule.rule = css(rule.rule, at);
  if (change.replace) change.replace = css(change.replace, at);
  if (change.replaceSync) change.replaceSync = css(change.replaceSync, at);
  if (change.set?.value) change.set.value = css(change.set.value, at);
}
