import { assetMark } from "../../protocol/asset-key.ts";
import { sanitiseAttributes, type Attributes } from "./sanitise-attributes.ts";
import { FOREIGN, HTML_ONLY, INVISIBLE, SHADOW_HOSTS, TAG, isCustomName } from "./element-kinds.ts";
import { NOT_KEPT } from "./not-kept.ts";
import { NO_FILE } from "./reach.ts";
import { sanitiseCss } from "./sanitise-css.ts";

/** A serialised DOM node of rrweb. */
export interface SerialisedNode {
  type: number;
  id: number;
  tagName?: string;
  attributes?: Attributes;
  childNodes?: SerialisedNode[];
  textContent?: string;
  isSVG?: true;
  isStyle?: boolean;
  isShadow?: boolean;
  isShadowHost?: boolean;
  isCustom?: true;
  rootId?: number;
  name?: string;
  publicId?: string;
  systemId?: string;
  compatMode?: string;
  /** Of a video or audio element, instead of rrweb's own attributes, which would make it play by itself. */
  media?: { playing: boolean; position: number; rate: number; loop: boolean; muted: boolean; volume: number };
}

export const NodeType = { Document: 0, DocumentType: 1, Element: 2, Text: 3, CData: 4, Comment: 5 } as const;

/** Deeper than any page: the wire allows 512 levels of JSON, two for each element. */
const DEPTH_MAX = 600;

const DOCTYPE = /^[a-z][-.:\w]*$/i;

export function isNodeId(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function pixels(value: unknown): string | null {
  return /^\d{1,5}%?$/.test(String(value ?? ""))
    ? String(value).endsWith("%")
      ? String(value)
      : `${String(value)}px`
    : null;
}

function positive(value: unknown, otherwise: number): number {
  return Number.isFinite(value) ? Math.max(0, value as number) : otherwise;
}

function mediaOf(attributes: Attributes | undefined): SerialisedNode["media"] {
  const { rr_mediaState, rr_mediaCurrentTime, rr_mediaPlaybackRate, rr_mediaLoop, rr_mediaMuted, rr_mediaVolume } =
    attributes ?? {};
  if (rr_mediaState !== "played" && rr_mediaState !== "paused") return undefined;
  return {
    playing: rr_mediaState === "played",
    position: positive(rr_mediaCurrentTime, 0),
    rate: positive(rr_mediaPlaybackRate, 1),
    loop: rr_mediaLoop === true,
    muted: rr_mediaMuted === true,
    volume: Math.min(1, positive(rr_mediaVolume, 1)),
  };
}

/** `file`: the address of a picture in it, shown as what the element is: an image would get what a site says of its images. */
function placeholder(attributes: Attributes, file: string): Attributes {
  const width = pixels(attributes["width"]);
  const height = pixels(attributes["height"]);
  const size = `${width ? `width:${width};` : ""}${height ? `height:${height};` : ""}`;
  const shown = file !== NO_FILE && /^#ph=[\w&.-]+$/.test(file) && `;content:url("${file}")`;
  const style = `display:inline-block;${size}${text(attributes["style"])}${shown || ""}`;
  const kept: Attributes = { ...(!shown && { [NOT_KEPT]: "" }), style };
  for (const name of ["id", "class"]) if (name in attributes) kept[name] = attributes[name];
  return kept;
}

/** What an element becomes: tag and attributes. Whether its children stay is for the caller. */
function sanitiseElement(node: SerialisedNode): Pick<SerialisedNode, "tagName" | "attributes"> & { empty?: true } {
  const svg = node.isSVG === true;
  // rrweb compares tag names in lower case: `SCRIPT` and `LINK` would pass its own rules.
  const tag = text(node.tagName).toLowerCase();
  const local = tag.slice(tag.lastIndexOf(":") + 1);
  if (!TAG.test(tag) || INVISIBLE.has(local)) return { tagName: "template", attributes: {}, empty: true };
  if (svg && HTML_ONLY.has(local)) return { tagName: "template", attributes: {}, empty: true };
  const attributes = sanitiseAttributes(node.attributes, local);
  if (FOREIGN.has(local))
    return {
      tagName: "span",
      attributes: placeholder(attributes, text(attributes[local === "embed" ? "src" : "data"])),
      empty: true,
    };
  if (local === "link") return { tagName: "link", attributes: linkAttributes(attributes) };
  if (
    local === "meta" &&
    node.attributes &&
    Object.keys(node.attributes).some((name) => name.toLowerCase() === "http-equiv")
  )
    return { tagName: "template", attributes: {}, empty: true };
  return { tagName: svg ? text(node.tagName) : tag, attributes };
}

/**
 * A link stays only with its style sheet in it, which rrweb turns into a `style`, or with the key of one. Without either it stays
 * bare: its sheet may come in a later change, and with neither `rel` nor `href` it does nothing.
 */
function linkAttributes(attributes: Attributes): Attributes {
  const kept: Attributes = {};
  for (const name of ["_cssText", "id", "class", "media", "title", "type"])
    if (name in attributes) kept[name] = attributes[name];
  if (assetMark(text(attributes["href"]))) kept["href"] = attributes["href"];
  return kept;
}

function base(raw: Record<string, unknown>): SerialisedNode | null {
  const { type, id, rootId } = raw;
  if (!isNodeId(id) || !Number.isInteger(type) || (type as number) < 0 || (type as number) > 5) return null;
  const node: SerialisedNode = { type: type as number, id };
  if (isNodeId(rootId)) node.rootId = rootId;
  if (raw["isShadow"] === true) node.isShadow = true;
  return node;
}

/** Whether the DOM takes this child: what it refuses would end the building of the whole picture. */
function fits(parent: SerialisedNode, child: SerialisedNode): boolean {
  if (child.type === NodeType.Document) return false;
  const inDocument = parent.type === NodeType.Document;
  if (child.type === NodeType.Comment) return true;
  if (!inDocument) return child.type !== NodeType.DocumentType;
  const before = parent.childNodes!.map(({ type }) => type);
  if (child.type === NodeType.DocumentType) return before.every((type) => type === NodeType.Comment);
  return child.type === NodeType.Element && !before.includes(NodeType.Element);
}

/**
 * A serialised node as it may reach rrweb: nothing in it runs, navigates or fetches by itself. `null` when it is malformed.
 * Elements that are not allowed are replaced under their id, so that the tree around them stays valid.
 */
export function sanitiseNode(raw: unknown, inStyle = false, depth = 0): SerialisedNode | null {
  if (typeof raw !== "object" || raw === null || depth > DEPTH_MAX) return null;
  const from = raw as SerialisedNode & Record<string, unknown>;
  const node = base(from);
  if (!node) return null;
  switch (node.type) {
    case NodeType.DocumentType:
      return {
        ...node,
        name: DOCTYPE.exec(text(from.name))?.[0] ?? "html",
        publicId: text(from.publicId),
        systemId: text(from.systemId),
      };
    case NodeType.Text: {
      const style = inStyle || from.isStyle === true;
      return {
        ...node,
        textContent: style ? sanitiseCss(text(from.textContent)) : text(from.textContent),
        ...(style ? { isStyle: true } : {}),
      };
    }
    case NodeType.CData:
      // Documents of type HTML can't hold CDATA sections: building one throws.
      return { ...node, type: NodeType.Text, textContent: text(from.textContent) };
    case NodeType.Comment:
      return { ...node, textContent: text(from.textContent) };
  }
  if (node.type === NodeType.Document) {
    if (from.compatMode === "BackCompat") node.compatMode = "BackCompat";
  } else {
    const { empty, ...element } = sanitiseElement(from);
    Object.assign(node, element);
    if (empty) return { ...node, childNodes: [] };
    if (from.isSVG === true && element.tagName !== "template" && element.tagName !== "span") node.isSVG = true;
    const media = mediaOf(from.attributes);
    if (media) node.media = media;
    const custom = isCustomName(node.tagName!);
    // Asked of any other element both throw, and the whole picture fails.
    if (from.isShadowHost === true && !node.isSVG && (custom || SHADOW_HOSTS.has(node.tagName!)))
      node.isShadowHost = true;
    if (from.isCustom === true && !node.isSVG && custom) node.isCustom = true;
  }
  const style = node.tagName?.toLowerCase() === "style";
  node.childNodes = [];
  for (const child of Array.isArray(from.childNodes) ? from.childNodes : []) {
    const clean = sanitiseNode(child, style, depth + 1);
    if (clean && fits(node, clean)) node.childNodes.push(clean);
  }
  return node;
}
