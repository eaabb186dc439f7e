import { listen, stopAll, type Stop } from "../guard.ts";

/** Calls `run` whenever the page is hidden or left, before the recorder sends what it has: a capturing listener on the window. */
export function onLeave(run: (event: Event) => void): Stop {
  return stopAll([
    listen(window, "visibilitychange", (event) => document.visibilityState === "hidden" && run(event)),
    listen(window, "pagehide", run),
  ]);
}
