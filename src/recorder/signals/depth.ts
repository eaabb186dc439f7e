import { RECORDER } from "../../protocol/limits.ts";
import { listen, stopAll } from "../guard.ts";
import { clearTimeout, setTimeout } from "../natives.ts";
import { onLeave } from "./leave.ts";
import type { Signal } from "./signal.ts";

/**
 * `playhead.depth`: how far down the lower edge of the window has come. Looked at when the visitor scrolls and leaves, not before:
 * pages that scripts build fit every window at first.
 */
export const depth: Signal = ({ send }) => {
  let deepest = 0;
  let told = 0;
  let timer: number | undefined;

  const look = () => {
    const { scrollHeight } = document.scrollingElement || document.documentElement;
    deepest = Math.max(deepest, Math.min(100, Math.round(((scrollY + innerHeight) / scrollHeight) * 100)));
  };
  const tell = () => {
    timer = undefined;
    if (deepest > told) send("playhead.depth", { percent: (told = deepest) });
  };

  return stopAll([
    listen(document, "scroll", (event) => {
      // Boxes inside the page scroll as well.
      if (event.target !== document) return;
      look();
      if (deepest > told) timer ??= setTimeout(tell, RECORDER.depthMs);
    }),
    onLeave(() => {
      clearTimeout(timer);
      look();
      tell();
    }),
    () => clearTimeout(timer),
  ]);
};
