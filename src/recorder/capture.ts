import type { CustomPayloads, CustomTag, RecordedEvent } from "../protocol/events.ts";
import type { CollectionLevel } from "../protocol/levels.ts";
import type { Directions, SignalDirections } from "../protocol/start.schema.ts";
import type { AssetSite } from "./assets/site.ts";
import type { DomExtra, DomExtraChunk, DomLink } from "./dom-extra.ts";
import { carryWhole, isOpenField, isShown, seePage } from "./filter.ts";
import { faults, guard, stopAll, type Stop } from "./guard.ts";
import type { DomChunk, Handover } from "./handover.ts";
import { customEvent } from "./lane.ts";
import type { QueuedEvent } from "./parcel.ts";
import type { DomCapture } from "./rrweb.ts";
import { SIGNALS } from "./signals/by-level.ts";
import { moreSignals, type MoreLink } from "./signals/more.ts";
import { navigation } from "./signals/navigation.ts";
import { page } from "./signals/page.ts";
import type { Signal, SignalContext, SiteCalls } from "./signals/signal.ts";
import { createDomMeter } from "./watchdog/dom-meter.ts";
import type { Watchdog } from "./watchdog/watchdog.ts";

/** Everything that makes events. */
export interface Capture {
  /** Runs the signals of a level, `playhead.page` first, and stops the others. At `off` only navigation is heard. */
  run(level: CollectionLevel, signals: SignalDirections | undefined): void;
  /**
   * Captures the DOM, from a keyframe on.
   * @throws when it cannot be captured; nothing of that is left running then
   */
  startDom(chunk: DomChunk, extras: readonly DomExtraChunk[], frames: Directions["frames"]): void;
  stopDom(): void;
  /** Says what page this is, once more, and takes a full snapshot: the start of another page id. */
  again(): void;
  /** `passable`: nothing was lost before it, see `playhead.checkpoint`. */
  keyframe(passable?: boolean): void;
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
  /** Has a full snapshot taken, soon; `gapMs`: not sooner after the last that was asked for. */
  soon(gapMs?: number): void;
  watchdog: Watchdog;
  /** Shadow roots that are known from before. */
  roots: Handover["roots"];
  /** How chunks of signals come. */
  more: MoreLink;
  /** Where the files that the page uses go. */
  assets: AssetSite;
}

export function createCapture(options: CaptureOptions): Capture {
  const { emit, now, tab, moved, warn, soon, watchdog, roots, assets, more } = options;
  const calls: Partial<SiteCalls> = {};
  const running = new Map<Signal, Stop>();
  /** The signals of dxa and above, and the directions that they run by. */
  let higher: Signal | undefined;
  let directed = "";
  let dom: DomCapture | undefined;
  let extras: DomExtra[] = [];
  const context: SignalContext = {
    send: guard(<T extends CustomTag>(tag: T, payload: CustomPayloads[T], ago = 0) => {
      if (tag === "playhead.navigation") moved();
      emit(customEvent(tag, payload, now() - ago));
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

  const keyframe = guard(
    (passable?: boolean) =>
      dom &&
      meter.snapshot(() => {
        if (passable) context.send("playhead.checkpoint", {});
        dom!.keyframe();
      }),
  );

  return {
    run(level, signals) {
      const text = JSON.stringify(signals);
      if (signals && text !== directed) higher = moreSignals(signals, more);
      directed = text;
      keep(level === "off" ? [navigation] : level === "engagement" || !higher ? SIGNALS : [...SIGNALS, higher]);
    },
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
          { seePage, isOpenField, isShown, roots },
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
