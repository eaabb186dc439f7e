import { describe, expect, test } from "vitest";
import { evidenceChunks, loadOrder, neededChunks, readyUntil } from "../../../src/admin/player/chunk-plan.ts";

const chunks = [
  { n: 0, from: 0, to: 100, keyframes: [{ page: "a", at: 5 }] },
  { n: 1, from: 90, to: 200, keyframes: [{ page: "b", at: 120 }] },
  { n: 2, from: 200, to: 300, keyframes: [{ page: "a", at: 200 }] },
  { n: 3, from: 300, to: 400, keyframes: [] },
  // A batch that came late: it belongs before the keyframe of chunk 2.
  { n: 4, from: 150, to: 450, keyframes: [{ page: "b", at: 440 }] },
];

describe("chunks a picture needs", () => {
  test("from its keyframe to the moment", () => {
    expect(neededChunks(chunks, "a", 150)).toEqual([0, 1, 4]);
    expect(neededChunks(chunks, "a", 250)).toEqual([1, 2, 4]);
    expect(neededChunks(chunks, "b", 449)).toEqual([4]);
  });

  test("the first keyframe when the moment is before it, none when there is none", () => {
    expect(neededChunks(chunks, "b", 10)).toEqual([1]);
    expect(neededChunks(chunks, "c", 10)).toBeNull();
  });

  test("one moment costs the same in a session a hundred times as long", () => {
    const long = Array.from({ length: 500 }, (_, n) => ({
      n,
      from: n * 10,
      to: n * 10 + 9,
      keyframes: [{ page: "a", at: n * 10 }],
    }));
    expect(neededChunks(long, "a", 4_900)).toEqual([490]);
  });
});

test("what tells who was on screen lies around the moment, else before it", () => {
  expect(evidenceChunks(chunks, 95)).toEqual([0, 1]);
  expect(evidenceChunks(chunks, 9_999)).toEqual([4]);
  expect(evidenceChunks([], 5)).toEqual([]);
});

test("needed first, then ahead, then behind, nearest first", () => {
  expect(loadOrder(chunks, [2], 250)).toEqual([2, 4, 3, 1, 0]);
});

test("ready up to the first chunk that is not here", () => {
  expect(readyUntil(chunks, (n) => n !== 3, 210)).toBe(300);
  expect(readyUntil(chunks, () => true, 210)).toBe(Infinity);
  expect(readyUntil(chunks, (n) => n > 1, 410)).toBe(Infinity);
});
