import type { Gap } from "../parcel.ts";

/** What the capture of the DOM has to go by, so that the page stays usable. */
export interface DomWatch {
  /** Runs a piece of capturing, and measures it; not at all once capturing has to end. */
  work(run: () => void): void;
  /** Whether the page as it is can be captured; if not, capturing has to end. */
  fitsPage(): boolean;
  /** One more node has been looked at; none: what comes now is no step. */
  step(node?: Partial<Element>): void;
  /** Something was left out on purpose. */
  lost(reason: Gap["reason"], events: number, bytes: number): void;
  /** Runs something later, unless capturing has ended by then. There is one such thing at a time. */
  later(run: () => void, ms: number): void;
}
