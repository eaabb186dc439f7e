import type { CustomPayloads, CustomTag } from "../../protocol/events.ts";
import type { Stop } from "../guard.ts";

/** What a signal can do. */
export interface SignalContext {
  send<T extends CustomTag>(tag: T, payload: CustomPayloads[T]): void;
  /** Random per browser tab. */
  tab: string;
  warn(message: string): void;
  /** Carries out one kind of call of the site until it is stopped. */
  answer<Name extends keyof SiteCalls>(name: Name, call: SiteCalls[Name]): Stop;
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
