import type { RecordedEvent } from "../../protocol/events.ts";
import type { PointerSample } from "./track.ts";

/** rrweb's memory of style sheets it has rewritten for replay: parsing them again for each seek is most of a seek's time. */
export interface PictureCache {
  sheets?: object;
}

export interface PictureHandlers {
  /** An event with the addresses of kept files. */
  fill(event: RecordedEvent): RecordedEvent;
  /** Shared by the pictures of a session. */
  cache: PictureCache;
  report(error: unknown): void;
  /** A key pressed while the recorded document has the keyboard. */
  key(event: KeyboardEvent): void;
}

/** One rebuilt document. */
export interface Picture {
  readonly frame: HTMLIFrameElement;
  readonly wrapper: HTMLElement;
  document(): Document | null;
  node(id: number): Node | null;
  size(): { width: number; height: number } | null;
  /** Applies events. `jump`: many at once, on a virtual DOM, with no motion; else as they happen. Returns how many failed. */
  apply(events: readonly RecordedEvent[], jump: boolean): number;
  /** Puts the pointer there and lights what it hovers over. */
  point(sample: PointerSample): void;
  dispose(): void;
}
