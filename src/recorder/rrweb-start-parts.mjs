// More functions in place of rrweb's own (see rrweb-parts.mjs): those that start everything.
/* oxlint-disable no-undef, no-unused-vars -- see rrweb-parts.mjs */

/** Frames of the page's own origin. */
export class IframeManager {
  constructor(options) {
    Object.assign(this, options);
  }
  addLoadListener(listener) {
    this.loadListener = listener;
  }
  attachIframe(frame, node) {
    const { mirror, mutationCb, stylesheetManager } = this;
    const adds = [{ parentId: mirror.getId(frame), nextId: null, node }];
    mutationCb({ adds, removes: [], texts: [], attributes: [], isAttachIframe: true });
    this.loadListener(frame);
    const doc = frame.contentDocument;
    if (doc) stylesheetManager.adoptStyleSheets(doc.adoptedStyleSheets ?? [], mirror.getId(doc));
  }
}

export function initObservers(o) {
  const win = o.doc.defaultView;
  if (!win) return () => {};
  const [observer, cleanup] = initMutationObserver(o, o.doc);
  const stops = [
    () => mutationBuffers.forEach((buffer) => buffer.reset()),
    () => observer.disconnect(),
    cleanup,
    initMoveObserver(o),
    initMouseInteractionObserver(o),
    initScrollObserver(o),
    initViewportResizeObserver(o, { win }),
    initInputObserver(o),
    initMediaInteractionObserver(o),
    initStyleSheetObserver(o, { win }),
    initAdoptedStyleSheetObserver(o, o.doc),
    initStyleDeclarationObserver(o, { win }),
    initSelectionObserver(o),
    initCustomElementObserver(o),
  ];
  return callbackWrapper(() => stops.forEach((stop) => stop()));
}

/** Selections in frames are seen as well, and those in fields: as a range whose ends are the field. */
export function initSelectionObserver({ doc, mirror, blockClass, blockSelector, selectionCb }) {
  let none = true;
  const look = callbackWrapper(() => {
    const selection = doc.getSelection();
    let field = doc.activeElement;
    while (field?.shadowRoot?.activeElement) field = field.shadowRoot.activeElement;
    if (!selection) return;
    const { isCollapsed, rangeCount } = selection;
    const { selectionStart, selectionEnd } = field || {};
    const inField = isCollapsed && selectionStart < selectionEnd;
    if (none && isCollapsed && !inField) return;
    none = isCollapsed && !inField;
    const ranges = [];
    const add = (startContainer, startOffset, endContainer, endOffset) => {
      for (const end of [startContainer, endContainer]) if (isBlocked(end, blockClass, blockSelector, true)) return;
      ranges.push({ start: mirror.getId(startContainer), startOffset, end: mirror.getId(endContainer), endOffset });
    };
    if (inField) add(field, selectionStart, field, selectionEnd);
    else
      for (let i = 0; i < rangeCount; i++) {
        const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(i);
        add(startContainer, startOffset, endContainer, endOffset);
      }
    selectionCb({ ranges });
  });
  look();
  return on("selectionchange", look, doc);
}

/** Records from now on: the document is there. The names of options are rrweb's. */
export function record({ emit, errorHandler, slimDOMOptions, sampling = {}, maskAllInputs, ...given }) {
  registerErrorHandler(errorHandler);
  mirror.reset();
  const wrappedEmit = (event) => {
    event.timestamp = nowTimestamp();
    emit(event);
  };
  const tell = (source) => (data) => wrappedEmit({ type: 3, data: { source, ...data } });
  record.adopting = [];
  /** After the event that tells of them. */
  const adopt = () => {
    for (const host of record.adopting.splice(0))
      stylesheetManager.adoptStyleSheets(shadowRoot(host).adoptedStyleSheets, mirror.getId(host));
  };
  const tellMutation = tell(0);
  const mutationCb = (mutation) => {
    tellMutation(mutation);
    adopt();
  };
  const scrollCb = tell(3);
  const stylesheetManager = new StylesheetManager({
    mutationCb,
    adoptedStyleSheetCb: tell(15),
    styleSheetRuleCb: tell(8),
  });
  const iframeManager = new IframeManager({ mirror, mutationCb, stylesheetManager });
  const names =
    "color,date,datetime-local,email,month,number,range,search,tel,text,time,url,week,textarea,select,password".split(
      ",",
    );
  const options = {
    blockClass: "rr-block",
    blockSelector: null,
    ignoreClass: "rr-ignore",
    ignoreSelector: null,
    maskTextClass: "rr-mask",
    maskTextSelector: null,
    inlineStylesheet: true,
    maskInputOptions: maskAllInputs ? Object.fromEntries(names.map((name) => [name, true])) : { password: true },
    ...given,
    sampling,
    doc: document,
    mirror,
    mutationCb,
    mousemoveCb: (positions, source) => tell(source)({ positions }),
    mouseInteractionCb: tell(2),
    scrollCb,
    viewportResizeCb: tell(4),
    inputCb: tell(5),
    mediaInteractionCb: tell(7),
    styleSheetRuleCb: tell(8),
    styleDeclarationCb: tell(13),
    selectionCb: tell(14),
    customElementCb: tell(16),
    iframeManager,
    stylesheetManager,
    processedNodeManager: new ProcessedNodeManager(),
  };
  record.change = (n, attributes) => {
    const id = mirror.getId(n);
    if (id > 0) mutationCb({ texts: [], attributes: [{ id, attributes }], removes: [], adds: [] });
  };
  const shadowDomManager = (options.shadowDomManager = new ShadowDomManager({
    mutationCb,
    scrollCb,
    bypassOptions: options,
    mirror,
  }));
  record.takeFullSnapshot = () => {
    const { href } = location;
    wrappedEmit({ type: 4, data: { href, width: innerWidth, height: innerHeight } });
    stylesheetManager.reset();
    shadowDomManager.init();
    mutationBuffers.forEach((buffer) => buffer.lock());
    const node = serializeNodeWithId(document, {
      ...options,
      onSerialize(n) {
        if (hasShadowRoot(n)) shadowDomManager.addShadowRoot(shadowRoot(n), document);
      },
      onIframeLoad(iframe, child) {
        iframeManager.attachIframe(iframe, child);
        shadowDomManager.observeAttachShadow(iframe);
      },
      onStylesheetLoad: (link, child) => stylesheetManager.attachLinkElement(link, child),
    });
    wrappedEmit({ type: 2, data: { node, initialOffset: getWindowScroll(window) } });
    adopt();
    mutationBuffers.forEach((buffer) => buffer.unlock());
    stylesheetManager.adoptStyleSheets(document.adoptedStyleSheets ?? [], mirror.getId(document));
  };
  const handlers = [];
  const observe = (doc) => handlers.push(callbackWrapper(initObservers)({ ...options, doc }));
  iframeManager.addLoadListener(({ contentDocument }) => {
    // Of another origin, most likely.
    if (contentDocument) observe(contentDocument);
  });
  record.takeFullSnapshot();
  observe(document);
  return () => {
    for (const handler of handlers) {
      try {
        handler();
      } catch {
        // The frame is gone.
      }
    }
    shadowDomManager.reset();
    // Buffers of a recording that has ended were kept for as long as the document, with every node they knew.
    mutationBuffers.length = 0;
    unregisterErrorHandler();
  };
}
