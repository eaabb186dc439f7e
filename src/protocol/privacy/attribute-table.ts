/**
 * What is done with an attribute, by its name. `keep`: structure, as it is. `url`, `css`, `text`: by their own rules. `value`: what
 * somebody has entered or chosen. `drop`: never. Other names: see `attributes.ts`.
 */
export type AttributeKind = "keep" | "url" | "css" | "text" | "value" | "drop";

const NAMES: Record<AttributeKind, string> = {
  keep:
    "class id role dir lang type name for form list slot part exportparts is tabindex hidden inert open disabled readonly required " +
    "multiple size rows cols wrap min max step minlength maxlength autocomplete accept autofocus autocapitalize autocorrect spellcheck " +
    "inputmode enterkeyhint contenteditable draggable translate popover popovertarget popovertargetaction accesskey charset media " +
    "rel as sizes imagesizes crossorigin target method enctype novalidate loading decoding fetchpriority controls loop muted preload " +
    "playsinline width height colspan rowspan span scope headers align valign border cellpadding cellspacing bgcolor color face " +
    "nowrap frameborder marginwidth marginheight scrolling allowfullscreen start reversed compact low high optimum usemap shape " +
    "coords ismap " +
    "d x y x1 x2 y1 y2 cx cy r rx ry dx dy fx fy points viewBox transform transform-origin preserveAspectRatio pathLength offset " +
    "opacity fill-opacity fill-rule clip-rule stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit " +
    "stroke-dasharray stroke-dashoffset stop-color stop-opacity color-interpolation-filters vector-effect paint-order overflow " +
    "visibility display text-anchor dominant-baseline alignment-baseline baseline-shift font-family font-size font-weight font-style " +
    "letter-spacing word-spacing writing-mode text-decoration textLength lengthAdjust rotate gradientUnits gradientTransform " +
    "spreadMethod patternUnits patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits markerWidth markerHeight " +
    "markerUnits refX refY orient in in2 result stdDeviation mode operator k1 k2 k3 k4 values tableValues slope intercept amplitude " +
    "exponent flood-color flood-opacity scale order radius seed baseFrequency numOctaves xChannelSelector yChannelSelector filterUnits " +
    "primitiveUnits attributeName begin dur end from to by keyTimes keySplines calcMode repeatCount repeatDur additive accumulate " +
    "xmlns xmlns:xlink xml:space version baseProfile enable-background shape-rendering text-rendering image-rendering focusable " +
    "pointer-events mix-blend-mode isolation shadowrootmode " +
    "startOffset keyPoints fr mask-type lighting-color direction font-variant edgeMode divisor bias kernelMatrix surfaceScale " +
    "diffuseConstant specularConstant specularExponent azimuth elevation z systemLanguage " +
    // Of MathML.
    "displaystyle scriptlevel mathvariant mathsize mathcolor mathbackground stretchy accent lspace rspace linethickness columnspan " +
    // Of old HTML.
    "vlink alink topmargin leftmargin hspace vspace behavior scrollamount",
  url: "href src poster action xlink:href background formaction cite ping longdesc rr_src",
  css: "style fill stroke filter mask clip-path cursor marker marker-start marker-mid marker-end _cssText",
  text: "title alt placeholder label summary abbr datetime aria-label aria-description aria-roledescription aria-placeholder",
  value: "checked selected aria-checked aria-valuenow aria-valuetext rr_selected rr_mixed",
  drop: "srcdoc nonce integrity pattern http-equiv rr_dataURL download",
};

const kinds = new Map<string, AttributeKind>();
for (const kind of Object.keys(NAMES) as AttributeKind[])
  for (const name of NAMES[kind].split(" ")) kinds.set(name, kind);

/** The kind of an attribute whose name alone tells it. */
export function attributeKind(name: string): AttributeKind | undefined {
  return kinds.get(name) ?? kinds.get(name.toLowerCase());
}
