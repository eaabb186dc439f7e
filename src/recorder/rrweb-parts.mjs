// Functions of rrweb that are put in place of its own, because most of each serves options that the recorder does not use or
// browsers that it does not run in. Never called here: the build takes their text (rrweb-cuts.mjs), so what they name is found
// in rrweb's file. What they record is the same (rrweb-cuts.test.ts).
/* oxlint-disable no-undef, no-unused-vars, no-underscore-dangle -- see above */

/** A getter of the browser's own, also where the page has replaced it; looked up once. */
export function untainted(key, name) {
  let get;
  return (n) => {
    get ??= Object.getOwnPropertyDescriptor(getUntaintedPrototype(key), name)?.get;
    return get ? get.call(n) : n[name];
  };
}

export function contains(n, other) {
  contains.own ??= getUntaintedPrototype("Node").contains;
  return contains.own.call(n, other);
}

export function getRootNode(n) {
  getRootNode.own ??= getUntaintedPrototype("Node").getRootNode;
  return getRootNode.own.call(n);
}

export function host(n) {
  return n && "host" in n ? (host.own ??= untainted("ShadowRoot", "host"))(n) : null;
}

/** Every browser that rrweb is started in has this. */
export function getWindowScroll(win) {
  const { scrollingElement } = win.document;
  return {
    left: scrollingElement ? scrollingElement.scrollLeft : win.pageXOffset,
    top: scrollingElement ? scrollingElement.scrollTop : win.pageYOffset,
  };
}

export function getEventTarget(event) {
  // The hooks of setters call with an event of their own making.
  return event.composedPath?.()[0] ?? event.target;
}

/** `slimDOMOptions: true`. */
export function slimDOMExcluded({ type, tagName, attributes }) {
  if (type !== 2) return type === 5;
  const { rel, href } = attributes;
  if (tagName === "script") return true;
  if (tagName === "link")
    return (
      (rel === "preload" && attributes.as === "script") ||
      rel === "modulepreload" ||
      (rel === "prefetch" && typeof href === "string" && extractFileExtension(href) === "js") ||
      rel === "shortcut icon"
    );
  if (tagName !== "meta") return false;
  const [name, property, relation] = [attributes.name, attributes.property, rel].map((text) =>
    (text ?? "").toLowerCase(),
  );
  return (
    /^(msapplication-tile(image|color)|application-name|(og|twitter):.*|pinterest|robots|googlebot|bingbot|google-site-verification|yandex-verification|csrf-token|p:domain_verify|verify-v1|verification|shopify-checkout-api-token)$/s.test(
      name,
    ) ||
    /^(icon|apple-touch-icon|shortcut icon)$/.test(relation) ||
    /^(og|twitter|fb):/.test(property) ||
    attributes["http-equiv"] !== undefined
  );
}

export function serializeNode(n, options, needsMask) {
  const rootId = getRootId(options.doc, options.mirror);
  switch (n.nodeType) {
    case 9:
      return { type: 0, childNodes: [], ...(n.compatMode !== "CSS1Compat" && { compatMode: n.compatMode }) };
    case 10:
      return { type: 1, name: n.name, publicId: n.publicId, systemId: n.systemId, rootId };
    case 1:
      return serializeElementNode(n, options, rootId);
    case 3:
      return serializeTextNode(n, options, needsMask, rootId);
    case 4:
      return { type: 4, textContent: "", rootId };
    case 8:
      return { type: 5, textContent: textContent(n) || "", rootId };
  }
  return false;
}

export function serializeNodeWithId(n, options) {
  const { mirror, onSerialize, onIframeLoad, onStylesheetLoad, skipChild } = options;
  let { needsMask, preserveWhiteSpace = true } = options;
  needsMask ||= needMaskingText(n, options.maskTextClass, options.maskTextSelector, needsMask === undefined);
  const node = serializeNode(n, options, needsMask);
  if (!node) return null;
  const { type, tagName, attributes } = node;
  const isElementNode = type === 2;
  node.id = mirror.hasNode(n)
    ? mirror.getId(n)
    : slimDOMExcluded(node) || (!preserveWhiteSpace && type === 3 && !node.textContent.trim())
      ? IGNORED_NODE
      : genId();
  mirror.add(n, node);
  if (node.id === IGNORED_NODE) return null;
  onSerialize(n);
  const blocked = node.needBlock;
  if (isElementNode && !blocked) record.state?.serialise(n, attributes);
  delete node.needBlock;
  const root = isElementNode ? shadowRoot(n) : null;
  const isNative = root && isNativeShadowDom(root);
  if (isNative) {
    node.isShadowHost = true;
    // The player builds a root anew whenever it is told of the host, and knows nothing of its sheets then.
    if (root.adoptedStyleSheets?.length) record.adopting.push(n);
  }
  /** What is below or comes later is done like this one. */
  const again = (target, more) =>
    serializeNodeWithId(target, {
      ...options,
      needsMask,
      preserveWhiteSpace,
      skipChild: false,
      newlyAddedElement: false,
      cssCaptured: false,
      ...more,
    });
  if ((type === 0 || isElementNode) && !skipChild && !blocked) {
    if (tagName === "head") preserveWhiteSpace = false;
    const more = typeof attributes?._cssText === "string" && { cssCaptured: true };
    const addAll = (parent, isShadow) => {
      for (const child of Array.from(childNodes(parent))) {
        const added = again(child, more);
        if (!added) continue;
        if (isShadow) added.isShadow = true;
        node.childNodes.push(added);
      }
    };
    if (tagName !== "textarea" || attributes.value === undefined) addAll(n);
    if (root) addAll(root, isNative);
  }
  const parent = parentNode(n);
  if (parent && isShadowRoot(parent) && isNativeShadowDom(parent)) node.isShadow = true;
  if (tagName === "iframe" && !blocked)
    onceIframeLoaded(n, () => {
      const doc = n.contentDocument;
      const child = doc && again(doc, { doc });
      if (child) onIframeLoad(n, child);
    });
  const { rel, href } = attributes ?? {};
  if (
    tagName === "link" &&
    (rel === "stylesheet" || (rel === "preload" && typeof href === "string" && extractFileExtension(href) === "css"))
  )
    onceStylesheetLoaded(n, () => {
      const link = again(n);
      if (link) onStylesheetLoad(n, link);
    });
  return node;
}

/** Presses and other acts at a place; `PointerEvent` is everywhere. */
export function initMouseInteractionObserver({ mouseInteractionCb, doc, mirror, blockClass, blockSelector }) {
  let lastPointer = null;
  const events = {
    pointerup: 0,
    pointerdown: 1,
    click: 2,
    contextmenu: 3,
    dblclick: 4,
    focus: 5,
    blur: 6,
    touchcancel: 10,
  };
  const handlers = Object.entries(events).map(([name, key]) =>
    on(
      name,
      (event) => {
        const target = getEventTarget(event);
        if (isBlocked(target, blockClass, blockSelector, true)) return;
        const touch = event.changedTouches;
        let pointerType =
          { mouse: 0, pen: 1, touch: 2 }[event.pointerType] ?? (touch && !("pointerType" in event) ? 2 : null);
        // Touches have numbers of their own.
        const type = pointerType === 2 && key < 2 ? 9 - 2 * key : key;
        if (pointerType !== null) {
          lastPointer = pointerType;
          if (pointerType === 2 ? type > 6 : pointerType === 0 && type < 2) pointerType = null;
        } else if (key === 2) {
          pointerType = lastPointer;
          lastPointer = null;
        }
        const place = touch ? touch[0] : event;
        if (!place) return;
        callbackWrapper(mouseInteractionCb)({
          type,
          id: mirror.getId(target),
          x: place.clientX,
          y: place.clientY,
          ...(pointerType !== null && { pointerType }),
        });
      },
      doc,
    ),
  );
  return callbackWrapper(() => handlers.forEach((h) => h()));
}
