import { listen, stopAll, type Stop } from "./guard.ts";

/** What only a visitor does. Scrolling is seen by what causes it: pages scroll by themselves, too. */
const ACTS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "touchmove"];

/** Calls `act` on everything the visitor does. */
export function watchActivity(act: () => void): Stop {
  return stopAll(ACTS.map((type) => listen(window, type, act)));
}
