import { guard, type Stop } from "../guard.ts";
import type { Used } from "./ledger.ts";

/** Entries that a browser keeps of what a document has loaded, unless the page asks for more. */
const BUFFERED_ENTRIES = 250;

/** What the page has loaded: what it never loaded is not in the picture. */
export interface Loads {
  has(used: Used): boolean;
  /** Looks for what was not told yet. */
  look(): void;
  stop: Stop;
}

/** `more`: something was loaded. */
export function createLoads(more: () => void): Loads {
  const loaded = new Set<string>();
  let full = false;
  const note = (entries: PerformanceEntryList) => {
    full ||= entries.length >= BUFFERED_ENTRIES;
    for (const { name } of entries) loaded.add(name.split("#", 1)[0]!);
  };
  const observer = new PerformanceObserver(
    guard((list) => {
      note(list.getEntries());
      more();
    }),
  );
  guard(() => observer.observe({ type: "resource", buffered: true }))();
  return {
    has({ kind, url, element }) {
      // A linked sheet that can be read is in the recording, or on its way.
      if (kind === "style" && isOpen(element as HTMLLinkElement, url)) return false;
      const image = element as HTMLImageElement;
      const isOther = image.ownerDocument !== document;
      return full || isOther || loaded.has(url) || (image.currentSrc === url && image.naturalWidth > 0);
    },
    look: () => note(observer.takeRecords()),
    stop: () => observer.disconnect(),
  };
}

function isOpen({ sheet }: HTMLLinkElement, url: string): boolean {
  try {
    return sheet?.href?.split("#", 1)[0] === url && !!sheet.cssRules;
  } catch {
    return false;
  }
}
