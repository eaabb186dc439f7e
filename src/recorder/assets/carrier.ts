import type { AssetEntry, AssetRefusal } from "../../protocol/asset.schema.ts";
import { RECORDER } from "../../protocol/limits.ts";
import { guard } from "../guard.ts";
import { createTimers } from "../timers.ts";
import { markCss } from "./addresses.ts";
import { bringCarried } from "./bringing.ts";
import { cachedBytes } from "./bytes.ts";
import type { Carrier, Ledger, Used } from "./ledger.ts";
import { createLoads } from "./loads.ts";
import type { AssetPlace } from "./site.ts";
import { offer, report, reportLast } from "./wire.ts";

/** Reasons that another session, or the page itself, cannot do anything about. */
const FINAL = new Set<AssetRefusal>(["not_an_address", "credentials", "too_large"]);

/** Tells the server which files the page uses, when the page is idle, and brings those that it cannot have by itself. */
export function createCarrier(ledger: Ledger): Carrier {
  const { site, memory, used } = ledger;
  const timers = createTimers<"report" | "doubt">();
  const loads = createLoads(() => wake(false));
  let busy = false;
  let set = false;
  let faults = 0;
  let files: number = RECORDER.assetFiles;
  const room = { bytes: RECORDER.assetFileBytes as number };
  /** Pictures that the server may need cookies for: it knows when it has tried. */
  const doubtful: Used[] = [];

  const failed = () => {
    faults++;
    ledger.fault();
  };

  /** Fonts and images out of the page's cache, one after the other. */
  const bring = async (here: AssetPlace, wanted: Used[]) => {
    for (const { key, url, kind } of wanted) {
      if (files <= 0 || room.bytes <= 0) return;
      files--;
      const file = await cachedBytes(url);
      room.bytes -= file.bytes.byteLength;
      if (file.bytes.byteLength <= RECORDER.assetOneFileBytes && room.bytes >= 0)
        await offer(here, [{ key, url, kind, ...file }]);
    }
  };

  /** Tells of files, and brings those that the server cannot have. Answers those of which it does not know yet. */
  const tell = async (here: AssetPlace, batch: Used[]) => {
    const { refused } = await report(here, batch.map(entryOf));
    const why = new Map(refused.map((each) => [each.key, each.why]));
    const ours = batch.filter((each) => (each.kind === "font" || each.kind === "image") && isReadable(each));
    const wanted = ours.filter(({ key }) => why.has(key) && !FINAL.has(why.get(key)!));
    await bring(here, wanted).catch(failed);
    return ours.filter(({ key, kind }) => kind === "image" && !why.has(key));
  };

  /** Once more, and no more: whoever comes later is told at once. */
  const doubt = guard(() => {
    const here = site.place();
    if (here && doubtful.length) tell(here, doubtful.splice(0, RECORDER.assetBatch)).catch(failed);
  });

  /** What is to be told. */
  const next = () => {
    for (const { css, base, element } of ledger.sheets.splice(0))
      markCss(css, base, (url, kind) => ledger.use(url, kind, element));
    const batch: Used[] = [];
    for (const each of used.values()) {
      if (each.element && memory.get(each.key)) each.element = undefined;
      if (batch.length < RECORDER.assetBatch && each.element && loads.has(each)) batch.push(each);
    }
    return batch;
  };

  const run = async () => {
    set = false;
    const here = site.place();
    if (busy || !here) return;
    const batch = next();
    if (!batch.length) return;
    busy = true;
    try {
      const open = await tell(
        here,
        batch.map((each) => ({ ...each })),
      );
      doubtful.push(...open);
      if (open.length) timers.set("doubt", doubt, RECORDER.assetDoubtMs);
      memory.set(here.session, Object.fromEntries(batch.map(({ key }) => [key, "1"])));
      for (const each of batch) each.element = undefined;
    } catch {
      // Told again with the next batch; a few times.
      failed();
    }
    busy = false;
    // What is over one batch, and what came meanwhile.
    wake(false);
  };

  function wake(soon: boolean): void {
    // When the event is through: with the others of it.
    if (soon) void Promise.resolve().then(() => bringCarried(ledger, room));
    if (set || faults >= RECORDER.assetFaults) return;
    set = true;
    const idle = guard(() => {
      const { requestIdleCallback: later } = window;
      if (later) later(() => void run(), { timeout: RECORDER.assetIdleMs });
      else void run();
    });
    timers.set("report", idle, RECORDER.assetDelayMs);
  }

  return {
    wake,
    leave() {
      const here = site.place();
      loads.look();
      // Also what is being told: nobody will hear the answer.
      if (here) reportLast(here, next().map(entryOf));
    },
    stop() {
      timers.clear();
      loads.stop();
    },
  };
}

function entryOf({ key, url, kind }: Used): AssetEntry {
  return { key, url, kind };
}

/** Whether the page may read it without asking anybody anew. */
function isReadable({ url, kind, element }: Used): boolean {
  const image = element as HTMLImageElement;
  return (
    url.startsWith(location.origin + "/") ||
    kind === "font" ||
    (image.localName === "img" && image.crossOrigin !== null)
  );
}
