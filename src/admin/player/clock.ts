import type { Stretch } from "./activity.ts";

/** The master clock of a replay: everything on screen follows it. Times are milliseconds since the session began. */
export interface Clock {
  playing: boolean;
  time: number;
  speed: Speed;
  /** Pass over stretches in which the visitor did nothing. */
  skipIdle: boolean;
  /** Stay at the end of a running session. */
  following: boolean;
  duration: number;
  /** Wall time of the last tick, `null` while paused. */
  wall: number | null;
  /** Playing, but what comes next has not been loaded yet. */
  stalled: boolean;
  /** How fast the last tick really went: `speed`, or more while skipping. */
  rate: number;
}

export const SPEEDS = [0.5, 1, 2, 4, 8, 16] as const;
export type Speed = (typeof SPEEDS)[number];

/** A tab in the background gets no frames: the wall time that passed there is not played at once. */
const TICK_MAX_MS = 250;
/** An idle stretch is passed in about this time, however long it is. */
const SKIP_MS = 700;
const SKIP_RATE_MIN = 24;
/** How quickly a follower makes up for a batch that came in at once. */
const CATCH_UP_MS = 600;

export type ClockAction =
  | { kind: "play" }
  | { kind: "pause" }
  | { kind: "seek"; time: number }
  | { kind: "speed"; speed: Speed }
  | { kind: "skip-idle"; on: boolean }
  | { kind: "follow"; on: boolean }
  | { kind: "duration"; duration: number }
  /** `now`: wall time. `ready`: session time up to which everything needed is loaded. `more`: the session still grows. */
  | { kind: "tick"; now: number; ready: number; idle: readonly Stretch[]; more: boolean };

export function newClock(skipIdle: boolean): Clock {
  return {
    playing: false,
    time: 0,
    speed: 1,
    skipIdle,
    following: false,
    duration: 0,
    wall: null,
    stalled: false,
    rate: 1,
  };
}

function clamp(time: number, duration: number): number {
  return Number.isFinite(time) ? Math.min(Math.max(0, time), duration) : 0;
}

/** The stretch that `time` lies in, its end excluded. */
function stretchAt(idle: readonly Stretch[], time: number): Stretch | undefined {
  return idle.find((stretch) => time >= stretch.from && time < stretch.to);
}

function tick(clock: Clock, action: Extract<ClockAction, { kind: "tick" }>): Clock {
  const { now, ready, idle, more } = action;
  if (!clock.playing) return clock;
  const passed = clock.wall === null ? 0 : Math.min(Math.max(0, now - clock.wall), TICK_MAX_MS);
  const lag = clock.duration - clock.time;
  const stretch = clock.skipIdle ? stretchAt(idle, clock.time) : undefined;
  let rate: number = clock.speed;
  if (clock.following) rate = Math.max(1, lag / CATCH_UP_MS);
  else if (stretch) rate = Math.max(rate, SKIP_RATE_MIN, (stretch.to - stretch.from) / SKIP_MS);

  const limit = Math.max(clock.time, Math.min(ready, clock.duration));
  let time = clock.time + passed * rate;
  // The end of a skipped stretch is where something happens: never run past it at the skipping rate.
  if (stretch && !clock.following) time = Math.min(time, stretch.to);
  time = Math.min(time, limit);
  const atEnd = time >= clock.duration;
  const ended = atEnd && !more;
  return {
    ...clock,
    time,
    rate,
    wall: ended ? null : now,
    playing: !ended,
    stalled: !atEnd && time >= ready,
  };
}

/** The clock after an action. A pure function: the wall time comes with the tick. */
export function reduceClock(clock: Clock, action: ClockAction): Clock {
  switch (action.kind) {
    case "play":
      return { ...clock, playing: true, wall: null, rate: clock.speed };
    case "pause":
      return { ...clock, playing: false, following: false, wall: null, stalled: false };
    case "seek":
      return { ...clock, time: clamp(action.time, clock.duration), following: false, wall: null, stalled: false };
    case "speed":
      return { ...clock, speed: action.speed, following: false };
    case "skip-idle":
      return { ...clock, skipIdle: action.on };
    case "follow":
      return { ...clock, following: action.on, ...(action.on ? { speed: 1 as const } : {}) };
    case "duration":
      return { ...clock, duration: action.duration, time: clamp(clock.time, action.duration) };
    case "tick":
      return tick(clock, action);
  }
}
