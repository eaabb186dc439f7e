import { useEffect } from "react";
import { queryClient } from "../../query-client.ts";
import type { Playback } from "../playback.ts";
import { shownBetween } from "../watch-log.ts";
import { listApi } from "./list-api.ts";

/** Of a session, so much has to have been played for it to count as watched; all of it when it is shorter. Milliseconds of the session. */
const SEEN_MS = 5_000;

/** Marks the session as watched once it really was: opening it is not enough. */
export function useSeen(session: string, playback: Playback | null): void {
  useEffect(() => {
    if (!playback) return;
    const { store } = playback;
    let before = store.get().clock;
    let shown = 0;
    const stop = store.subscribe(() => {
      const { clock, manifest } = store.get();
      const part = shownBetween(before, clock);
      before = clock;
      if (!part || manifest?.session.id !== session) return;
      shown += part[1] - part[0];
      if (shown < Math.min(SEEN_MS, clock.duration * 0.9)) return;
      stop();
      listApi.seen(session).then(
        () => queryClient.invalidateQueries({ queryKey: ["sessions"] }),
        (error: unknown) => console.warn("that it was watched could not be marked:", error),
      );
    });
    return stop;
  }, [session, playback]);
}
