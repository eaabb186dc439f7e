import type { CustomPayloads, CustomTag, RecordedEvent } from "../protocol/events.ts";
import type { CollectionLevel } from "../protocol/levels.ts";
import type { Directions } from "../protocol/start.schema.ts";
import type { AssetSite } from "./assets/site.ts";
import type { DomExtra, DomExtraChunk, DomLink } from "./dom-extra.ts";
import { carryWhole, isOpenField, isShown, seePage } from "./filter.ts";
import { faults, guard, stopAll, type Stop } from "./guard.ts";
import type { DomChunk, Handover } from "./handover.ts";
import { customEvent } from "./lane.ts";
import type { QueuedEvent } from "./parcel.ts";
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
  startDom(chunk: DomChunk, extras: readonly DomExtraChunk[], frames: Directions["frames"]): void;
  stopDom(): void;
  /** Says what page this is, once more, and takes a full snapshot: the start of another page id. */
  again(): void;
  keyframe(): void;
  /** An event goes to the server. */
  sent(event: QueuedEvent): void;
  calls: Partial<SiteCalls>;
  stop: Stop;
}

export interface CaptureOptions {
  /** `frame`: it comes from the page in the frame element with this id. */
  emit(event: RecordedEvent, frame?: number): void;
  /** Unix milliseconds on the server's clock. */
  now(): number;
  tab: string;
  /** The address or the title has changed; called before the event is emitted. */
  moved(): void;
  warn(message: string): void;
  /** Has a full snapshot taken, soon. */
  soon(): void;
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
  const { emit, now, tab, moved, warn, soon, watchdog, roots, assets } = options;
  const calls: Partial<SiteCalls> = {};
  const running = new Map<Signal, Stop>();
  let dom: DomCapture | undefined;
  let extras: DomExtra[] = [];
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
    stopAll(extras.map(({ stop }) => stop))();
    extras = [];
    if (last) guard(last.stop)();
    meter.stop();
  };

  const keyframe = guard(() => dom && meter.snapshot(dom.keyframe));

  return {
    run: (level) => keep(BY_LEVEL[level]),
    startDom({ startDom }, chunks, frames) {
      meter.snapshot(() => {
        const link: DomLink = {
          emit: guard((event, frame) => watchdog.isLowered() || emit(event, frame)),
          node: (id) => dom?.node(id) ?? null,
          id: (node) => dom?.id(node) ?? -1,
          isShown,
          now,
          keyframe: soon,
          carryWhole,
          fault: () => faults.count++,
          work: meter.work,
          frames,
        };
        for (const { extend } of chunks) {
          const extra = guard(extend)(link);
          if (extra) extras.push(extra);
        }
        dom = startDom(
          guard((event) => {
            event.timestamp = now();
            if (watchdog.isLowered()) return;
            emit(event);
            for (const { see } of extras) if (see) guard(see)(event);
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
    sent({ text, keyframe: isKeyframe }) {
      for (const { sent } of extras) if (sent) guard(sent)(text, !!isKeyframe);
    },
    calls,
    stop() {
      stopDom();
      keep([]);
    },
  };
}
