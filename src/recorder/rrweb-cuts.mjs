// What the build leaves out of @rrweb/record. Its one file is not written to be tree-shaken: a quarter of it serves options
// that the recorder does not use (canvas, cross-origin iframes, inline images, fonts, plugins' hooks). Every cut names what
// it expects to find and stops the build when that is not there, once: another version has to be looked at first.
// rrweb's masking and blocking stay whole: by class, by selector, by function.
import * as domParts from "./rrweb-parts.mjs";
import * as moveParts from "./rrweb-move-parts.mjs";
import * as shadowParts from "./rrweb-shadow-parts.mjs";
import * as startParts from "./rrweb-start-parts.mjs";
import * as styleParts from "./rrweb-style-parts.mjs";

/** Replaces exactly one occurrence. */
function swap(text, from, to) {
  const parts = text.split(from);
  if (parts.length !== 2)
    throw new Error(`rrweb: expected once, found ${parts.length - 1} times: ${from.slice(0, 80)}`);
  return parts.join(to);
}

/** Replaces the block that begins with the line `head` and ends with the first line `end` after it. */
function swapBlock(text, head, to, end = "}") {
  const from = text.indexOf(`\n${head}`);
  const until = text.indexOf(`\n${end}\n`, from);
  if (from < 0 || until < 0) throw new Error(`rrweb: not found: ${head}`);
  return swap(text, text.slice(from, until + end.length + 1), `\n${to}`);
}

/** Unused with the options of `rrweb.ts`: the block, and what stays of it. */
const BLOCKS = [
  // recordCanvas: false
  ["class CanvasManager {", ""],
  ["for (var i = 0; i < chars.length; i++) {", ""],
  ['  if (tagName === "canvas" && recordCanvas) {', "", "  }"],
  // inlineImages: false
  ['  if (tagName === "img" && inlineImages) {', "", "  }"],
  // No page is frozen.
  ["  freeze() {\n    this.frozen", "", "  }"],
  ["  unfreeze() {\n    this.frozen", "", "  }"],
  ["  isFrozen() {\n    return this.frozen", "", "  }"],
  ["record.addCustomEvent = ", "", "};"],
  ["record.freezePage = ", "", "};"],
  ["record.takeFullSnapshot = ", "", "};"],
  // What only the player asks a mirror.
  ["  getIds() {", "", "  }"],
  ["  replace(id, n) {", "", "  }"],
  ["  getStyle(id) {", "", "  }"],
  ["  generateId() {", "", "  }"],
  // Does nothing.
  ["  trackLinkElement(linkEl) {", "", "  }"],
  ["  trackStylesheetInLinkElement(_linkEl) {", "", "  }"],
  // Nodes of the player's virtual DOM; there are none in a page.
  ["  if (n instanceof BaseRRNode && ", "", "  }"],
  // The old `rrweb.mirror`, which nobody can reach here.
  ["let _mirror = {", "", "};"],
  ['if (typeof window !== "undefined" && window.Proxy && window.Reflect) {', ""],
  // Browsers that rrweb is not started in (`support.ts`).
  ["if (!/* @__PURE__ */ /[1-9][0-9]{12}/", ""],
  ['    [\n      "mutationCb",', "    Object.assign(this, options);", "    });"],
];

/** Single places, and what stands there instead. */
const PLACES = [
  // The canvas worker's blob was made on every page.
  ['typeof self !== "undefined" && self.Blob && new Blob([jsContent]', "false && ([jsContent]"],
  // The watchdog tells steps from pauses.
  ["this.genAdds = ((n, target) => {\n", "this.genAdds = ((n, target) => {\n      record.step?.(n);\n"],
  ["this.emit = (() => {\n", "this.emit = (() => {\n      record.step?.();\n"],
  // No canvas to hold up.
  ["    this.canvasManager.lock();\n", ""],
  ["    this.canvasManager.unlock();\n", ""],
  ["    this.canvasManager.reset();\n", ""],
  ["if (this.frozen || this.locked)", "if (this.locked)"],
  // A frame on its way to another origin still has the empty document that it begins with; its address is told all the same.
  [
    "    if (!n.contentDocument) {\n      attributes.rr_src",
    '    if (!n.contentDocument || (/^http/.test(n.src) && !n.src.startsWith(location.origin + "/"))) {\n      attributes.rr_src',
  ],
  // What is named by a fragment is in the page, whatever its base is.
  [
    'name === "href" && !(tagName === "use" && value[0] === "#")',
    'name === "href" && (tagName === "a" || value[0] !== "#")',
  ],
  // keepIframeSrcFn: never
  [" && !keepIframeSrcFn(attributes.src)", ""],
  [" && !this.keepIframeSrcFn(value)", ""],
  // Both managers have nothing to do with them before they are loaded.
  [
    "            if (isSerializedIframe(currentN, this.mirror)) {\n              this.iframeManager.addIframe(currentN);\n            }\n",
    "",
  ],
  [
    "            if (isSerializedStylesheet(currentN, this.mirror)) {\n              this.stylesheetManager.trackLinkElement(\n                currentN\n              );\n            }\n",
    "",
  ],
  ["    this.trackLinkElement(linkEl);\n", ""],
  // That nothing is adopted any more is told too.
  [
    "  adoptStyleSheets(sheets, hostId) {\n    if (sheets.length === 0) return;",
    "  adoptStyleSheets(sheets, hostId, changed) {\n    if (sheets.length === 0 && !changed) return;",
  ],
  // Sheets whose rules the browser cannot write down are told by the text that their maker has kept.
  [
    "    const styles = [];\n    for (const sheet of sheets) {",
    "    const styles = [], texts = [];\n    for (const sheet of sheets) {",
  ],
  [
    "        styleId = this.styleMirror.add(sheet);\n        styles.push({",
    "        styleId = this.styleMirror.add(sheet);\n        const replaceSync = keptText(record.mirror.getNode(hostId), sheet);\n        if (replaceSync) texts.push({ styleId, replaceSync });\n        styles.push({",
  ],
  [
    "    this.adoptedStyleSheetCb(adoptedStyleSheetData);\n  }",
    "    this.adoptedStyleSheetCb(adoptedStyleSheetData);\n    texts.forEach(this.styleSheetRuleCb);\n  }",
  ],
  [
    "    this.adoptedStyleSheetCb = options.adoptedStyleSheetCb;",
    "    this.adoptedStyleSheetCb = options.adoptedStyleSheetCb;\n    this.styleSheetRuleCb = options.styleSheetRuleCb;",
  ],
  // What media had to wait for is no part of where they are.
  [
    '    on("seeked", handler(MediaInteractions.Seeked), doc),',
    '    on("seeked", handler(MediaInteractions.Seeked), doc),\n    on("playing", handler(MediaInteractions.Seeked), doc),',
  ],
  // slimDOMOptions: true
  ['n.tagName === "TITLE" && slimDOMOptions.headTitleMutations', "false"],
  // What happens to fields is told further, and so are other things that concern no value.
  [
    "  function eventHandler(event) {\n    let target = getEventTarget(event);\n",
    "  initInputObserver.heard = eventHandler;\n  function eventHandler(event) {\n    let target = getEventTarget(event);\n    record.state?.touched(target, event.type, eventHandler);\n",
  ],
  [
    'sampling.input === "last" ? ["change"] : ["input", "change"]',
    '["input", "change", "reset", "submit", "invalid", "focusout", "toggle", "fullscreenchange"]',
  ],
  [
    "    // Some UI library use selectedIndex",
    '    [currentWindow.HTMLInputElement.prototype, "indeterminate"],\n    // Some UI library use selectedIndex',
  ],
  // The loading of frames and sheets is waited for as long as everywhere.
  [
    "function onceIframeLoaded(iframeEl, listener, iframeLoadTimeout) {",
    "function onceIframeLoaded(iframeEl, listener) {",
  ],
  ["    }, iframeLoadTimeout);", "    }, 5e3);"],
  [
    "function onceStylesheetLoaded(link, listener, styleSheetLoadTimeout) {",
    "function onceStylesheetLoaded(link, listener) {",
  ],
  ["  }, styleSheetLoadTimeout);", "  }, 5e3);"],
  ["function serializeTextNode(n, options) {", "function serializeTextNode(n, options, needsMask, rootId) {"],
  [
    "  const { needsMask, maskTextFn, rootId, cssCaptured } = options;",
    "  const { maskTextFn, cssCaptured } = options;",
  ],
  ["function serializeElementNode(n, options) {", "function serializeElementNode(n, options, rootId) {"],
  ["    this.frozen = (false);\n", ""],
  ["    newlyAddedElement = false,\n    rootId\n  } = options;", "    newlyAddedElement\n  } = options;"],
  ["const height = getWindowHeight();", "const height = innerHeight;"],
  ["const width = getWindowWidth();", "const width = innerWidth;"],
];

/** The page's DOM through the browser's own getters: what `index` holds in rrweb. */
const GETTERS =
  "ownerDocument childNodes parentNode parentElement textContent firstChild lastChild nextSibling previousSibling".split(
    " ",
  );

/** Options that are left out wherever they are handed on. */
const OPTIONS = ["inlineImages", "recordCanvas", "dataURLOptions", "keepIframeSrcFn", "slimDOMOptions"];

/** Enumerations that are only read as `Name.Member`: their numbers go in directly. */
const ENUMS = ["EventType", "IncrementalSource", "PointerTypes", "MediaInteractions", "NodeType"];

function inlineEnum(text, name) {
  const members = new Map();
  for (const [, member, value] of text.matchAll(new RegExp(`${name}2\\["(\\w+)"\\] = (\\d+)\\]`, "g")))
    members.set(member, value);
  return text.replaceAll(new RegExp(`(?<![\\w.])${name}\\.(\\w+)`, "g"), (_, member) => {
    if (!members.has(member)) throw new Error(`rrweb: ${name} has no ${member}`);
    return members.get(member);
  });
}

/** Ours that have none of rrweb's to take the place of. */
const ADDED = new Set(["untainted", "hookSheet", "rootsOf", "keptText"]);

/** Puts a function or class of ours in the place of rrweb's of that name. */
function replacePart(text, part) {
  const code = String(part);
  if (ADDED.has(part.name)) return `${text}\n${code}\n`;
  return swapBlock(text, code.startsWith("class") ? `class ${part.name} {` : `function ${part.name}(`, code);
}

/**
 * rrweb's `record.js` without what the recorder does not use. Mended on the way: buffers of an ended recording are let go, what
 * a sheet refuses is the page's own error again, and `addRule` and `removeRule` are given back.
 */
export function cutRrweb(source) {
  let text = source;
  for (const [head, to, end] of BLOCKS) text = swapBlock(text, head, to, end);
  // Class fields through a helper, because of old compilers.
  text = text
    .replaceAll(/^ +__publicField\(this, "\w+"\);\n/gm, "")
    .replaceAll(/__publicField\(this, "(\w+)", /g, "this.$1 = (");
  // What the observers of the DOM have seen passes by the recorder, which leaves out what is too much.
  text = swap(
    text,
    "callbackWrapper(mutationBuffer.processMutations.bind(mutationBuffer))",
    "callbackWrapper((record.observe ?? ((process) => process))(mutationBuffer.processMutations.bind(mutationBuffer)))",
  );
  for (const [from, to] of PLACES) text = swap(text, from, to);
  for (const part of Object.values({ ...domParts, ...moveParts, ...shadowParts, ...styleParts, ...startParts }))
    text = replacePart(text, part);
  for (const name of GETTERS)
    text = swapBlock(text, `function ${name}(n) {`, `const ${name} = untainted("Node", "${name}");`);
  text = text.replaceAll(/\bindex\.(\w+)\(/g, "$1(");
  for (const name of OPTIONS)
    text = text
      .replaceAll(new RegExp(`^ +${name}(: this\\.${name}| = [^,\\n]+)?,?\\n`, "gm"), "")
      .replaceAll(`, this.${name})`, ")");
  for (const name of ENUMS) text = inlineEnum(text, name);
  return text;
}
