import { describe, expect, test } from "vitest";
import { newClock, reduceClock, type Clock, type ClockAction } from "../../../src/admin/player/clock.ts";

function after(clock: Clock, ...actions: ClockAction[]): Clock {
  return actions.reduce(reduceClock, clock);
}

function tick(now: number, more: Partial<Extract<ClockAction, { kind: "tick" }>> = {}): ClockAction {
  return { kind: "tick", now, ready: Infinity, idle: [], more: false, ...more };
}

const minute = after(newClock(true), { kind: "duration", duration: 60_000 });

describe("the clock", () => {
  test("runs with the wall, times its speed", () => {
    const playing = after(minute, { kind: "play" }, tick(1_000), tick(1_100), { kind: "speed", speed: 4 }, tick(1_200));
    expect(playing.time).toBe(100 + 400);
  });

  test("does not play the time that passed while its tab got no frames", () => {
    expect(after(minute, { kind: "play" }, tick(0), tick(30_000)).time).toBe(250);
  });

  test("starts anew after a pause", () => {
    const clock = after(
      minute,
      { kind: "play" },
      tick(0),
      tick(100),
      { kind: "pause" },
      { kind: "play" },
      tick(200),
      tick(216),
    );
    expect(clock.time).toBe(116);
  });

  test("waits where nothing has been loaded, and goes on when it has", () => {
    const waiting = after(minute, { kind: "play" }, tick(0), tick(200, { ready: 150 }));
    expect(waiting).toMatchObject({ time: 150, stalled: true, playing: true });
    expect(after(waiting, tick(250, { ready: 60_000 }))).toMatchObject({ time: 200, stalled: false });
  });

  test("stops at the end of an ended session and waits at the end of a running one", () => {
    const close = after(minute, { kind: "seek", time: 59_950 }, { kind: "play" }, tick(0));
    expect(after(close, tick(100))).toMatchObject({ time: 60_000, playing: false });
    expect(after(close, tick(100, { more: true }))).toMatchObject({ time: 60_000, playing: true, stalled: false });
  });

  test("passes idle stretches quickly and never runs past their end", () => {
    const idle = [{ from: 1_000, to: 31_000 }];
    const at = after(minute, { kind: "seek", time: 1_000 }, { kind: "play" }, tick(0));
    const skipping = after(at, tick(16, { idle }));
    expect(skipping.rate).toBeGreaterThan(24);
    expect(after(at, tick(16, { idle }), tick(250, { idle }), tick(490, { idle }), tick(730, { idle })).time).toBe(
      31_000,
    );
    expect(after(at, { kind: "skip-idle", on: false }, tick(16, { idle })).time).toBe(1_016);
  });

  test("makes up for what came in at once while following, and stops following when told where to go", () => {
    const following = after(minute, { kind: "play" }, { kind: "follow", on: true }, tick(0, { more: true }));
    expect(after(following, tick(16, { more: true })).rate).toBe(100);
    expect(after(following, { kind: "seek", time: 5 }).following).toBe(false);
    expect(after(following, { kind: "pause" }).following).toBe(false);
  });

  test.each([
    [-5, 0],
    [99_999, 60_000],
    [Number.NaN, 0],
  ])("a seek to %d goes to %d", (asked, expected) => {
    expect(after(minute, { kind: "seek", time: asked }).time).toBe(expected);
  });
});
