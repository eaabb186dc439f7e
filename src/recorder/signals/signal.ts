import type { CustomPayloads, CustomTag } from "../../protocol/events.ts";
import type { Shapes } from "../../protocol/privacy/custom-shapes.ts";
import type { SignalDirections } from "../../protocol/start.schema.ts";
import type { Stop } from "../guard.ts";

/** What a signal can do. */
export interface SignalContext {
  /** `ago`: milliseconds before now that it happened. */
  send<T extends CustomTag>(tag: T, payload: CustomPayloads[T], ago?: number): void;
  /** Random per browser tab. */
  tab: string;
  warn(message: string): void;
  /** Carries out one kind of call of the site until it is stopped. */
  answer<Name extends keyof SiteCalls>(name: Name, call: SiteCalls[Name]): Stop;
  /** What is told of the place of a click; set by a signal of a higher level. */
  place?: ((click: MouseEvent, path: Element[]) => Partial<CustomPayloads["playhead.click"]>) | undefined;
}

/** What signals of dxa and above work with: they are a chunk of their own. */
export interface MoreContext extends SignalContext {
  settings: SignalDirections;
  /** Origin of the server: what is sent there is not the page's doing. */
  host: string;
  /** Errors from before the chunk was there. */
  early: readonly Event[];
  /** Something of ours went wrong. */
  fault(): void;
}

/** One kind of event of that chunk. */
export type MoreSignal = (context: MoreContext) => Stop;

/** What the chunk exports. */
export interface SignalChunk {
  /** What the filter has to know of its events. */
  shapes: Shapes;
  start(context: MoreContext): Stop;
}

/** Calls of the site that become events. */
export interface SiteCalls {
  identify(user: string, traits?: CustomPayloads["playhead.identify"]["traits"]): void;
  track(name: string, properties?: Record<string, unknown>): void;
}

/** One kind of our own events: starts to send them, and returns how to stop. */
export type Signal = (context: SignalContext) => Stop;

/** Whether a site gave an object of names and values, or nothing. */
export function isBag(value: unknown): boolean {
  return value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value));
}
