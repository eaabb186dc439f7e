import { IncrementalSource, type RecordedEvent } from "../../protocol/events.ts";

/** What of rrweb's player has to do with sheets that scripts have constructed. */
export interface SheetOwner {
  usingVirtualDom: boolean;
  iframe: HTMLIFrameElement;
  styleMirror: { getStyle(id: number): CSSStyleSheet | null; add(sheet: CSSStyleSheet, id: number): void };
  virtualDom: { mirror: NodeFinder };
  getMirror(): NodeFinder;
  applyStyleSheetRule(data: object, sheet: CSSStyleSheet): void;
  applyStyleSheetMutation(data: object): void;
}

interface NodeFinder {
  getNode(id: number): unknown;
  getMeta(node: unknown): { rootId?: number } | null;
}

interface SheetData {
  source: number;
  id?: number;
  styleId?: number;
  styles?: { styleId: number; rules: object[] }[];
}

/** The window of the document that node `id` is in; the outermost one's when nobody knows the node any more. */
function windowOf(owner: SheetOwner, id: number | undefined): (Window & typeof globalThis) | null {
  const real = owner.getMirror();
  const nodes = owner.usingVirtualDom ? owner.virtualDom.mirror : real;
  const node = id === undefined ? null : nodes.getNode(id);
  const root = node ? nodes.getMeta(node)?.rootId : undefined;
  const document = root === undefined ? owner.iframe.contentDocument : (real.getNode(root) as Document | null);
  return document?.defaultView ?? null;
}

interface Host {
  nodeType: number;
  shadowRoot: object | null;
  attachShadow(options: { mode: "open" }): unknown;
}

/**
 * Gives the element its shadow root: an element that is defined after the snapshot takes its sheets before anything is in its root, and
 * rrweb's player makes roots only for what is put into them.
 */
function attachRoot(owner: SheetOwner, id: number | undefined): void {
  const nodes = owner.usingVirtualDom ? owner.virtualDom.mirror : owner.getMirror();
  const host = id === undefined ? null : (nodes.getNode(id) as Host | null);
  if (host?.nodeType !== Node.ELEMENT_NODE || host.shadowRoot) return;
  try {
    host.attachShadow({ mode: "open" });
  } catch (error) {
    // An element that can't have one: the recording says what is not so.
    if (!(error instanceof DOMException)) throw error;
  }
}

/**
 * Makes constructed sheets when they are told of, and changes them when they change. rrweb does both at the end of a jump, and
 * in the wrong order: a sheet that came with an element which is gone by then was never made, and changes went to sheets that
 * were not there yet. Answers what is left for rrweb to do.
 */
export function takeSheets(owner: SheetOwner, event: RecordedEvent): RecordedEvent | null {
  const data = event.data as SheetData;
  if (data.source === IncrementalSource.AdoptedStyleSheet) {
    attachRoot(owner, data.id);
    const view = windowOf(owner, data.id);
    // A frame that is made at the end of the jump: rrweb knows it then.
    if (!view) return event;
    for (const { styleId, rules } of data.styles ?? []) {
      const sheet = new view.CSSStyleSheet();
      owner.styleMirror.add(sheet, styleId);
      owner.applyStyleSheetRule({ source: IncrementalSource.StyleSheetRule, adds: rules }, sheet);
    }
    return { ...event, data: { ...data, styles: [] } };
  }
  const { source, styleId } = data;
  if (source !== IncrementalSource.StyleSheetRule && source !== IncrementalSource.StyleDeclaration) return event;
  if (!styleId || !owner.styleMirror.getStyle(styleId)) return event;
  owner.applyStyleSheetMutation(data);
  return null;
}
