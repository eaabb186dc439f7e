import type { Playback } from "./playback.ts";
import type { FrameState } from "./stage.ts";

/** The player of this page, for tests and power users: `window.player`. Times are milliseconds since the session began. */
export interface WindowPlayer {
  seek(ms: number, options?: { pause?: boolean }): void;
  play(): void;
  pause(): void;
  readonly time: number;
  readonly duration: number;
  readonly state: FrameState;
}

declare global {
  interface Window {
    player?: WindowPlayer;
  }
}

/** Makes a playback the page's `window.player`. Returns the way back. */
export function exposePlayer({ seek, play, pause, store }: Playback): () => void {
  const player: WindowPlayer = {
    seek,
    play,
    pause,
    get time() {
      return store.get().clock.time;
    },
    get duration() {
      return store.get().clock.duration;
    },
    get state() {
      return store.get().frame;
    },
  };
  window.player = player;
  return () => {
    if (window.player === player) delete window.player;
  };
}
