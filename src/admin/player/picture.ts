import type { RecordedEvent } from "../../protocol/events.ts";
import type { PointerSample } from "./track.ts";

export interface PictureHandlers {
  /** An event with the addresses of kept files. */
  fill(event: RecordedEvent): RecordedEvent;
  /** Width of the recorded document's scrollbar, where that is known. */
  bar?: number | undefined;
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
  /** The recording's number of a node; `null` for one that the recording does not have. */
  idOf(node: Node): number | null;
  size(): { width: number; height: number } | null;
  /** Applies events. `jump`: many at once, on a virtual DOM, with no motion; else as they happen. Returns how many failed. */
  apply(events: readonly RecordedEvent[], jump: boolean): number;
  /** The same for a jump, in slices between which the page answers; stops when the picture is not `wanted` any more. */
  applySlowly(events: readonly RecordedEvent[], wanted: () => boolean): Promise<number>;
  /** Puts the pointer there. */
  point(sample: PointerSample): void;
  /** Whether the document may show scrollbars of its own that take room. */
  bars(shown: boolean): void;
  dispose(): void;
}
