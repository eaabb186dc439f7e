import { record } from "@rrweb/record";
import type { RecordedEvent } from "../protocol/events.ts";
import type { Stop } from "./guard.ts";

/** Capture of the DOM and of what the visitor does with it. */
export interface DomCapture {
  /** Takes a full snapshot now. */
  keyframe(): void;
  stop: Stop;
}

/** Milliseconds between two recorded positions of the pointer: 20 a second still look like a movement. */
const POINTER_MS = 50;
/** Milliseconds between two scroll positions of an element. */
const SCROLL_MS = 100;
/** Milliseconds between two positions of a playing medium. */
const MEDIA_MS = 800;

/**
 * Starts rrweb; the only place that knows it. `fault` hears of errors inside it, which go no further.
 * @throws when rrweb cannot start
 */
export function startRrweb(emit: (event: RecordedEvent) => void, fault: () => void): DomCapture {
  const stop = record({
    emit: (event) => emit(event as RecordedEvent),
    maskAllInputs: true,
    inlineStylesheet: true,
    recordCanvas: false,
    recordCrossOriginIframes: false,
    recordAfter: "DOMContentLoaded",
    slimDOMOptions: true as unknown as "all",
    sampling: { mousemove: POINTER_MS, scroll: SCROLL_MS, media: MEDIA_MS },
    errorHandler: () => {
      fault();
      return true;
    },
  });
  if (!stop) throw new Error("rrweb did not start");
  return { keyframe: () => record.takeFullSnapshot(), stop };
}
