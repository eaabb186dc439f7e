import { describe, expect, test } from "vitest";
import { idleStretches, knownIdle, mergeStretches } from "../../../src/admin/player/activity.ts";

describe("idle stretches", () => {
  test("begin a moment after the last and end a moment before the next thing the visitor does", () => {
    expect(idleStretches([1_000, 11_000], 12_000)).toEqual([{ from: 2_000, to: 10_300 }]);
  });

  test("are longer than five seconds", () => {
    expect(idleStretches([1_000, 6_000, 11_000], 15_000)).toEqual([]);
  });

  test("can be at the beginning, at the end, or everything", () => {
    expect(idleStretches([8_000], 20_000)).toEqual([
      { from: 0, to: 7_300 },
      { from: 9_000, to: 19_300 },
    ]);
    expect(idleStretches([], 20_000)).toEqual([{ from: 0, to: 19_300 }]);
    expect(idleStretches([], 0)).toEqual([]);
  });
});

test("stretches that touch are one", () => {
  const merged = mergeStretches([
    { from: 50, to: 60 },
    { from: 0, to: 10 },
    { from: 5, to: 20 },
    { from: 20, to: 30 },
  ]);
  expect(merged).toEqual([
    { from: 0, to: 30 },
    { from: 50, to: 60 },
  ]);
});

test("nothing is idle where it is not known yet what happened", () => {
  const idle = [
    { from: 0, to: 7_000 },
    { from: 20_000, to: 60_000 },
  ];
  expect(knownIdle(idle, [])).toEqual(idle);
  expect(knownIdle(idle, [{ from: 8_000, to: 19_000 }])).toEqual(idle);
  expect(knownIdle(idle, [{ from: 0, to: Infinity }])).toEqual([]);
  // What is left beside it is too short to be worth passing over.
  expect(
    knownIdle(idle, [
      { from: 3_000, to: 5_000 },
      { from: 24_000, to: 30_000 },
      { from: 50_000, to: 51_000 },
    ]),
  ).toEqual([
    { from: 30_000, to: 50_000 },
    { from: 51_000, to: 60_000 },
  ]);
});
