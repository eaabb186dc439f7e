import { describe, expect, test } from "vitest";
import { idleStretches, mergeStretches } from "../../../src/admin/player/activity.ts";

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
