// More functions in place of rrweb's own (see rrweb-parts.mjs): those that look after shadow roots, their style sheets, and scrolling.
/* oxlint-disable no-undef, no-unused-vars -- see rrweb-parts.mjs */

/** Closed roots, by host: no getter leads to them. Those that were attached before us are handed over by whoever was there. */
export function rootsOf() {
  return (rootsOf.closed ??= record.roots ?? new WeakMap());
}

export function shadowRoot(n) {
  if (!n || !("shadowRoot" in n)) return null;
  return (shadowRoot.own ??= untainted("Element", "shadowRoot"))(n) ?? rootsOf().get(n) ?? null;
}

/** Observes each shadow root once. */
export class ShadowDomManager {
  constructor(options) {
    Object.assign(this, options);
    this.restoreHandlers = [];
    this.init();
  }
  init() {
    this.reset();
    this.patchAttachShadow(Element, document);
  }
  addShadowRoot(root, doc) {
    if (!isNativeShadowDom(root) || this.shadowDoms.has(root)) return;
    this.shadowDoms.add(root);
    const { bypassOptions, mutationCb, scrollCb, mirror } = this;
    const options = { ...bypassOptions, doc, mutationCb, mirror, shadowDomManager: this };
    const [observer] = initMutationObserver(options, root);
    this.restoreHandlers.push(
      () => observer.disconnect(),
      // What is not composed does not leave the root.
      initScrollObserver({ ...options, scrollCb, doc: root }),
      initAdoptedStyleSheetObserver(options, root),
      ...["input", "change", "reset", "submit", "invalid", "toggle"].map((name) =>
        on(
          name,
          callbackWrapper((event) => initInputObserver.heard?.(event)),
          root,
        ),
      ),
    );
  }
  observeAttachShadow({ contentWindow, contentDocument }) {
    if (contentWindow && contentDocument) this.patchAttachShadow(contentWindow.Element, contentDocument);
  }
  patchAttachShadow(element, doc) {
    const manager = this;
    const { prototype } = element;
    const original = prototype.attachShadow;
    let active = true;
    const wrapper = function (...args) {
      const root = original.apply(this, args);
      if (root.mode === "closed") rootsOf().set(this, root);
      if (active && inDom(this)) manager.addShadowRoot(root, doc);
      return root;
    };
    prototype.attachShadow = wrapper;
    this.restoreHandlers.push(() => {
      active = false;
      // Somebody else may have wrapped it since.
      if (prototype.attachShadow === wrapper) prototype.attachShadow = original;
    });
  }
  reset() {
    for (const handler of this.restoreHandlers) {
      try {
        handler();
      } catch {
        // The frame is gone.
      }
    }
    this.restoreHandlers = [];
    this.shadowDoms = new WeakSet();
  }
}

/**
 * Tells when a document or shadow root takes other sheets: by assignment, or in place, for which it has to be read first. What it
 * has when it is serialised is told with it.
 */
export function initAdoptedStyleSheetObserver({ mirror, stylesheetManager }, root) {
  const win = (ownerDocument(root) ?? root).defaultView;
  const own =
    win && Object.getOwnPropertyDescriptor((root.host ? win.ShadowRoot : win.Document).prototype, "adoptedStyleSheets");
  if (!own) return () => {};
  const read = () => [...own.get.call(root)];
  let told = read();
  const tell = callbackWrapper(() => {
    const sheets = read();
    if (sheets.length === told.length && sheets.every((sheet, i) => sheet === told[i])) return;
    told = sheets;
    const id = mirror.getId(root.host ?? root);
    if (id > 0) stylesheetManager.adoptStyleSheets(sheets, id, true);
  });
  Object.defineProperty(root, "adoptedStyleSheets", {
    configurable: true,
    enumerable: true,
    get() {
      Promise.resolve().then(tell);
      return own.get.call(this);
    },
    set(sheets) {
      own.set.call(this, sheets);
      tell();
    },
  });
  return () => delete root.adoptedStyleSheets;
}

/** Positions of everything that has scrolled, at most so often: elements that scroll in step are all there (rrweb takes the last). */
export function initScrollObserver({ scrollCb, doc, mirror, blockClass, blockSelector, sampling }) {
  const scrolled = new Set();
  const tell = callbackWrapper(
    throttle(
      callbackWrapper(() => {
        for (const target of scrolled) {
          const id = mirror.getId(target);
          const { left, top } =
            target === doc && doc.defaultView
              ? getWindowScroll(doc.defaultView)
              : { left: target.scrollLeft, top: target.scrollTop };
          scrollCb({ id, x: left, y: top });
        }
        scrolled.clear();
      }),
      sampling.scroll,
    ),
  );
  return on(
    "scroll",
    (event) => {
      const target = getEventTarget(event);
      if (!target || isBlocked(target, blockClass, blockSelector, true)) return;
      scrolled.add(target);
      tell();
    },
    doc,
  );
}
