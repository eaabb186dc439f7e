import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newClock, reduceClock, type Clock, type ClockAction } from "../../../src/admin/player/clock.ts";
import { shownBetween } from "../../../src/admin/player/watch-log.ts";
import { joinWatched, watchedMs, type Watched } from "../../../src/protocol/activity/stretches.ts";

/** What was shown while these happened to the clock. */
function shown(actions: readonly ClockAction[]): Watched[] {
  let clock: Clock = newClock(false);
  const parts: Watched[] = [];
  for (const action of actions) {
    const next = reduceClock(clock, action);
    const part = shownBetween(clock, next);
    if (part) parts.push(part);
    clock = next;
  }
  return joinWatched(parts, 100);
}

const tick = (now: number): ClockAction => ({ kind: "tick", now, ready: 1e9, idle: [], more: false });
const ticks = (from: number, count: number) => Array.from({ length: count }, (_, i) => tick(from + i * 100));

describe("what was watched", () => {
  it("is what the clock passed while it played, and nothing that was jumped over", () => {
    const session: ClockAction[] = [{ kind: "duration", duration: 60_000 }, { kind: "play" }];
    expect(shown([...session, ...ticks(0, 11)])).toEqual([[0, 1_000]]);
    const jump: ClockAction = { kind: "seek", time: 30_000 };
    expect(shown([...session, ...ticks(0, 11), jump, ...ticks(2_000, 6)])).toEqual([
      [0, 1_000],
      [30_000, 30_500],
    ]);
    expect(shown([...session, ...ticks(0, 6), { kind: "pause" }, jump])).toEqual([[0, 500]]);
    expect(shown([...session, { kind: "seek", time: 59_900 }, ...ticks(0, 5)])).toEqual([[59_900, 60_000]]);
  });

  const part = fc.tuple(fc.nat(1_000), fc.nat(100)).map(([from, length]): Watched => [from, from + length]);

  it("has no overlaps, is in order, and covers each moment that was watched", () => {
    const property = fc.property(fc.array(part), fc.integer({ min: 1, max: 20 }), (parts, max) => {
      const joined = joinWatched(parts, max);
      const covered = parts.every(([from, to]) => joined.some(([a, b]) => a <= from && to <= b));
      const apart = joined.every(([from], i) => i === 0 || from > joined[i - 1]![1]);
      return covered && apart && joined.length <= max;
    });
    expect(() => fc.assert(property)).not.toThrow();
  });

  it("adds nothing that was not watched while there is room, whatever the order and repetition", () => {
    const property = fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const moments = new Set(parts.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i)));
      const joined = joinWatched([...parts, ...parts.toReversed()], 100);
      return watchedMs(joined) === moments.size;
    });
    expect(() => fc.assert(property)).not.toThrow();
  });
});
