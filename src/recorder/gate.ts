import { EventType, type RecordedEvent } from "../protocol/events.ts";
import { LIMITS, RECORDER } from "../protocol/limits.ts";
import { createHold } from "./hold.ts";
import { gapEvent, prepare, type Lane } from "./lane.ts";
import type { QueuedEvent } from "./parcel.ts";
import { createRing, type Ring } from "./ring.ts";

/** Where the events of a page go: to the server, into memory for a later yes, or nowhere. */
export interface Gate {
  /** Answers how many UTF-8 bytes it makes. `frame`: it comes from the page in the frame element with this id. */
  push(event: RecordedEvent, frame?: number): number;
  /** From now on they go to the server under this page id; the page's own event first, if there was one. */
  open(lane: Lane): void;
  lane(): Lane | undefined;
  /** Nothing more goes to the server, and what is held or kept is dropped. */
  shut(): void;
  /** What is captured beyond the level is kept in memory. */
  keep(): void;
  /** Sends what was kept. */
  drain(): void;
  drop(): void;
  /** How far back memory reaches at the moment `now`, milliseconds. */
  buffered(now: number): number | undefined;
  /** What comes from now on waits for an answer; `apart`: for one of its own, because the address is another. */
  hold(apart: boolean): void;
  isHeld(): boolean;
  /** A question goes out. */
  ask(): void;
  /** The answer was yes; `last`: no other is awaited. */
  release(now: number, last: boolean): void;
  /** What is held is dropped, and waiting goes on. */
  forget(): void;
  /** What is held is dropped, and nothing waits any longer. */
  unhold(): void;
}

function isPage({ type, data }: RecordedEvent): boolean {
  return type === EventType.Custom && (data as { tag?: string }).tag === "playhead.page";
}

/** `keyframe` asks for a full snapshot, soon. `sent` hears of each event that goes to the server, as it is kept. */
export function createGate(keyframe: () => void, sent: (event: QueuedEvent) => void): Gate {
  const hold = createHold(RECORDER.queueTextBytes);
  let lane: Lane | undefined;
  let ring: Ring | undefined;
  /** `playhead.page`, while it has not gone to the server: it comes before everything else. */
  let page: RecordedEvent | undefined;

  const send = (event: QueuedEvent) => {
    if (!lane) return;
    lane.push(event);
    sent(event);
  };

  const deliver = (event: QueuedEvent) => {
    if (lane && hold.isOn()) hold.push(event);
    else send(event);
  };

  return {
    push(event, frame) {
      if (!lane && !ring) return 0;
      if (!lane && isPage(event)) {
        page = event;
        return 0;
      }
      const kept = prepare(event, frame);
      if (!kept) return 0;
      // With a lane beside it, memory has what the level does not include: what rrweb says.
      if (!ring || (lane && event.type === EventType.Custom)) deliver(kept);
      else if (ring.push(kept, event.type === EventType.Meta)) keyframe();
      return kept.bytes;
    },
    open(next) {
      lane = next;
      if (!page) return;
      // As old as what follows it, not as the visit: what was in between has been dropped.
      page.timestamp = ring?.since() ?? page.timestamp;
      deliver(prepare(page)!);
      page = undefined;
    },
    lane: () => lane,
    shut() {
      lane = ring = page = undefined;
      hold.end();
    },
    keep() {
      ring = createRing({ ms: LIMITS.bufferMs, bytes: RECORDER.queueTextBytes, keyframeMs: RECORDER.ringKeyframeMs });
    },
    drain() {
      for (const event of ring?.drain() ?? []) deliver(event);
      ring = undefined;
    },
    drop() {
      ring = undefined;
    },
    buffered(now) {
      const since = ring?.since();
      return since === undefined ? undefined : Math.max(0, now - since);
    },
    hold: hold.begin,
    isHeld: hold.isOn,
    ask: hold.ask,
    release(now, last) {
      if (!hold.isOn()) return;
      const { events, lost } = hold.release();
      for (const event of events) send(event);
      if (last) hold.end();
      if (!lost) return;
      // What comes next does not follow on.
      lane?.push(gapEvent(lost, now));
      keyframe();
    },
    forget: hold.forget,
    unhold: hold.end,
  };
}
