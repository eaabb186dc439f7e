import { assetKey } from "../../protocol/asset-key.ts";
import type { AssetEntry, AssetKind, AssetRefusal } from "../../protocol/asset.schema.ts";
import { RECORDER } from "../../protocol/limits.ts";
import { guard, stopAll, type Stop } from "../guard.ts";
import { createTimers } from "../timers.ts";
import { cachedBytes } from "./bytes.ts";
import type { Memory } from "./memory.ts";
import type { AssetPlace, AssetSite } from "./site.ts";
import { offer, report, reportLast, type Offered } from "./wire.ts";

/** An address that the page names. */
interface Used {
  key: string;
  url: string;
  kind: AssetKind;
  /** Whether the page has loaded it: what it never loaded is not in the picture. */
  isLoaded(): boolean;
  /** Whether the page may read it without asking anybody anew. */
  isReadable: boolean;
}

/** Tells the server which files the page uses, when the page is idle. */
export interface Reporter {
  use(url: string, kind: AssetKind, element: Node): void;
  /** The page may go: what was not told yet is told at once. */
  leave(): void;
  stop: Stop;
}

/** Reasons that another session, or the page itself, cannot do anything about. */
const FINAL = new Set<AssetRefusal>(["not_an_address", "credentials", "too_large"]);

/** Entries that a browser keeps of what a document has loaded, unless the page asks for more. */
const BUFFERED_ENTRIES = 250;

export function createReporter({ place }: AssetSite, memory: Memory): Reporter {
  const used = new Map<string, Used>();
  const timers = createTimers<"report">();
  const loaded = new Set<string>();
  let full = false;
  let busy = false;
  let set = false;
  let faults = 0;
  let files: number = RECORDER.assetFiles;
  let bytesLeft: number = RECORDER.assetFileBytes;

  /** Files that the server cannot have by itself: fonts and images out of the page's cache, one after the other. */
  const bring = async (here: AssetPlace, wanted: Used[]) => {
    for (const { key, url, kind } of wanted) {
      if (files <= 0 || bytesLeft <= 0) return;
      files--;
      const file = await cachedBytes(url);
      bytesLeft -= file.bytes.byteLength;
      const offered: Offered = { key, url, kind, ...file };
      if (file.bytes.byteLength <= RECORDER.assetOneFileBytes && bytesLeft >= 0) await offer(here, [offered]);
    }
  };

  /** What is to be told. */
  const next = () => {
    const batch: Used[] = [];
    for (const each of used.values())
      if (batch.length < RECORDER.assetBatch && !memory.get(each.key) && each.isLoaded()) batch.push(each);
    return batch;
  };

  const run = async () => {
    set = false;
    const here = place();
    if (busy || !here) return;
    const batch = next();
    if (!batch.length) return;
    busy = true;
    try {
      const { refused } = await report(here, batch.map(entryOf));
      memory.set(here.session, Object.fromEntries(batch.map(({ key }) => [key, "1"])));
      const why = new Map(refused.map((each) => [each.key, each.why]));
      const left = batch.filter(
        ({ key, kind, isReadable }) =>
          isReadable && (kind === "font" || kind === "image") && why.has(key) && !FINAL.has(why.get(key)!),
      );
      await bring(here, left);
    } catch {
      // Told again with the next batch; a few times.
      faults++;
    }
    busy = false;
    // What is over one batch, and what came meanwhile.
    soon();
  };

  function soon(): void {
    if (set || faults >= RECORDER.assetFaults) return;
    set = true;
    const idle = guard(() => {
      const { requestIdleCallback: later } = window;
      if (later) later(() => void run(), { timeout: RECORDER.assetIdleMs });
      else void run();
    });
    timers.set("report", idle, RECORDER.assetDelayMs);
  }

  const note = (entries: PerformanceEntryList) => {
    full ||= entries.length >= BUFFERED_ENTRIES;
    for (const { name } of entries) loaded.add(name.split("#", 1)[0]!);
  };
  const observer = new PerformanceObserver(
    guard((list) => {
      note(list.getEntries());
      soon();
    }),
  );
  guard(() => observer.observe({ type: "resource", buffered: true }))();

  return {
    use(url, kind, element) {
      const key = assetKey(url);
      if (used.has(key) || used.size >= RECORDER.assetAddresses) return;
      const image = element as HTMLImageElement;
      const isOther = element.ownerDocument !== document;
      const isLoaded = () => {
        // A sheet that can be read is in the recording, or on its way.
        if (kind === "style" && isOpen(element as HTMLLinkElement)) return false;
        return full || isOther || loaded.has(url) || (image.currentSrc === url && image.naturalWidth > 0);
      };
      const isReadable =
        url.startsWith(location.origin + "/") ||
        kind === "font" ||
        (image.localName === "img" && image.crossOrigin !== null);
      used.set(key, { key, url, kind, isLoaded, isReadable });
      soon();
    },
    leave() {
      const here = place();
      note(observer.takeRecords());
      // Also what is being told: nobody will hear the answer.
      if (here) reportLast(here, next().map(entryOf));
    },
    stop: stopAll([timers.clear, () => observer.disconnect()]),
  };
}

function entryOf({ key, url, kind }: Used): AssetEntry {
  return { key, url, kind };
}

function isOpen({ sheet }: HTMLLinkElement): boolean {
  try {
    return !!sheet?.cssRules;
  } catch {
    return false;
  }
}
