import { KEYFRAMES } from "../../protocol/limits.ts";
import { originAllowed } from "../../protocol/origins.ts";
import type { DomLink } from "../dom-extra.ts";
import { listen, stopAll, type Stop } from "../guard.ts";
import { createTimers } from "../timers.ts";
import { BYE, say, wordOf, type Order } from "./messages.ts";

/** The page around may begin to record later than the one in its frame: so long after each other it is knocked again. Milliseconds. */
const KNOCKS_MS = [500, 1_000, 2_000, 4_000, 8_000, 16_000];

/** The origin of the page around, where the browser tells it. */
function parentOrigin(): string | undefined {
  const { ancestorOrigins } = location as { ancestorOrigins?: DOMStringList };
  if (ancestorOrigins) return ancestorOrigins[0];
  return URL.canParse(document.referrer) ? new URL(document.referrer).origin : undefined;
}

/**
 * The windows that may be recorded together with this frame: the page around, and those around it as long as they are of its origin,
 * since a page records its frames of its own origin itself. Where the browser does not tell the origins: the page around.
 */
function windowsAround(): Window[] {
  const { ancestorOrigins: origins = [] } = location as { ancestorOrigins?: ArrayLike<string> };
  const windows = [parent];
  for (let at = 1; at < origins.length && origins[at] === origins[0]; at++) windows.push(windows[at - 1]!.parent);
  return windows;
}

/**
 * Gives what is recorded of this page to the page around, after that has asked for it and if its origin is on the list. Nothing
 * goes out before.
 */
export function giveToParent(link: DomLink, parents: readonly string[]) {
  const timers = createTimers<"knock">();
  let port: MessagePort | undefined;
  let hasKeyframe = false;
  let knocks = 0;

  const knock = (origin: string | undefined) => {
    if (port || !origin || !originAllowed(parents, origin)) return;
    for (const place of windowsAround()) say(place, "knock", origin);
    const wait = KNOCKS_MS[knocks++];
    if (wait) timers.set("knock", () => knock(origin), wait);
  };

  const leave = () => {
    port?.postMessage(BYE);
    port?.close();
    port = undefined;
  };

  const open = (given: MessagePort) => {
    leave();
    timers.clear();
    port = given;
    hasKeyframe = false;
    port.addEventListener("message", ({ data }: MessageEvent<Order>) => {
      if (port !== given) return;
      if (data === "keyframe") link.keyframe(KEYFRAMES.frameGapMs);
      else leave();
    });
    port.start();
    // The page around has a session of its own, without the files of this one.
    link.carryWhole();
    link.keyframe(KEYFRAMES.frameGapMs);
  };

  const restart = () => {
    knocks = 0;
    knock(parentOrigin());
  };

  const stop: Stop = stopAll([
    timers.clear,
    leave,
    listen(window, "message", (event) => {
      const message = event as MessageEvent;
      if (!windowsAround().includes(message.source as Window)) return;
      const word = wordOf(message, parents);
      if (word === "call") knock(message.origin);
      else if (word === "hello" && message.ports[0]) open(message.ports[0]);
    }),
    listen(window, "pagehide", leave),
    // From the back/forward cache; else it has knocked already.
    listen(window, "pageshow", (event) => (event as PageTransitionEvent).persisted && restart()),
  ]);

  restart();
  return {
    sent(text: string, isKeyframe: boolean) {
      hasKeyframe ||= isKeyframe;
      if (hasKeyframe) port?.postMessage(text);
    },
    stop,
  };
}
