import type { RecordedEvent } from "../protocol/events.ts";
import type { Directions } from "../protocol/start.schema.ts";
import type { Stop } from "./guard.ts";

/** What a chunk that adds to the capture of the DOM works with. */
export interface DomLink {
  /** Says something that the page shows. `frame`: it comes from the page in the frame element with this id. */
  emit(event: RecordedEvent, frame?: number): void;
  /** The node with an id of rrweb's. Not known before the first full snapshot has been taken. */
  node(id: number): Node | null;
  /** … and the id of a node; -1 when it has none. */
  id(node: Node): number;
  /** Whether what this element shows may leave the page. */
  isShown(element: Element): boolean;
  /** Unix milliseconds on the server's clock. */
  now(): number;
  /** Takes a full snapshot, soon; `gapMs`: not sooner after the last that was asked for. */
  keyframe(gapMs?: number): void;
  /** From now on events carry style sheets and images themselves, where they can. */
  carryWhole(): void;
  /** Something of ours went wrong. */
  fault(): void;
  /** Runs a piece of work and measures it; not at all once capturing has to end. */
  work(run: () => void): void;
  /** What the server has said of frames. */
  frames: Directions["frames"];
}

/** A running one. */
export interface DomExtra {
  /** Hears of each event of the DOM when it has been filtered. */
  see?(event: RecordedEvent): void;
  /** … and of each event that goes to the server, as its text. */
  sent?(text: string, isKeyframe: boolean): void;
  stop: Stop;
}

/** What such a chunk exports. */
export interface DomExtraChunk {
  extend(link: DomLink): DomExtra;
}
