import { listen, stopAll } from "../guard.ts";
import type { Signal } from "./signal.ts";

/** `playhead.visibility`: whether the page is shown and its window has the focus; first when it starts in the dark. */
export const visibility: Signal = ({ send }) => {
  let last = "true,true";
  const report = () => {
    const visible = document.visibilityState === "visible";
    const focused = document.hasFocus();
    const now = `${visible},${focused}`;
    if (now !== last) send("playhead.visibility", { visible, focused });
    last = now;
  };
  report();
  // On the window, so that it is before the listener on the document that sends the tail.
  return stopAll(["visibilitychange", "focus", "blur"].map((type) => listen(window, type, report)));
};
