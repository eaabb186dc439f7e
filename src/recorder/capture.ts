import type { CustomPayloads, CustomTag, RecordedEvent } from "../protocol/events.ts";
import { faults, guard, stopAll, type Stop } from "./guard.ts";
import { customEvent } from "./lane.ts";
import { startRrweb } from "./rrweb.ts";
import { identify } from "./signals/identify.ts";
import { navigation } from "./signals/navigation.ts";
import { page } from "./signals/page.ts";
import type { SignalContext, SiteCalls } from "./signals/signal.ts";
import { track } from "./signals/track.ts";
import { visibility } from "./signals/visibility.ts";

/** Everything that makes events, running. */
export interface Capture {
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
  warn(message: string): void;
}

/**
 * Starts all signals, `playhead.page` first.
 * @throws when the DOM cannot be captured; nothing is left running then
 */
export function startCapture({ emit, now, tab, warn }: CaptureOptions): Capture {
  const calls: Partial<SiteCalls> = {};
  const context: SignalContext = {
    send: guard(<T extends CustomTag>(tag: T, payload: CustomPayloads[T]) => emit(customEvent(tag, payload, now()))),
    tab,
    warn,
    answer(name, call) {
      calls[name] = call;
      return () => delete calls[name];
    },
  };
  const stops = [page, navigation, visibility, identify, track].map((signal) => guard(signal)(context) ?? (() => {}));
  const stop = stopAll(stops);
  try {
    const dom = startRrweb(
      guard((event) => {
        event.timestamp = now();
        emit(event);
      }),
      () => faults.count++,
    );
    stops.push(dom.stop);
    return {
      again: guard(() => {
        page(context);
        dom.keyframe();
      }),
      keyframe: guard(dom.keyframe),
      calls,
      stop,
    };
  } catch (error) {
    stop();
    throw error;
  }
}
