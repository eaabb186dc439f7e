import { useEffect, useState, type RefObject } from "react";
import { memberSource } from "../player/member-source.ts";
import { startPlayback } from "../player/playback.ts";

/** A recorded page as it stood at a moment. Sizes are its CSS pixels. */
export interface Still {
  state: "loading" | "shown" | "failed";
  problem: Error | null;
  width: number;
  /** Of the whole document, not of the window. */
  height: number;
}

const LOADING: Still = { state: "loading", problem: null, width: 1280, height: 800 };
/** No page is drawn higher, CSS pixels: a frame of that height still fits in memory. */
const HIGHEST = 12_000;

/**
 * Rebuilds a session's page inside `host` as it stood at `t`, the whole of it instead of what the window showed. Opening the session is a
 * view like any other, and is in the activity log. For another picture it has to be mounted anew.
 */
export function useStill(host: RefObject<HTMLDivElement | null>, session: string, t: number): Still {
  const [still, setStill] = useState(LOADING);
  useEffect(() => {
    const playback = startPlayback(host.current!, memberSource(session), { time: t, pause: true, skipIdle: false });
    const look = () => {
      const { frame, problem, complete, overview } = playback.store.get();
      if (problem) return setStill({ ...LOADING, state: "failed", problem });
      if (complete && overview.spans.length === 0)
        return setStill({ ...LOADING, state: "failed", problem: new Error("This session has no picture.") });
      const shown = playback.picture();
      const document = shown?.picture.document();
      if (frame !== "settled" || !shown || !document) return undefined;
      const { frame: box } = shown.picture;
      const width = shown.picture.size()?.width ?? box.clientWidth;
      // Once for each picture: a page as high as its window grows with it.
      if (!box.dataset["whole"]) {
        const { scrollHeight } = document.scrollingElement ?? document.documentElement;
        box.dataset["whole"] = String(Math.min(HIGHEST, Math.max(box.clientHeight, scrollHeight)));
        box.style.height = `${box.dataset["whole"]}px`;
      }
      return setStill({ state: "shown", problem: null, width, height: Number(box.dataset["whole"]) });
    };
    const unsubscribe = playback.store.subscribe(look);
    return () => {
      unsubscribe();
      playback.stop();
    };
  }, [host, session, t]);
  return still;
}
