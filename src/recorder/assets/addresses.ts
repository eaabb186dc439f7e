import { markAddress } from "../../protocol/asset-key.ts";
import type { AssetKind } from "../../protocol/asset.schema.ts";
import { LIMITS } from "../../protocol/limits.ts";

/** Hears of an absolute address that the page uses. */
export type Use = (url: string, kind: AssetKind) => void;

/** Attributes that hold an address, by tag; `link` only when it is a style sheet. */
const ADDRESSES: Record<string, Record<string, AssetKind>> = {
  img: { src: "image" },
  input: { src: "image" },
  source: { src: "media" },
  video: { src: "media", poster: "image" },
  audio: { src: "media" },
  image: { href: "image", "xlink:href": "image" },
  use: { href: "image", "xlink:href": "image" },
  feimage: { href: "image", "xlink:href": "image" },
  link: { href: "style" },
  object: { data: "image" },
  embed: { src: "image" },
  body: { background: "image" },
  table: { background: "image" },
  td: { background: "image" },
  th: { background: "image" },
};

/** Addresses in style sheets, and where fonts and sheets among them begin and end. What has escapes in it is left as it is. */
const IN_CSS = /@font-face|@import|[};]|url\(\s*(?:"([^"\\]*)"|'([^'\\]*)'|([^\s"'()\\]*))\s*\)/gi;

/** A candidate of a `srcset`: an address, and how it is chosen. */
const CANDIDATE = /([^\s,]\S*[^\s,])([^,]*)/g;

/** The address with its key; `undefined` for what is no file of a server. */
function marked(url: string, base: string, kind: AssetKind, use: Use, detail?: string): string | undefined {
  if (!url || url[0] === "#") return undefined;
  try {
    const { href, protocol, hash } = new URL(url, base);
    const whole = href.slice(0, href.length - hash.length);
    if (!protocol.startsWith("http") || whole.length > LIMITS.urlChars) return undefined;
    use(whole, kind);
    return markAddress(whole, detail ?? hash.slice(1));
  } catch {
    // Not an address.
    return undefined;
  }
}

/** Style sheet text with the key of every file that it loads. */
export function markCss(css: string, base: string, use: Use): string {
  let kind: AssetKind = "image";
  return css.replace(IN_CSS, (all: string, double?: string, single?: string, bare?: string) => {
    const url = double ?? single ?? bare;
    if (url === undefined) {
      if (all[0] === "@") kind = all.length > 7 ? "font" : "style";
      else if (all === "}" || kind === "style") kind = "image";
      return all;
    }
    const found = marked(url, base, kind, use);
    return found ? `url("${found}")` : all;
  });
}

const PICTURE = /\.(?:svg|png|jpe?g|gif|webp|avif)(?:[?#]|$)/i;

/** Whether a link is no style sheet, or what is embedded no picture. */
function isOther(element: Element, tag: string): boolean {
  if (tag === "link") return !/stylesheet/i.test((element as HTMLLinkElement).rel);
  const { type, data, src } = element as HTMLObjectElement & HTMLEmbedElement;
  return /^(?:object|embed)$/.test(tag) && !(type ? type.startsWith("image/") : PICTURE.test(data || src));
}

/** The candidate that the browser has chosen, by window, density and what it had already; all of them while that is not known. */
function chosen(srcset: string, element: Element): string {
  const image = (
    element.localName === "img" ? element : element.parentElement?.querySelector("img")
  ) as HTMLImageElement | null;
  const { currentSrc } = image ?? {};
  if (!currentSrc) return srcset;
  const candidates = [...srcset.matchAll(CANDIDATE)];
  const found = candidates.find(
    ([, url]) => URL.canParse(url!, element.baseURI) && new URL(url!, element.baseURI).href === currentSrc,
  );
  return found?.[0].trim() ?? srcset;
}

/** Marks the addresses in serialised attributes. `element`: whose they are. */
export function markAttributes(attributes: Record<string, unknown>, element: Element, use: Use): void {
  const { baseURI: base, localName } = element;
  const tag = localName.toLowerCase();
  const kinds = isOther(element, tag) ? {} : (ADDRESSES[tag] ?? {});
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "style" && value && typeof value === "object") {
      // What has changed of it, property by property.
      const style = value as Record<string, unknown>;
      for (const [property, text] of Object.entries(style))
        if (typeof text === "string") style[property] = markCss(text, base, use);
        else if (Array.isArray(text)) text[0] = markCss(String(text[0]), base, use);
    }
    if (typeof value !== "string") continue;
    const kind = kinds[name.toLowerCase()];
    if (name === "style" || name === "_cssText") attributes[name] = markCss(value, base, use);
    else if (name === "srcset")
      attributes[name] = chosen(value, element).replace(
        CANDIDATE,
        (all, url: string, rest: string) => (marked(url, base, "image", use, "") ?? url) + rest,
      );
    else if (kind) attributes[name] = marked(value, base, kind, use, sizeOf(element)) ?? value;
  }
}

/** An image's own size, for the place of one that is not kept. */
function sizeOf(element: Element): string | undefined {
  const { localName, naturalWidth: width, naturalHeight: height } = element as HTMLImageElement;
  return localName === "img" ? (width ? `${width}x${height}` : "") : undefined;
}
