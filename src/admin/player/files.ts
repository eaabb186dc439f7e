import { EventType, IncrementalSource, type RecordedEvent } from "../../protocol/events.ts";
import { assetMark } from "../../protocol/asset-key.ts";
import { inlineImports } from "./imports.ts";
import { NOT_KEPT, noPicture } from "./not-kept.ts";
import { replaceCandidates, replaceCssUrls } from "./reach.ts";
import type { Attributes } from "./sanitise-attributes.ts";
import type { SerialisedNode } from "./sanitise-node.ts";

/** What is kept of the files that a session's pages used. */
export interface KeptFiles {
  /** Address of the file under a key, on this server; `null` when it is not kept. */
  address(key: string): string | null;
  /** Text of the style sheet under a key; `null` when it is not kept, or no sheet. */
  sheet(key: string): string | null;
}

/** What an address becomes: one of this server, or none. What has no key stays as it is. */
function place(files: KeptFiles, address: string): string | null {
  const mark = assetMark(address);
  if (!mark) return address;
  const found = files.address(mark.key);
  // The fragment picks a part of an SVG; an image's own size is none.
  return found && (mark.detail && !/^\d+x\d+$/.test(mark.detail) ? `${found}#${mark.detail}` : found);
}

function fillCss(files: KeptFiles, css: string): string {
  if (!css.includes("#ph=")) return css;
  const whole = inlineImports(css, (address) => {
    const mark = assetMark(address);
    return mark && files.sheet(mark.key);
  });
  return replaceCssUrls(whole, (address) => place(files, address));
}

/** `src`: a picture of nothing stands for one that is not kept, in its size. Media go without. */
function fillSource(files: KeptFiles, value: string, tag: string | null): Attributes {
  const found = place(files, value);
  if (found !== null) return tag === null ? { src: found, [NOT_KEPT]: null } : { src: found };
  if (tag === "source" || tag === "track") return {};
  if (tag === "video" || tag === "audio") return { [NOT_KEPT]: "" };
  return { src: noPicture(assetMark(value)?.detail), [NOT_KEPT]: "" };
}

/** Attributes with addresses of this server. `tag` is `null` when it is not known. */
function fillAttributes(files: KeptFiles, attributes: Attributes, tag: string | null): Attributes {
  const filled: Attributes = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "style" && typeof value === "object" && value !== null)
      filled[name] = Object.fromEntries(
        Object.entries(value).map(([property, text]: [string, unknown]) => [
          property,
          typeof text === "string"
            ? fillCss(files, text)
            : Array.isArray(text)
              ? [fillCss(files, String(text[0])), text[1]]
              : text,
        ]),
      );
    else if (typeof value !== "string" || !value.includes("#ph=")) filled[name] = value;
    else if (name === "style" || name === "_cssText") filled[name] = fillCss(files, value);
    else if (name === "srcset") {
      const candidates = replaceCandidates(value, (address) => place(files, address));
      if (candidates) filled[name] = candidates;
    } else if (name === "src") Object.assign(filled, fillSource(files, value, tag));
    else {
      const key = assetMark(value)?.key;
      const sheet = name === "href" && (tag === null || tag === "link") && key ? files.sheet(key) : null;
      if (sheet !== null && !("_cssText" in attributes)) filled["_cssText"] = sheet;
      const found = tag === "link" ? null : place(files, value);
      if (found !== null && sheet === null) filled[name] = found;
    }
  }
  // One of its candidates is there.
  if (filled["srcset"]) delete filled[NOT_KEPT];
  return filled;
}

/** The picture shows one of its sources: that its own file, for browsers that know none of them, was never loaded is no loss. */
function fillPicture(picture: SerialisedNode): SerialisedNode {
  const children = picture.childNodes ?? [];
  if (!children.some(({ tagName, attributes }) => tagName === "source" && attributes?.["srcset"])) return picture;
  return {
    ...picture,
    childNodes: children.map((child) => {
      if (child.tagName !== "img" || !child.attributes) return child;
      const { [NOT_KEPT]: _mark, ...attributes } = child.attributes;
      return { ...child, attributes };
    }),
  };
}

function fillNode(files: KeptFiles, node: SerialisedNode): SerialisedNode {
  const tag = (node.tagName ?? "").toLowerCase();
  const filled: SerialisedNode = {
    ...node,
    ...(node.attributes && { attributes: fillAttributes(files, node.attributes, tag.slice(tag.lastIndexOf(":") + 1)) }),
    ...(node.isStyle && node.textContent && { textContent: fillCss(files, node.textContent) }),
    ...(node.childNodes && { childNodes: node.childNodes.map((child) => fillNode(files, child)) }),
  };
  return tag === "picture" ? fillPicture(filled) : filled;
}

interface Change {
  source: number;
  adds?: { node?: SerialisedNode; rule?: string }[];
  attributes?: { id: number; attributes: Attributes }[];
  texts?: { id: number; value: string | null }[];
  styles?: { rules: { rule: string }[] }[];
  replace?: string;
  replaceSync?: string;
  set?: { value?: string };
}

function fillChange(files: KeptFiles, data: Change): Change {
  const css = (text: string | undefined) => (text === undefined ? text : fillCss(files, text));
  if (data.source === IncrementalSource.Mutation)
    return {
      ...data,
      adds: (data.adds ?? []).map((add) => (add.node ? { ...add, node: fillNode(files, add.node) } : add)),
      attributes: (data.attributes ?? []).map((change) => ({
        ...change,
        attributes: fillAttributes(files, change.attributes, null),
      })),
    };
  const filled: Change = { ...data };
  if (data.adds) filled.adds = data.adds.map((add) => ({ ...add, rule: css(add.rule)! }));
  if (data.styles)
    filled.styles = data.styles.map((style) => ({
      ...style,
      rules: style.rules.map((rule) => ({ ...rule, rule: css(rule.rule)! })),
    }));
  for (const name of ["replace", "replaceSync"] as const)
    if (data[name] !== undefined) filled[name] = fillCss(files, data[name]);
  if (data.set) filled.set = { ...data.set, ...(data.set.value !== undefined && { value: css(data.set.value)! }) };
  return filled;
}

/** Sources whose events hold style sheets or nodes: mutations, rules, declarations, adopted sheets. */
const FILLED = new Set([0, 8, 13, 15]);

/** An event with addresses of this server in place of keys. What it is made of is left as it is. */
export function fillEvent(files: KeptFiles, event: RecordedEvent): RecordedEvent {
  if (event.type === EventType.FullSnapshot) {
    const data = event.data as { node: SerialisedNode };
    return { ...event, data: { ...data, node: fillNode(files, data.node) } };
  }
  if (event.type !== EventType.IncrementalSnapshot || !FILLED.has((event.data as Change).source)) return event;
  return { ...event, data: fillChange(files, event.data as Change) };
}
