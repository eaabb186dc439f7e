import { assetsSettled } from "./assets.ts";
import type { Clock } from "./clock.ts";
import type { Overview } from "./recording.ts";
import { spanAt } from "./schedule.ts";
import { createScreen, type Screen } from "./screen.ts";
import type { SessionData } from "./session-data.ts";
import type { FrameState, Stage } from "./stage.ts";

/** A new picture is shown when its fonts and images are there, or after this long; it goes on settling when shown. */
const SWAP_WAIT_MS = 200;

/** What the director sees of the playback, and says to it. */
export interface Set {
  data(): SessionData | null;
  clock(): Clock;
  overview(): Overview;
  frame(state: FrameState): void;
  shown(screen: Screen): void;
  problem(error: Error): void;
  report(error: unknown): void;
  /** Events that could not be shown. */
  blame(count: number): void;
  /** A picture is on stage and the clock runs: go on from there. */
  run(): void;
}

/** Puts the picture of a moment on the stage, as soon as what it needs is here; the latest moment asked for wins. */
export interface Director {
  screen(): Screen | null;
  /** Whether a moment is asked for whose picture is not on stage yet. */
  busy(): boolean;
  ask(time: number): void;
  /** Something came: it may be what the picture waits for. */
  nudge(): void;
  /** Lets the picture on stage stand still. */
  rest(): void;
  /** Lets it move again. */
  move(): void;
  stop(): void;
}

/** The recorded document may have the keyboard; the player's shortcuts work all the same. */
function forwardKey({ key, code, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): void {
  window.dispatchEvent(new KeyboardEvent("keydown", { key, code, shiftKey, ctrlKey, altKey, metaKey, bubbles: true }));
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

export function createDirector(stage: Stage, set: Set): Director {
  let screen: Screen | null = null;
  let goal: number | null = null;
  let building = false;
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function fail(error: unknown): void {
    set.problem(asError(error));
    set.frame("error");
  }

  /** The track of the document on screen at `time`, when the picture can be made from it. */
  function trackAt(data: SessionData, time: number) {
    const span = spanAt(set.overview().spans, time);
    if (!data.knows(time) || !span) return null;
    data.focus(span.page, time);
    const track = data.ready(span.page, time) ? data.recording.track(span.page) : null;
    return track && track.keyframes.length > 0 ? track : null;
  }

  async function build(data: SessionData, time: number): Promise<void> {
    const track = trackAt(data, time);
    if (!track) {
      const fault = data.fault(spanAt(set.overview().spans, time)?.page ?? null, time);
      if (fault) return fail(fault);
      // There is no picture, and nothing is waited for; one may still come live.
      if (!screen && data.complete() && set.overview().spans.length === 0) set.frame("settled");
      return;
    }
    const mine = turn;
    goal = null;
    const place = stage.prepare();
    let made: Screen | null;
    try {
      const handlers = { report: set.report, key: forwardKey, fill: data.fill };
      made = await createScreen(place, track, time, handlers, () => mine === turn);
    } catch (error) {
      place.remove();
      return mine === turn ? fail(error) : undefined;
    }
    if (!made) return place.remove();
    set.blame(made.advance(track, time, set.clock()));
    const settled = set.clock().playing ? null : made.settle();
    const document = made.picture.document();
    const ready = document ? assetsSettled(document, SWAP_WAIT_MS) : Promise.resolve();
    await Promise.race(settled ? [settled, ready] : [ready]);
    if (mine !== turn) {
      made.dispose();
      place.remove();
      return;
    }
    screen?.dispose();
    screen = made;
    stage.show(place, made.picture.frame);
    set.shown(made);
    if (set.clock().playing) set.run();
    else void finish(mine, made, settled ?? made.settle());
  }

  async function finish(mine: number, resting: Screen, settled: Promise<void>): Promise<void> {
    await settled;
    if (mine === turn && screen === resting && !set.clock().playing) set.frame("settled");
  }

  async function reach(): Promise<void> {
    const data = set.data();
    if (!data || goal === null || building) return;
    building = true;
    try {
      await build(data, goal);
    } finally {
      building = false;
    }
    // Asked for something else meanwhile; when it only waits for data, `nudge` will come.
    if (goal !== null && turn !== reached) nudge();
    reached = turn;
  }
  let reached = 0;

  /** Building blocks for tens of milliseconds: whoever asks goes on first, and sees that it is under way. */
  function nudge(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void reach().catch(fail));
  }

  return {
    screen: () => screen,
    busy: () => goal !== null || building,
    ask(time) {
      goal = time;
      turn++;
      set.frame(screen ? "seeking" : "loading");
      set.data()?.focus(spanAt(set.overview().spans, time)?.page ?? null, time);
      nudge();
    },
    nudge,
    rest() {
      if (goal !== null || building || !screen) return;
      const mine = ++turn;
      set.frame("seeking");
      void finish(mine, screen, screen.settle());
    },
    move() {
      turn++;
      screen?.move();
    },
    stop() {
      turn++;
      goal = null;
      clearTimeout(timer);
      screen?.dispose();
    },
  };
}
