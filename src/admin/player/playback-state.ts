import type { Manifest } from "../../protocol/api.schema.ts";
import type { Stretch } from "./activity.ts";
import { newClock, type Clock } from "./clock.ts";
import { knownPages } from "./known-pages.ts";
import type { LiveState } from "./live-socket.ts";
import type { View } from "./timeline/zoom.ts";
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
  /** How many people watch the running session, this one among them; `null` while that is not known. */
  viewers: number | null;
  /** The only tab of the visit that is shown; `null`: the one that the visitor looked at. */
  lane: string | null;
  /** The part of the session that the line of time shows; `null`: all of it. */
  zoom: View | null;
  /** Events that could not be shown, and parts that could not be read. */
  faults: number;
}

const NOTHING: Overview = {
  spans: [],
  looked: [],
  idle: [],
  items: [],
  gaps: [],
  pulses: [],
  signals: [],
  malformed: 0,
  missing: 0,
};

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
    viewers: null,
    lane: null,
    zoom: null,
    faults: 0,
  };
}

/** The documents of the tab that is followed; `null` when it is the visitor who is. */
export function lanePages({ lane, manifest, overview }: PlaybackState): ReadonlySet<string> | null {
  if (lane === null || !manifest) return null;
  const pages = knownPages(manifest.pages, overview.items, 0);
  return new Set(pages.filter(({ tab }) => tab === lane).map(({ page }) => page));
}
