import { assetKey, markAddress } from "../../protocol/asset-key.ts";
import { RECORDER } from "../../protocol/limits.ts";
import type { Carried, Ledger, Pictured } from "./ledger.ts";
import { rulesOf } from "./rules.ts";
import { sourceOf } from "./source.ts";

/** A fingerprint of any text; `assetKey` itself ends at the first `#`. */
function fingerprint(text: string): string {
  return assetKey(text.replace(/#/g, "~"));
}

/** A sheet that is imported, with its rules as text. */
interface Imported {
  from: CSSStyleSheet;
  css: string;
}

/** All that a sheet imports and the page can read; the rest is the server's to fetch. */
function importsOf(sheet: CSSStyleSheet, found: Imported[] = []): Imported[] {
  for (const rule of Array.from(sheet.cssRules)) {
    if (rule.type !== CSSRule.IMPORT_RULE) continue;
    const from = (rule as CSSImportRule).styleSheet;
    try {
      if (!from || found.some((each) => each.from.href === from.href)) continue;
      found.push({ from, css: rulesOf(from) });
    } catch {
      // Of another origin.
      continue;
    }
    importsOf(from, found);
  }
  return found;
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

  /** Whether the sheet may go beside the recording; `whole` is what stands for it and all that imports it. */
  const carrySheet = (id: number, from: CSSStyleSheet, css: string, whole: string) => {
    const [url = ""] = (from.href ?? "").split("#", 1);
    const made: Carried = { kind: "style", url, print: fingerprint(css), from, instead: new Map() };
    return url.startsWith("http") && carry(assetKey(url), id, made, { _cssText: whole });
  };

  const sheet = (id: number, attributes: Record<string, unknown>, link: HTMLLinkElement, css: string) => {
    const { sheet: from } = link;
    if (!from || css.length < RECORDER.assetSheetChars) return;
    // What one of them cannot do, the whole does not.
    const parts = [...importsOf(from), { from, css }];
    if (!parts.every((part) => carrySheet(id, part.from, part.css, css))) return;
    sheets.push({ css, base: from.href!, element: link });
    delete attributes["_cssText"];
    attributes["rel"] = "stylesheet";
    attributes["href"] = markAddress(from.href!);
  };

  const image = (id: number, attributes: Record<string, unknown>, from: Pictured, src: string) => {
    const data = from.localName === "img" && src.startsWith("data:");
    if (data ? src.length < RECORDER.assetDataChars : !src.startsWith("blob:")) return;
    const key = fingerprint(src);
    const kind = from.localName === "img" ? "image" : "media";
    const made: Carried = { kind, url: undefined, print: "1", from, src, instead: new Map() };
    const { naturalWidth: width, naturalHeight: height } = from as HTMLImageElement;
    if (carry(key, id, made, data ? { src } : undefined))
      attributes["src"] = `${data ? "data:" : "blob:"}#ph=${key}${width ? `&${width}x${height}` : ""}`;
  };

  return (id: number, attributes: Record<string, unknown>, element: Element) => {
    const { _cssText: css, src } = attributes;
    if (typeof css === "string" && element.localName === "style")
      attributes["_cssText"] = sourceOf(element as HTMLStyleElement, css);
    if (site.mode() === "whole" || !site.place()) return;
    if (typeof css === "string" && element.localName === "link" && site.mode() === "raw")
      sheet(id, attributes, element as HTMLLinkElement, css);
    if (typeof src === "string" && /^(?:img|video|audio)$/.test(element.localName))
      image(id, attributes, element as Pictured, src);
  };
}
