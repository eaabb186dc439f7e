import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { preferences } from "./preferences.ts";
import { startPlayback, type Playback } from "./playback.ts";
import type { SessionSource } from "./session-source.ts";
import { startWatchLog } from "./watch-log.ts";
import { exposePlayer } from "./window-player.ts";

/** The moment an address asks for. `key` is another one for each visit of the address, the same moment or not. */
export interface AskedMoment {
  time: number | null;
  pause: boolean;
  key: string;
}

/** A playback of a session inside `host`, seeking whenever the address asks for a moment. */
export function usePlayback(
  source: SessionSource,
  host: RefObject<HTMLDivElement | null>,
  asked: AskedMoment,
): Playback | null {
  const [playback, setPlayback] = useState<Playback | null>(null);
  const handled = useRef(asked.key);
  const latest = useRef(asked);
  useLayoutEffect(() => {
    latest.current = asked;
  }, [asked]);

  useEffect(() => {
    const { time, pause } = latest.current;
    const liked = preferences.get();
    const started = startPlayback(host.current!, source, { time, pause, skipIdle: liked.skipIdle });
    started.clock({ kind: "speed", speed: liked.speed });
    const stopSaving = started.store.subscribe(() => {
      const { skipIdle, speed, following } = started.store.get().clock;
      if (!following) preferences.set({ skipIdle, speed });
    });
    const log = startWatchLog((watched) => started.tellWatched(watched));
    const stopWatching = started.store.subscribe(() => log.moved(started.store.get().clock));
    const hide = exposePlayer(started);
    handled.current = latest.current.key;
    setPlayback(started);
    return () => {
      hide();
      stopSaving();
      stopWatching();
      log.stop();
      started.stop();
      setPlayback(null);
    };
  }, [source, host]);

  useEffect(() => {
    if (!playback || handled.current === asked.key) return;
    handled.current = asked.key;
    playback.seek(asked.time ?? 0, { pause: asked.pause });
  }, [playback, asked]);

  return playback;
}
