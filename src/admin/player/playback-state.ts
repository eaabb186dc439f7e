import type { Manifest } from "../../protocol/api.schema.ts";
import type { Stretch } from "./activity.ts";
import { newClock, type Clock } from "./clock.ts";
import type { LiveState } from "./live-socket.ts";
import type { Overview } from "./recording.ts";
import type { FrameState } from "./stage.ts";

/** Everything that the player's page shows. */
export interface PlaybackState {
  manifest: Manifest | null;
  clock: Clock;
  frame: FrameState;
  /** Why there is nothing to play, or nothing at this moment. */
  problem: Error | null;
  /** The document on screen. */
  page: string | null;
  size: { width: number; height: number } | null;
  overview: Overview;
  loaded: readonly Stretch[];
  /** All that is stored has been loaded. */
  complete: boolean;
  live: LiveState;
  /** Events that could not be shown, and parts that could not be read. */
  faults: number;
}

const NOTHING: Overview = { spans: [], idle: [], items: [], malformed: 0, missing: 0 };

export function initialState(skipIdle: boolean): PlaybackState {
  return {
    manifest: null,
    clock: newClock(skipIdle),
    frame: "loading",
    problem: null,
    page: null,
    size: null,
    overview: NOTHING,
    loaded: [],
    complete: false,
    live: "off",
    faults: 0,
  };
}
