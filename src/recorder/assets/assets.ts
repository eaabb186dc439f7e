import { record } from "@rrweb/record";
import { assetKey } from "../../protocol/asset-key.ts";
import { EventType, IncrementalSource, type RecordedEvent } from "../../protocol/events.ts";
import { RECORDER } from "../../protocol/limits.ts";
import { listen, stopAll } from "../guard.ts";
import { clockNow, setTimeout } from "../natives.ts";
import { cutLarge, startRrweb, type DomCapture, type Sight } from "../rrweb.ts";
import type { DomWatch } from "../watchdog/dom-watch.ts";
import { createCarried } from "./carried.ts";
import type { Carrier, CarrierChunk, Ledger } from "./ledger.ts";
import { createMemory } from "./memory.ts";
import type { AssetSite } from "./site.ts";
import { walkEvent } from "./walk.ts";

/** Set at build time: the path of the chunk that brings files to the server. */
declare const PLAYHEAD_ASSETS: string;

/**
 * Captures the DOM, with the key of every file in the addresses of what is recorded, and sees to it that the server has these
 * files. Without a `site` (a recorder of an earlier version) addresses stay as they are.
 * @throws when rrweb cannot start
 */
export function startDom(
  emit: (event: RecordedEvent) => void,
  fault: () => void,
  sight: Sight,
  watch: DomWatch,
  site?: AssetSite,
): DomCapture {
  const pass = (event: RecordedEvent) => {
    cutLarge(event, watch);
    emit(event);
  };
  if (!site) return startRrweb(pass, fault, sight, watch);
  /** Keys that carry their content in this document. */
  const failed = new Set<string>();
  let carrier: Carrier | undefined;
  let asked = false;
  let stopped = false;

  const ledger: Ledger = {
    site,
    memory: createMemory(site),
    used: new Map(),
    pending: new Map(),
    fresh: [],
    sheets: [],
    use(url, kind, element) {
      const { used } = ledger;
      const key = assetKey(url);
      if (!used.has(key) && used.size < RECORDER.assetAddresses) used.set(key, { key, url, kind, element });
    },
    fail(key) {
      const entry = ledger.pending.get(key);
      ledger.pending.delete(key);
      failed.add(key);
      const attributes = [...(entry?.instead ?? [])].map(([id, each]) => ({ id, attributes: each }));
      if (attributes.length)
        mark({
          type: EventType.IncrementalSnapshot,
          data: { source: IncrementalSource.Mutation, texts: [], removes: [], adds: [], attributes },
          timestamp: clockNow(),
        });
    },
    fault,
  };
  const carried = createCarried(ledger, failed);
  const known = { shown: new Set<string>(), compared: new Set<string>(), sheets: new WeakSet<CSSStyleSheet>() };
  let broken = false;
  /** What fails in here is told; the event is good without keys. */
  const safely = (run: () => void) => {
    try {
      run();
    } catch {
      fault();
    }
  };
  const walk = (event: RecordedEvent) => {
    if (site.mode() === "none") return;
    safely(() =>
      walkEvent(event, {
        node: (id) => record.mirror.getNode(id),
        isShown: site.isShown,
        use: ledger.use,
        asked: known,
        visit: (...node) => broken || safely(() => carried(...node)),
      }),
    );
  };

  /** The chunk is fetched behind the first event that names a file, so that it is there when the page goes soon. */
  const wake = () => {
    if (carrier) return carrier.wake(ledger.fresh.length > 0);
    if (asked || !site.place() || (!ledger.fresh.length && !ledger.used.size)) return;
    asked = true;
    const begin = async () => {
      try {
        const { createCarrier } = (await site.load(PLAYHEAD_ASSETS)) as CarrierChunk;
        if (stopped) return;
        carrier = createCarrier(ledger);
        carrier.wake(ledger.fresh.length > 0);
      } catch {
        // Everything is said in full then, and from now on.
        broken = true;
        fault();
        giveUp();
      }
    };
    setTimeout(() => void begin(), 0);
  };
  function mark(event: RecordedEvent): void {
    walk(event);
    pass(event);
    wake();
  }
  const giveUp = () => {
    carrier?.leave();
    for (const key of ledger.pending.keys()) ledger.fail(key);
  };
  const stop = stopAll([
    // On the window: before the document's listener that sends what there is. When a page goes, both fire, this one last.
    listen(window, "pagehide", giveUp),
    listen(window, "visibilitychange", () => document.visibilityState === "hidden" && giveUp()),
  ]);
  const dom = startRrweb(mark, fault, sight, watch);
  return {
    ...dom,
    stop() {
      dom.stop();
      giveUp();
      stopped = true;
      carrier?.stop();
      stop();
    },
  };
}
