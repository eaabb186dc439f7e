import type { CustomPayloads, CustomTag, RecordedEvent } from "../protocol/events.ts";
import type { CollectionLevel } from "../protocol/levels.ts";
import type { AssetSite } from "./assets/site.ts";
import { isOpenField, seePage } from "./filter.ts";
import { faults, guard, stopAll, type Stop } from "./guard.ts";
import type { DomChunk, Handover } from "./handover.ts";
import { customEvent } from "./lane.ts";
import type { DomCapture } from "./rrweb.ts";
import { SIGNALS } from "./signals/by-level.ts";
import { navigation } from "./signals/navigation.ts";
import { page } from "./signals/page.ts";
import type { Signal, SignalContext, SiteCalls } from "./signals/signal.ts";
import { createDomMeter } from "./watchdog/dom-meter.ts";
import type { Watchdog } from "./watchdog/watchdog.ts";

/** Everything that makes events. */
export interface Capture {
  /** Runs the signals of a level, `playhead.page` first, and stops the others. At `off` only navigation is heard. */
  run(level: CollectionLevel): void;
  /**
   * Captures the DOM, from a keyframe on.
   * @throws when it cannot be captured; nothing of that is left running then
   */
  startDom(chunk: DomChunk): void;
  stopDom(): void;
  /** Says what page this is, once more, and takes a full snapshot: the start of another page id. */
  again(): void;
  keyframe(): void;
  calls: Partial<SiteCalls>;
  stop: Stop;
}

export interface CaptureOptions {
  emit(event: RecordedEvent): void;
  /** Unix milliseconds on the server's clock. */
  now(): number;
  tab: string;
  /** The address or the title has changed; called before the event is emitted. */
  moved(): void;
  warn(message: string): void;
  watchdog: Watchdog;
  /** Shadow roots that are known from before. */
  roots: Handover["roots"];
  /** Where the files that the page uses go. */
  assets: AssetSite;
}

const BY_LEVEL: Record<CollectionLevel, readonly Signal[]> = {
  off: [navigation],
  engagement: SIGNALS.engagement,
  dxa: [...SIGNALS.engagement, ...SIGNALS.dxa],
  playback: [...SIGNALS.engagement, ...SIGNALS.dxa],
};

export function createCapture(options: CaptureOptions): Capture {
  const { emit, now, tab, moved, warn, watchdog, roots, assets } = options;
  const calls: Partial<SiteCalls> = {};
  const running = new Map<Signal, Stop>();
  let dom: DomCapture | undefined;
  const context: SignalContext = {
    send: guard(<T extends CustomTag>(tag: T, payload: CustomPayloads[T]) => {
      if (tag === "playhead.navigation") moved();
      emit(customEvent(tag, payload, now()));
    }),
    tab,
    warn,
    answer(name, call) {
      calls[name] = call;
      return () => delete calls[name];
    },
  };

  const keep = (wanted: readonly Signal[]) => {
    const unwanted = [...running].filter(([signal]) => !wanted.includes(signal));
    for (const [signal] of unwanted) running.delete(signal);
    // In reverse order of their starts.
    stopAll(unwanted.map(([, stop]) => stop))();
    for (const signal of wanted) if (!running.has(signal)) running.set(signal, guard(signal)(context) ?? (() => {}));
  };

  const meter = createDomMeter(watchdog, (gap) => emit(customEvent("playhead.gap", gap, now())));

  const stopDom = () => {
    const last = dom;
    dom = undefined;
    if (last) guard(last.stop)();
    meter.stop();
  };

  const keyframe = guard(() => dom && meter.snapshot(dom.keyframe));

  return {
    run: (level) => keep(BY_LEVEL[level]),
    startDom({ startDom }) {
      meter.snapshot(() => {
        dom = startDom(
          guard((event) => {
            event.timestamp = now();
            if (!watchdog.isLowered()) emit(event);
          }),
          () => faults.count++,
          { seePage, isOpenField, roots },
          meter,
          assets,
        );
      });
    },
    stopDom,
    again() {
      guard(page)(context);
      keyframe();
    },
    keyframe,
    calls,
    stop() {
      stopDom();
      keep([]);
    },
  };
}
