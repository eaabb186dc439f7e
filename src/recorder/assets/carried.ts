import { assetKey, markAddress } from "../../protocol/asset-key.ts";
import { RECORDER } from "../../protocol/limits.ts";
import type { Carried, Ledger } from "./ledger.ts";

/** A fingerprint of any text; `assetKey` itself ends at the first `#`. */
function fingerprint(text: string): string {
  return assetKey(text.replace(/#/g, "~"));
}

/** Sheets that load others have them inlined; those would be lost. */
function importsNothing(sheet: CSSStyleSheet): boolean {
  return !Array.from(sheet.cssRules).some(({ type }) => type === CSSRule.IMPORT_RULE);
}

/**
 * Takes style sheets and images that an event carries out of it, where they can go beside the recording: by key from now on, and
 * again in full when that fails.
 */
export function createCarried({ site, memory, pending, fresh, sheets }: Ledger, failed: ReadonlySet<string>) {
  /** Whether the content may be left out under this key. */
  const carry = (key: string, id: number, made: Carried, instead: Record<string, string> | undefined) => {
    if (!globalThis.crypto?.subtle || failed.has(key)) return false;
    const known = memory.get(key);
    if (known === made.print) return true;
    const entry = pending.get(key) ?? made;
    // Another content under the same address: the session has the first one.
    if (known || entry.print !== made.print) return false;
    if (instead) entry.instead.set(id, instead);
    if (entry === made) {
      pending.set(key, made);
      fresh.push(key);
    }
    return true;
  };

  const sheet = (id: number, attributes: Record<string, unknown>, link: HTMLLinkElement, css: string) => {
    const from = link.sheet;
    const href = from?.href;
    if (!href?.startsWith("http") || css.length < RECORDER.assetSheetChars || !importsNothing(from!)) return;
    const [url = ""] = href.split("#", 1);
    const made = { kind: "style", url, print: fingerprint(css), from: from!, instead: new Map() } as const;
    if (!carry(assetKey(url), id, made, { _cssText: css })) return;
    sheets.push({ css, base: href, element: link });
    delete attributes["_cssText"];
    attributes["rel"] = "stylesheet";
    attributes["href"] = markAddress(url);
  };

  const image = (id: number, attributes: Record<string, unknown>, from: HTMLImageElement, src: string) => {
    const data = src.startsWith("data:");
    if (data ? src.length < RECORDER.assetDataChars : !src.startsWith("blob:")) return;
    const key = fingerprint(src);
    const made = { kind: "image", url: undefined, print: "1", from, src, instead: new Map() } as const;
    const { naturalWidth: width, naturalHeight: height } = from;
    if (carry(key, id, made, data ? { src } : undefined))
      attributes["src"] = `${data ? "data:" : "blob:"}#ph=${key}${width ? `&${width}x${height}` : ""}`;
  };

  return (id: number, attributes: Record<string, unknown>, element: Element) => {
    if (!site.place()) return;
    const { _cssText: css, src } = attributes;
    if (typeof css === "string" && element.localName === "link" && site.isRaw())
      sheet(id, attributes, element as HTMLLinkElement, css);
    if (typeof src === "string" && element.localName === "img") image(id, attributes, element as HTMLImageElement, src);
  };
}
