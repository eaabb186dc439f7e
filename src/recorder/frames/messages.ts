import { originAllowed } from "../../protocol/origins.ts";

/**
 * What windows say to each other before there is a channel; none of it tells anything of a page. `knock`: the page in the frame is
 * there. `call`: it may knock. `hello`: comes with the port, from the page around.
 */
export type Word = "knock" | "call" | "hello";

/** What the page around says through the port. */
export type Order = "keyframe" | "stop";

/** What the page in the frame says through it when it goes; everything else is an event as JSON text. */
export const BYE = "";

export function say(to: Window, word: Word, origin: string, ports: MessagePort[] = []): void {
  to.postMessage({ playhead: word }, origin, ports);
}

/** The word in a message from a window whose origin is on the list. */
export function wordOf({ data, origin }: MessageEvent, patterns: readonly string[]): Word | undefined {
  const word = (data as { playhead?: Word } | null)?.playhead;
  return word && originAllowed(patterns, origin) ? word : undefined;
}
