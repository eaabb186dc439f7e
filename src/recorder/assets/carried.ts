import { assetKey, markAddress } from "../../protocol/asset-key.ts";
import type { AssetKind } from "../../protocol/asset.schema.ts";
import { RECORDER } from "../../protocol/limits.ts";
import { guard } from "../guard.ts";
import type { Memory } from "./memory.ts";
import type { AssetSite } from "./site.ts";
import { imageBytes, sheetBytes, type FileBytes } from "./bytes.ts";
import { offer, type Offered } from "./wire.ts";

/** What an event carries by key while its bytes are on their way. */
interface Pending {
  kind: AssetKind;
  url: string | undefined;
  /** What the key stands for, as far as later events can tell. */
  print: string;
  load(): Promise<FileBytes>;
  /** Attributes that carry the content itself, by the id of their node. */
  instead: Map<number, () => Record<string, string>>;
}

/** Style sheets and images whose content events carried so far: by key from now on, and again in full when that fails. */
export interface Carried {
  visit(id: number, attributes: Record<string, unknown>, element: Element): void;
  /** The page may go: what is not with the server yet is said in full. */
  giveUp(): void;
}

/** A fingerprint of any text; `assetKey` itself ends at the first `#`. */
function fingerprint(text: string): string {
  return assetKey(text.replace(/#/g, "~"));
}

/** Sheets that load others have them inlined; those would be lost. */
function importsNothing(sheet: CSSStyleSheet): boolean {
  return !Array.from(sheet.cssRules).some(({ type }) => type === CSSRule.IMPORT_RULE);
}

/** `restore` takes attributes that come too late for the event they belong to. */
export function createCarried(
  { place }: AssetSite,
  memory: Memory,
  restore: (changes: { id: number; attributes: Record<string, string> }[]) => void,
): Carried {
  const pending = new Map<string, Pending>();
  /** Keys that carry their content in this document. */
  const failed = new Set<string>();
  /** Those that nothing has been done about yet. */
  const fresh: [string, Pending][] = [];
  let bytesLeft = RECORDER.assetFileBytes;

  const fail = (key: string) => {
    failed.add(key);
    const entry = pending.get(key);
    const changes = [...(entry?.instead ?? [])].map(([id, attributes]) => ({ id, attributes: attributes() }));
    entry?.instead.clear();
    if (changes.length) restore(changes);
  };

  /** Loads one; what cannot be had is said in full. */
  const load = async ([key, entry]: [string, Pending]): Promise<Offered[]> => {
    try {
      const { kind, url } = entry;
      const { type, bytes } = await entry.load();
      bytesLeft -= bytes.byteLength;
      if (bytesLeft < 0 || bytes.byteLength > RECORDER.assetOneFileBytes) throw new Error("too large");
      return [{ key, ...(url && { url }), kind, type, bytes }];
    } catch {
      guard(fail)(key);
      pending.delete(key);
      return [];
    }
  };

  /** All that one event carried, in one report. */
  const bring = async () => {
    const entries = fresh.splice(0);
    const files = (await Promise.all(entries.map(load))).flat();
    const here = place();
    let lost = files.map(({ key }) => key);
    try {
      if (here && files.length) {
        lost = await offer(here, files);
        const kept = entries.filter(([key]) => pending.has(key) && !lost.includes(key));
        memory.set(here.session, Object.fromEntries(kept.map(([key, { print }]) => [key, print])));
      }
    } catch {
      // Said in full instead; nothing is lost.
    }
    lost.forEach((key) => guard(fail)(key));
    for (const { key } of files) pending.delete(key);
  };

  /** Whether the content may be left out under this key. */
  const carry = (key: string, id: number, instead: (() => Record<string, string>) | undefined, from: () => Pending) => {
    if (!place() || !globalThis.crypto?.subtle || failed.has(key)) return false;
    const made = from();
    const known = memory.get(key);
    if (known === made.print) return true;
    const entry = pending.get(key) ?? made;
    // Another content under the same address: the session has the first one.
    if (known || entry.print !== made.print) return false;
    if (instead) entry.instead.set(id, instead);
    if (entry === made) {
      pending.set(key, made);
      // When the event is through: with the others of it.
      if (fresh.push([key, made]) === 1) void Promise.resolve().then(bring);
    }
    return true;
  };

  const sheet = (id: number, attributes: Record<string, unknown>, link: HTMLLinkElement, css: string) => {
    const own = link.sheet;
    const href = own?.href;
    if (!own || !href?.startsWith("http") || css.length < RECORDER.assetSheetChars || !importsNothing(own)) return;
    const [url = ""] = href.split("#", 1);
    const key = assetKey(url);
    const text = () => ({ _cssText: css });
    const from = () => ({
      kind: "style" as const,
      url,
      print: fingerprint(css),
      load: () => sheetBytes(own, href),
      instead: new Map(),
    });
    if (!carry(key, id, text, from)) return;
    delete attributes["_cssText"];
    attributes["rel"] = "stylesheet";
    attributes["href"] = markAddress(url);
  };

  const image = (id: number, attributes: Record<string, unknown>, element: HTMLImageElement, src: string) => {
    const data = src.startsWith("data:");
    if (data ? src.length < RECORDER.assetDataChars : !src.startsWith("blob:")) return;
    const key = fingerprint(src);
    const from = () => ({
      kind: "image" as const,
      url: undefined,
      print: "1",
      load: () => imageBytes(element, src),
      instead: new Map(),
    });
    const { naturalWidth: width, naturalHeight: height } = element;
    if (carry(key, id, data ? () => ({ src }) : undefined, from))
      attributes["src"] = `${data ? "data:" : "blob:"}#ph=${key}${width ? `&${width}x${height}` : ""}`;
  };

  return {
    visit: (id, attributes, element) => {
      const { _cssText: css, src } = attributes;
      if (typeof css === "string" && element.localName === "link")
        sheet(id, attributes, element as HTMLLinkElement, css);
      if (typeof src === "string" && element.localName === "img")
        image(id, attributes, element as HTMLImageElement, src);
    },
    giveUp: () => [...pending.keys()].forEach((key) => guard(fail)(key)),
  };
}
