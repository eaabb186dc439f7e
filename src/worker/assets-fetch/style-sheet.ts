import { ASSETS, LIMITS, assetKey, cssAddresses, replaceCssAddresses } from "../../protocol/index.ts";
import type { AssetKind } from "../../protocol/asset.schema.ts";

/** The text of a stored sheet. What is not UTF-8 becomes replacement characters; addresses are ASCII in practice. */
export function sheetText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** How many addresses a file holds that have to be followed: none, unless it is a style sheet. */
export function countRefs(bytes: Uint8Array, type: string): number {
  return type === "text/css" ? cssAddresses(sheetText(bytes), ASSETS.sheetAddresses).length : 0;
}

/** An address without query, fragment and user: what may be stored. `null` when it is no http(s) address. */
export function withoutQuery(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, origin, pathname } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? origin + pathname : null;
}

/** An address in a sheet, absolute; `null` when it leads nowhere: empty, a part of the page, or not http(s). */
function absolute(url: string, base: string | null): string | null {
  const trimmed = url.trim();
  if (trimmed === "" || trimmed.startsWith("#") || !URL.canParse(trimmed, base ?? undefined)) return null;
  const { protocol, href } = new URL(trimmed, base ?? undefined);
  return protocol === "https:" || protocol === "http:" ? href : null;
}

/** What a sheet loads, each address once, absolute and without its fragment. */
export function sheetLoads(css: string, base: string): { key: string; url: string; kind: AssetKind }[] {
  const found = new Map<string, { key: string; url: string; kind: AssetKind }>();
  for (const { url, kind } of cssAddresses(css, ASSETS.sheetAddresses)) {
    const [href = ""] = (absolute(url, base) ?? "").split("#", 1);
    if (href === "" || href.length > LIMITS.urlChars) continue;
    const key = assetKey(href);
    if (!found.has(key)) found.set(key, { key, url: href, kind });
  }
  return [...found.values()];
}

/** An address that is nothing, in place of one that is not kept. */
const NOTHING = "data:,";

/** Pictures and fonts that a sheet carries in itself load nothing more; a sheet in a sheet would, and is not looked into. */
function isInline(url: string, kind: AssetKind): boolean {
  return kind !== "style" && /^data:/i.test(url);
}

/**
 * A sheet as it is served to a replay: every address is one of ours, a part of the page, or carried in itself. What is not kept
 * becomes an address of nothing. `place` gives the address of what is kept under a key, `null` when it is not.
 */
export function servedSheet(css: string, base: string | null, place: (key: string) => string | null): string {
  let left: number = ASSETS.servedAddresses;
  return replaceCssAddresses(css, ({ url, kind }) => {
    const trimmed = url.trim();
    if (trimmed.startsWith("#") || isInline(trimmed, kind)) return trimmed;
    const href = absolute(trimmed, base);
    const kept = href === null || left === 0 ? null : place(assetKey(href));
    if (href === null || kept === null) return NOTHING;
    left--;
    return kept + new URL(href).hash;
  });
}
