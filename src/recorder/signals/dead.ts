import { watchAttempts } from "./attempt.ts";
import type { Signal } from "./signal.ts";
import { looksClickable, nameOf } from "./target.ts";

/** `playhead.dead`: a click on something that looks as if it would react, and nothing happened. More clicks on it are the same one. */
export const dead: Signal = ({ send }) =>
  watchAttempts(looksClickable, ({ path, clicks }) => {
    const [{ clientX: x, clientY: y }] = clicks as [MouseEvent];
    send("playhead.dead", { x: Math.round(x), y: Math.round(y), name: nameOf(path) });
  });
