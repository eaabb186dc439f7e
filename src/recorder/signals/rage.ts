import { RECORDER } from "../../protocol/limits.ts";
import { watchAttempts } from "./attempt.ts";
import type { Signal } from "./signal.ts";
import { looksClickable, nameOf } from "./target.ts";

/** `playhead.rage`: quick clicks on one spot that changed nothing, told once when they are over. */
export const rage: Signal = ({ send }) =>
  watchAttempts(
    () => true,
    ({ path, clicks, selected }) => {
      const quick = clicks.some((click, index) => {
        const last = clicks[index + RECORDER.rageClicks - 1];
        return last && last.timeStamp - click.timeStamp <= RECORDER.rageMs;
      });
      // Two clicks select a word and three a paragraph; on something that looks like a button nobody means that.
      if (!quick || (selected && !looksClickable(path))) return;
      const [{ clientX: x, clientY: y }] = clicks as [MouseEvent];
      send("playhead.rage", { clicks: clicks.length, x: Math.round(x), y: Math.round(y), name: nameOf(path) });
    },
  );
