// What the build leaves out of @rrweb/record. Its one file is not written to be tree-shaken: a quarter of it serves options
// that the recorder does not use (canvas, cross-origin iframes, inline images, fonts, plugins' hooks). Every cut names what
// it expects to find and stops the build when that is not there, once: another version has to be looked at first.

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
  ["class CanvasManager {", "class CanvasManager { freeze() {} unfreeze() {} lock() {} unlock() {} reset() {} }"],
  ['  if (tagName === "canvas" && recordCanvas) {', "", "  }"],
  // inlineImages: false
  ['  if (tagName === "img" && inlineImages) {', "", "  }"],
  // recordCrossOriginIframes: false
  ["class CrossOriginIframeMirror {", "class CrossOriginIframeMirror {}"],
  ["  handleMessage(message) {", "  handleMessage() {}\n}", "}"],
  // collectFonts: false
  ["function initFontObserver(", "function initFontObserver() {}"],
  // no hooks
  ["function mergeHooks(o, hooks) {", "function mergeHooks() {}"],
  // Nodes of the player's virtual DOM; there are none in a page.
  ["class BaseRRNode {", "class BaseRRNode {}"],
  // The old `rrweb.mirror`, which nobody can reach here.
  ["let _mirror = {", "", "};"],
  ['if (typeof window !== "undefined" && window.Proxy && window.Reflect) {', ""],
];

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

/** rrweb's `record.js` without what the recorder does not use, with one leak mended and one place to look in. */
export function cutRrweb(source) {
  let text = source;
  for (const [head, to, end] of BLOCKS) text = swapBlock(text, head, to, end);
  // The canvas worker's blob was made on every page.
  text = swap(text, 'typeof self !== "undefined" && self.Blob && new Blob([jsContent]', "false && ([jsContent]");
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
  for (const name of ENUMS) text = inlineEnum(text, name);
  // Buffers of a recording that has ended were kept for as long as the document, with every node they knew.
  return swap(text, "      processedNodeManager.destroy();\n", "      mutationBuffers.length = 0;\n");
}
