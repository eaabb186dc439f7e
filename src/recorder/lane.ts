import { EventType, type CustomPayloads, type CustomTag, type RecordedEvent } from "../protocol/events.ts";
import { LIMITS, RECORDER } from "../protocol/limits.ts";
import { createDelivery, type DeliveryLink } from "./delivery.ts";
import { filter } from "./filter.ts";
import { faults, guard } from "./guard.ts";
import { toJson } from "./json.ts";
import { utf8Length } from "./measure.ts";
import { clearTimeout, setTimeout } from "./natives.ts";
import type { Gap, QueuedEvent } from "./parcel.ts";
import { createQueue } from "./queue.ts";

/** An event of ours. */
export function customEvent<T extends CustomTag>(tag: T, payload: CustomPayloads[T], timestamp: number): RecordedEvent {
  return { type: EventType.Custom, data: { tag, payload }, timestamp };
}

/** An event as it is kept: without what must not leave the page, as text. `null` drops it. */
export function prepare(event: RecordedEvent, frame?: number): QueuedEvent | null {
  const kept = filter(event, frame);
  if (!kept) return null;
  const text = toJson(kept);
  return { text, bytes: utf8Length(text), at: kept.timestamp, keyframe: kept.type === EventType.FullSnapshot };
}

/** Says what was lost. */
export function gapEvent(gap: Gap, at: number): QueuedEvent {
  return prepare(customEvent("playhead.gap", gap, at))!;
}

interface Waiter {
  order: number;
  resolve(): void;
  reject(error: Error): void;
}

/** The way of one document's events to the server. */
export interface Lane {
  page: string;
  /** Takes an event. */
  push(event: QueuedEvent): void;
  /** Resolves when the server has all events up to now. */
  flush(): Promise<void>;
  /** Sends what it can before the page goes. */
  tail(): void;
  wake(): void;
  setInterval(ms: number): void;
  holdsKeyframe(): boolean;
  /** UTF-8 bytes that are not acknowledged. */
  bytes(): number;
  isEmpty(): boolean;
  /** Forgets what is left. */
  abort(why: string): void;
}

export function createLane(page: string, interval: number, link: DeliveryLink): Lane {
  const waiters = new Set<Waiter>();
  let timer: number | undefined;
  let keyframes = 0;
  let reported = faults.count;

  const queue = createQueue({
    queueBytes: RECORDER.queueTextBytes,
    flushBytes: RECORDER.flushTextBytes,
    parcelBytes: LIMITS.batchInflatedBytes,
    parcelEvents: LIMITS.batchEvents,
    gapEvent: (gap, at) => ({ ...gapEvent(gap, at), gap }),
  });

  const delivery = createDelivery(queue, {
    ...link,
    settled(directives) {
      for (const waiter of waiters) {
        if (queue.parcels[0] && queue.parcels[0].order <= waiter.order) continue;
        waiters.delete(waiter);
        waiter.resolve();
      }
      link.settled(directives);
    },
  });

  /** Closes what is open. Nothing is left for the timer to do. */
  const close = () => {
    clearTimeout(timer);
    timer = undefined;
    if (faults.count > reported) {
      const events = faults.count - reported;
      reported = faults.count;
      push(gapEvent({ reason: "error", batches: 0, bytes: 0, events }, link.now()));
    }
    queue.close();
  };

  const send = guard(() => {
    close();
    void delivery.pump();
  });

  function push(event: QueuedEvent): void {
    const keyframe = !!event.keyframe;
    const pushed = queue.push(event);
    if (pushed === "too_large") link.lost(keyframe);
    // The first keyframe is what everything after it needs: it does not wait.
    if (pushed === "closed" || (keyframe && !keyframes++)) send();
    else if (queue.isOpen()) timer ??= setTimeout(send, interval);
  }

  return {
    page,
    push,
    flush: () =>
      new Promise((resolve, reject) => {
        send();
        if (queue.isEmpty()) resolve();
        else waiters.add({ order: queue.lastOrder(), resolve, reject });
      }),
    tail() {
      close();
      delivery.tail();
    },
    wake: delivery.wake,
    setInterval(ms) {
      interval = ms;
    },
    holdsKeyframe: queue.holdsKeyframe,
    bytes: queue.bytes,
    isEmpty: queue.isEmpty,
    abort(why) {
      clearTimeout(timer);
      delivery.stop();
      for (const { reject } of waiters) reject(new Error(`Playhead has stopped recording: ${why}.`));
      waiters.clear();
    },
  };
}
