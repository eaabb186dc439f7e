import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { schedule, spanAt, type Evidence } from "../../../src/admin/player/schedule.ts";

const KINDS = ["open", "show", "hide", "focus", "act", "scroll"] as const;

function see(...rows: [at: number, page: string, kind: Evidence["kind"]][]): Evidence[] {
  return rows.map(([at, page, kind]) => ({ at, page, kind }));
}

describe("which document is on screen", () => {
  test("the first from the beginning, though its picture came later", () => {
    expect(schedule(see([400, "a", "open"]), 1_000)).toEqual([{ page: "a", from: 0, to: 1_000 }]);
  });

  test("a document opened later takes over", () => {
    expect(schedule(see([0, "a", "open"], [500, "b", "open"]), 1_000)).toEqual([
      { page: "a", from: 0, to: 500 },
      { page: "b", from: 500, to: 1_000 },
    ]);
  });

  test("one in the background that takes another keyframe does not", () => {
    const spans = schedule(see([0, "a", "open"], [100, "b", "open"], [900, "a", "open"]), 1_000);
    expect(spans.map(({ page }) => page)).toEqual(["a", "b"]);
  });

  test("two tabs in turn follow what is used", () => {
    const spans = schedule(see([0, "a", "open"], [100, "b", "open"], [200, "a", "act"], [300, "b", "focus"]), 400);
    expect(spans.map(({ page, from }) => [page, from])).toEqual([
      ["a", 0],
      ["b", 100],
      ["a", 200],
      ["b", 300],
    ]);
  });

  test("a hidden one loses to a visible one; when all are hidden the last picture stays", () => {
    const both = see([0, "a", "open"], [100, "b", "open"], [200, "b", "hide"], [300, "a", "hide"]);
    expect(schedule(both, 400).map(({ page }) => page)).toEqual(["a", "b", "a"]);
  });

  test("a carousel in another window does not take the screen from somebody working", () => {
    const busy = see(
      [0, "a", "open"],
      [10, "b", "open"],
      [2_000, "b", "act"],
      [2_100, "a", "scroll"],
      [2_500, "b", "act"],
    );
    expect(schedule(busy, 3_000).map(({ page }) => page)).toEqual(["a", "b"]);
    expect(schedule([...busy, ...see([4_000, "a", "scroll"])], 5_000).at(-1)).toMatchObject({ page: "a", from: 4_000 });
  });

  test("a document without a picture is never on screen", () => {
    expect(
      schedule(see([0, "a", "open"], [100, "b", "act"], [200, "b", "focus"]), 300).map(({ page }) => page),
    ).toEqual(["a"]);
    expect(schedule(see([0, "a", "act"]), 300)).toEqual([]);
  });

  test("spans follow each other without holes, whatever happens", () => {
    const evidence = fc.array(
      fc.record({
        at: fc.integer({ min: -100, max: 5_000 }),
        page: fc.constantFrom("a", "b", "c"),
        kind: fc.constantFrom(...KINDS),
      }),
    );
    fc.assert(
      fc.property(evidence, (list) => {
        const spans = schedule(list, 5_000);
        if (spans.length === 0) return;
        expect(spans[0]!.from).toBe(0);
        expect(spans.at(-1)!.to).toBe(5_000);
        spans.slice(1).forEach((span, index) => {
          expect(span.from).toBe(spans[index]!.to);
          expect(span.page).not.toBe(spans[index]!.page);
        });
      }),
    );
  });

  test("the span at a moment", () => {
    const spans = schedule(see([0, "a", "open"], [500, "b", "open"]), 1_000);
    expect([-1, 0, 499, 500, 9_999].map((time) => spanAt(spans, time)?.page)).toEqual(["a", "a", "a", "b", "b"]);
    expect(spanAt([], 0)).toBeNull();
  });
});
