import type { Watched } from "../../protocol/activity/stretches.ts";
import { reduceClock, type ClockAction } from "./clock.ts";
import { createDirector } from "./director.ts";
import { initialState, lanePages, type PlaybackState } from "./playback-state.ts";
import { nextPicture } from "./next-change.ts";
import { spanAt } from "./schedule.ts";
import type { Picture } from "./picture.ts";
import { openSession, type SessionData } from "./session-data.ts";
import type { Overview } from "./recording.ts";
import type { SessionSource } from "./session-source.ts";
import { createStage, type FrameState } from "./stage.ts";
import { createStore, type Store } from "./plain-store.ts";

export interface Playback {
  store: Store<PlaybackState>;
  seek(time: number, options?: { pause?: boolean }): void;
  play(): void;
  pause(): void;
  /** Stands still at the next moment at which the picture on screen changes, or at the one before. */
  step(direction: 1 | -1): void;
  /** Shows this tab of the visit only; `null`: whichever the visitor looked at. */
  follow(lane: string | null): void;
  /** The document on screen and how to find things in it; `null` while there is none. */
  picture(): { page: string; picture: Picture } | null;
  clock(action: Extract<ClockAction, { kind: "speed" | "skip-idle" }>): void;
  goLive(): void;
  retry(): void;
  /** Tells the server what was shown. */
  tellWatched(watched: readonly Watched[]): Promise<void>;
  stop(): void;
}

/** The panes and the line of time show what is new not more often than this, and seldom while nobody waits for it or a picture is being made. */
const REFRESH_MS = 60;
const CALM_REFRESH_MS = 600;

/** Opens a session and plays it inside `root`. `start.time` null: from the beginning, or the end of a running session. */
export function startPlayback(
  root: HTMLElement,
  source: SessionSource,
  start: { time: number | null; pause: boolean; skipIdle: boolean },
): Playback {
  const store = createStore(initialState(start.skipIdle));
  const stopping = new AbortController();
  const stage = createStage(root);
  let data: SessionData | null = null;
  let refreshing: ReturnType<typeof setTimeout> | undefined;
  let raf = 0;

  const state = (): PlaybackState => store.get();
  const isLive = (): boolean => state().live === "on" || state().live === "connecting";
  function act(action: ClockAction): void {
    store.set({ clock: reduceClock(state().clock, action) });
  }
  function frame(next: FrameState): void {
    stage.state(next);
    store.set({ frame: next });
    if (refreshing !== undefined && next !== "seeking" && next !== "loading") refreshIn(REFRESH_MS);
  }
  /** What follows from all that has come: the picture does not wait until the panes show it. */
  function overview(): Overview {
    if (!data) return state().overview;
    return data.recording.overview(data.duration(), data.complete(), lanePages(state()), data.unknown());
  }
  function blame(count: number): void {
    if (count > 0) store.set({ faults: state().faults + count });
  }
  function fail(error: unknown): void {
    store.set({ problem: error instanceof Error ? error : new Error(String(error)) });
    frame("error");
  }

  const director = createDirector(stage, {
    data: () => data,
    clock: () => state().clock,
    overview,
    frame,
    shown: ({ page, picture }) => store.set({ page, size: picture.size(), problem: null }),
    problem: fail,
    report: (error) => console.warn("replay:", error),
    blame,
    run,
  });

  function run(): void {
    director.move();
    frame("playing");
    act({ kind: "play" });
    cancelAnimationFrame(raf);
    raf = requestAnimationFrame(step);
  }

  function step(now: number): void {
    const screen = director.screen();
    if (!data || !screen || !state().clock.playing || director.busy()) return;
    const { clock: before } = state();
    const { idle, spans } = overview();
    act({ kind: "tick", now, ready: data.readyUntil(before.time), idle, more: isLive() });
    const { clock } = state();
    data.focus(screen.page, clock.time);
    const span = spanAt(spans, clock.time);
    const track = span && data.recording.track(span.page);
    if (span && (span.page !== screen.page || !track || !screen.follows(track))) return director.ask(clock.time);
    if (track) blame(screen.advance(track, clock.time, clock));
    store.set({ size: screen.picture.size() });
    if (!clock.playing) return director.rest();
    const fault = clock.stalled ? data.fault(screen.page, clock.time) : null;
    if (fault) return fail(fault);
    raf = requestAnimationFrame(step);
  }

  function refresh(): void {
    refreshing = undefined;
    if (!data || stopping.signal.aborted) return;
    act({ kind: "duration", duration: data.duration() });
    const { clock } = state();
    const known = overview();
    store.set({ overview: known, loaded: data.loaded(), complete: data.complete() });
    if (director.busy()) return director.nudge();
    const screen = director.screen();
    const span = spanAt(known.spans, clock.time);
    const track = span && data.recording.track(span.page);
    // Something came late that belongs before the moment shown.
    if (!clock.playing && screen && track && (span.page !== screen.page || !screen.follows(track)))
      director.ask(clock.time);
  }
  function refreshIn(ms: number): void {
    clearTimeout(refreshing);
    refreshing = setTimeout(refresh, ms);
  }
  function changed(): void {
    if (director.busy()) director.nudge();
    if (refreshing === undefined) refreshIn(isLive() || state().clock.stalled ? REFRESH_MS : CALM_REFRESH_MS);
  }

  async function open(): Promise<void> {
    store.set({ problem: null });
    frame("loading");
    try {
      const opened = await openSession(source, start.time, stopping.signal, {
        isBusy: () => ["loading", "seeking"].includes(state().frame),
        changed,
        live: (live) => store.set(live === "on" ? { live } : { live, viewers: null }),
        viewers: (viewers) => store.set({ viewers }),
        filed: () => director.screen() && director.ask(state().clock.time),
        unreadable: () => blame(1),
      });
      if (stopping.signal.aborted) return opened.stop();
      data = opened;
    } catch (error) {
      return stopping.signal.aborted ? undefined : fail(error);
    }
    store.set({ manifest: data.manifest });
    refresh();
    const follow = start.time === null && data.manifest.session.status === "live" && !start.pause;
    if (!start.pause) act({ kind: "play" });
    seekTo(follow ? data.duration() : (start.time ?? 0), follow);
  }

  function seekTo(time: number, follow: boolean): void {
    cancelAnimationFrame(raf);
    act({ kind: "seek", time });
    act({ kind: "follow", on: follow });
    director.ask(state().clock.time);
  }

  function seek(time: number, { pause }: { pause?: boolean } = {}): void {
    start = { ...start, time, pause: pause ?? start.pause };
    if (pause !== undefined) act({ kind: pause ? "pause" : "play" });
    if (data) seekTo(time, false);
  }

  void open();

  return {
    store,
    seek,
    play() {
      if (!data || state().clock.playing) return;
      act({ kind: "play" });
      const { clock } = state();
      if (clock.time >= clock.duration && !isLive()) seekTo(0, false);
      else if (!director.busy()) run();
    },
    pause() {
      act({ kind: "pause" });
      cancelAnimationFrame(raf);
      director.rest();
    },
    step(direction) {
      const { clock } = state();
      const screen = director.screen();
      const track = screen && data?.recording.track(screen.page);
      const next = track && nextPicture(track, clock.time, direction);
      if (typeof next === "number") seek(next, { pause: true });
    },
    follow(lane) {
      if (lane === state().lane || !data) return;
      store.set({ lane });
      const { clock } = state();
      store.set({ overview: overview() });
      seekTo(clock.time, clock.following);
    },
    picture() {
      const screen = director.screen();
      return screen && { page: screen.page, picture: screen.picture };
    },
    clock: act,
    goLive() {
      if (!data) return;
      act({ kind: "play" });
      seekTo(data.duration(), true);
    },
    retry() {
      if (!data) return void open();
      store.set({ problem: null });
      data.retry();
      director.ask(state().clock.time);
    },
    tellWatched: async (watched) => data?.tellWatched(watched),
    stop() {
      stopping.abort();
      clearTimeout(refreshing);
      cancelAnimationFrame(raf);
      data?.stop();
      director.stop();
      stage.stop();
    },
  };
}
