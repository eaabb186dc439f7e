import { EventType, type RecordedEvent } from "../protocol/events.ts";
import { KEYFRAMES } from "../protocol/limits.ts";
import { guard, type Stop } from "./guard.ts";
import { keyframeIsDue } from "./keyframe-rule.ts";
import { clockNow } from "./natives.ts";
import { createTimers } from "./timers.ts";

/** Least time between two full snapshots that were asked for, milliseconds: each costs the page tens of them. */
const GAP_MS = 5_000;

/** Takes full snapshots, when they are asked for and when so much has changed that they pay. */
export interface Keyframes {
  /** Soon, not now, because most reasons come up inside the capture itself. `gapMs`: least time since the last that was asked for. */
  soon(gapMs?: number): void;
  /** Something was recorded, and made so many bytes. */
  see(event: RecordedEvent, bytes: number): void;
  stop: Stop;
}

/** `passable`: it says nothing that is not known already to whoever has followed until here. */
export function createKeyframes(take: (passable: boolean) => void): Keyframes {
  const timers = createTimers<"take" | "idle">();
  let due = false;
  let waiting = false;
  let takenAt = 0;
  /** The first that comes by itself keeps nobody waiting who asks for another: the page around a frame, say. */
  let askedAt = 0;
  let size = 0;
  let changes = 0;
  let cost = 0;

  const run = (passable: boolean) => {
    due = waiting = false;
    timers.clear();
    askedAt = clockNow();
    take(passable);
    cost = clockNow() - askedAt;
  };

  /** Nobody waits for it: when the page has nothing else to do, and is looked at. */
  const whenIdle = () => {
    if (waiting || document.hidden) return;
    waiting = true;
    const later = guard(() => waiting && run(true));
    const { requestIdleCallback: idle } = window;
    if (idle) idle(later, { timeout: KEYFRAMES.idleMs });
    else timers.set("idle", later, 0);
  };

  return {
    soon(gapMs = GAP_MS) {
      if (due && gapMs === GAP_MS) return;
      due = true;
      timers.set("take", () => run(false), Math.max(0, askedAt + gapMs - clockNow()));
    },
    see({ type, data }, bytes) {
      const age = clockNow() - takenAt;
      if (type === EventType.FullSnapshot) {
        size = bytes;
        changes = 0;
        takenAt = clockNow();
      } else if (type === EventType.IncrementalSnapshot) {
        if ((data as { isAttachIframe?: boolean }).isAttachIframe && age < KEYFRAMES.framesMs) size += bytes;
        else changes += bytes;
        if (keyframeIsDue({ size, changes, cost, age })) whenIdle();
      }
    },
    stop() {
      timers.clear();
      due = waiting = false;
    },
  };
}
