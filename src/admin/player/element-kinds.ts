/* What the player may build of an element, by its name in lower case. */

/** Elements that stand for something invisible; a `template` is never rendered and its id keeps the tree whole. */
export const INVISIBLE = new Set([
  "script",
  "noscript",
  "base",
  "portal",
  "fencedframe",
  "frame",
  "frameset",
  "noframes",
  "noembed",
]);
/** What rrweb expects to have the members of an HTML element. In SVG they are nothing, and shown as nothing. */
export const HTML_ONLY = new Set(
  "img canvas dialog video audio input textarea select option iframe link form".split(" "),
);
/** Foreign content that takes room on the page; a `span` of its size stands for it. */
export const FOREIGN = new Set(["object", "embed", "applet"]);

// oxlint-disable-next-line no-control-regex -- NUL is not allowed in names
export const TAG = /^[a-z][^\s"'<>/=\u0000]*$/i;

/** Names that custom elements may have, without those that SVG and MathML took first. */
const CUSTOM = /^[a-z][^\sA-Z"'<>/=,;:!?()[\]{}|\\@#$%^&*+~`]*-[^\sA-Z"'<>/=,;:!?()[\]{}|\\@#$%^&*+~`]*$/;
const RESERVED = new Set(
  "annotation-xml color-profile font-face font-face-src font-face-uri font-face-format font-face-name missing-glyph".split(
    " ",
  ),
);
/** Besides custom elements: https://dom.spec.whatwg.org/#valid-shadow-host-name */
export const SHADOW_HOSTS = new Set(
  "article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span".split(" "),
);

/** Whether an element may be defined as a custom one. */
export function isCustomName(tag: string): boolean {
  return CUSTOM.test(tag) && !RESERVED.has(tag);
}
