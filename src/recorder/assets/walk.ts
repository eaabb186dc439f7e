import { EventType, IncrementalSource, type RecordedEvent } from "../../protocol/events.ts";
import { SHOWN_VALUE } from "../../protocol/privacy/shown-value.ts";
import { markAttributes, markCss, type Use } from "./addresses.ts";

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
  /** Names of attributes that sheets show, as far as they have been seen. */
  shown: Set<string>;
  /** The node in the page. */
  node(id: number): Node | null;
  /** Whether what this element shows may leave the page. */
  isShown(element: Element): boolean;
  use(url: string, kind: Parameters<Use>[1], element: Node): void;
  /** Looks at the attributes of an element before they are marked. */
  visit(id: number, attributes: Record<string, unknown>, element: Element): unknown;
}

/** Sheets show values: numbers of lines, labels, tooltips. */
const SHOWN = /\battr\(\s*(data-[\w-]{1,48})/g;

const FIELD = "input,textarea,select,[contenteditable]";

/** Pages hand what is typed to a sheet, so that something grows with it: around a field, or beside it. */
function isByField(element: Element): boolean {
  const { previousElementSibling: before, nextElementSibling: after } = element;
  return [element, before, after].some((each) => each?.matches(FIELD) || each?.querySelector(FIELD));
}

/** Marks every address of a file in an event, and adds the values that sheets show, in place. */
export function walkEvent({ type, data }: RecordedEvent, { node, isShown, use, visit, shown }: Walk): void {
  const useOf =
    (element: Node): Use =>
    (url, kind) =>
      use(url, kind, element);
  const learn = (text: string) => {
    for (const [, name] of text.matchAll(SHOWN)) shown.add(name!);
  };
  const css = (text: string, at: Node) => {
    learn(text);
    return markCss(text, ((at as HTMLLinkElement).sheet?.href ?? at.baseURI) || document.baseURI, useOf(at));
  };

  const attributesOf = (id: number, attributes: Record<string, unknown>) => {
    const element = node(id) as Element | null;
    if (!element?.localName || !(/^(?:link|use)$/.test(element.localName) || isShown(element))) return;
    const { _cssText: sheet } = attributes;
    if (sheet) learn(sheet as string);
    for (const name of shown)
      if (name in attributes && !isByField(element)) attributes[SHOWN_VALUE + name] = attributes[name];
    visit(id, attributes, element);
    markAttributes(attributes, element, useOf(element));
  };
  const tree = ({ id, attributes, childNodes, textContent }: Serialised, parent?: Node | null, out?: Serialised) => {
    if (attributes) attributesOf(id, attributes);
    if (out && textContent && parent?.nodeName === "STYLE") out.textContent = css(textContent, parent);
    const own = childNodes?.length ? node(id) : null;
    for (const child of childNodes ?? []) tree(child, own, child);
  };

  if (type === EventType.FullSnapshot) tree((data as { node: Serialised }).node);
  if (type !== EventType.IncrementalSnapshot) return;
  const change = data as Change;
  if (change.source === IncrementalSource.Mutation) {
    for (const { node: added } of change.adds ?? []) tree(added, node(added.id)?.parentNode, added);
    for (const { id, attributes } of change.attributes ?? []) attributesOf(id, attributes);
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
