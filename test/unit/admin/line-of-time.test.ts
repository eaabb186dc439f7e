import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { knownPages } from "../../../src/admin/player/known-pages.ts";
import { nextChange, nextPicture } from "../../../src/admin/player/next-change.ts";
import { createTrack } from "../../../src/admin/player/track.ts";
import { readPreferences } from "../../../src/admin/player/preferences.ts";
import { lanesOf } from "../../../src/admin/player/timeline/lane-rows.ts";
import { markedOf, marksOf, neighbourOf, type Marked } from "../../../src/admin/player/timeline/marks.ts";
import { momentFacts } from "../../../src/admin/player/timeline/moment.ts";
import { areaPath, createPulseCounter, densityOf } from "../../../src/admin/player/timeline/pulse.ts";
import {
  VIEW_MIN_MS,
  followed,
  panBy,
  partOf,
  placeOf,
  timeAt,
  viewOf,
  zoomAt,
} from "../../../src/admin/player/timeline/zoom.ts";
import type { ItemKind, TimelineItem } from "../../../src/admin/player/timeline.ts";

const DURATION = 600_000;

function item(at: number, kind: ItemKind, more: Partial<TimelineItem> = {}): TimelineItem {
  return { timestamp: at, page: "a", kind, text: `${kind} ${at}`, detail: "", ...more };
}

describe("the part of a session that is shown", () => {
  const views = fc
    .tuple(fc.double({ min: 0, max: DURATION, noNaN: true }), fc.double({ min: 0, max: DURATION, noNaN: true }))
    .map(([a, b]) => viewOf({ from: Math.min(a, b), to: Math.max(a, b) }, DURATION));

  test("stays inside of the session and has a least length, however it is moved", () => {
    const steps = fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        factor: fc.double({ min: 0.1, max: 10, noNaN: true }),
        by: fc.double({ min: -DURATION, max: DURATION, noNaN: true }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(views, steps, (start, all) => {
        let view = start;
        for (const { at, factor, by } of all) {
          view = viewOf(zoomAt(view, DURATION, timeAt(view, at), factor), DURATION);
          view = viewOf(panBy(view, DURATION, by), DURATION);
          expect(view.from).toBeGreaterThanOrEqual(0);
          expect(view.to).toBeLessThanOrEqual(DURATION);
          expect(view.to - view.from).toBeGreaterThanOrEqual(VIEW_MIN_MS - 0.001);
        }
      }),
    );
  });

  test("keeps the moment under the pointer where it was", () => {
    const view = { from: 100_000, to: 300_000 };
    const zoomed = zoomAt(view, DURATION, 150_000, 0.5)!;
    expect(zoomed).toEqual({ from: 125_000, to: 225_000 });
    expect(partOf(zoomed, 150_000)).toBe(partOf(view, 150_000));
  });

  test("is all of it when it would be more", () => {
    expect(zoomAt({ from: 0, to: 400_000 }, DURATION, 10, 2)).toBeNull();
    expect(viewOf(null, DURATION)).toEqual({ from: 0, to: DURATION });
  });

  test("goes on with what is played, and stays where somebody has looked elsewhere", () => {
    const view = { from: 100_000, to: 200_000 };
    expect(followed(view, DURATION, 150_000, 150_100)).toBe(view);
    expect(followed(view, DURATION, 199_990, 200_010)).toEqual({ from: 190_010, to: 290_010 });
    expect(followed(view, DURATION, 10, 20)).toBe(view);
  });

  test("places what lies in it, cut to it", () => {
    const view = { from: 100, to: 200 };
    expect(placeOf(view, { from: 50, to: 150 })).toEqual({ left: "0%", width: "50%" });
    expect(placeOf(view, { from: 150, to: 150 })).toEqual({ left: "50%", width: "0%" });
    expect(placeOf(view, { from: 200, to: 300 })).toBeNull();
    expect(placeOf(view, { from: 0, to: 99 })).toBeNull();
  });
});

describe("how busy it was", () => {
  test("is counted piece by piece, and drawn from 0 to 1", () => {
    const counter = createPulseCounter();
    for (const at of [1_000_010, 1_000_020, 1_000_600]) counter.act(at);
    counter.change(1_000_610);
    expect(counter.pulses()).toEqual([
      [1_000_000, 2, 0],
      [1_000_500, 1, 1],
    ]);
    const { acts, changes } = densityOf(counter.pulses(), 1_000_000, { from: 0, to: 2_000 }, 4);
    expect(acts[0]).toBe(1);
    expect(acts[1]).toBeCloseTo(Math.log(2) / Math.log(3));
    expect(acts.slice(2)).toEqual([0, 0]);
    expect(changes).toEqual([0, 1, 0, 0]);
  });

  test("has one number from 0 to 1 for each bar, and nothing that happened is lost", () => {
    const pulses = fc.array(fc.tuple(fc.integer({ min: 0, max: 99_500 }), fc.nat(9), fc.nat(9)), { minLength: 1 });
    fc.assert(
      fc.property(pulses, fc.integer({ min: 1, max: 300 }), (all, bars) => {
        const { acts, changes } = densityOf(all, 0, { from: 0, to: 100_000 }, bars);
        const busy = [
          { heights: acts, any: all.some(([, count]) => count > 0) },
          { heights: changes, any: all.some(([, , count]) => count > 0) },
        ];
        for (const { heights, any } of busy) {
          expect(heights).toHaveLength(bars);
          expect(heights.every((one) => one >= 0 && one <= 1)).toBe(true);
          expect(heights.includes(1)).toBe(any);
        }
      }),
    );
  });

  test("is an outline that begins and ends on the ground", () => {
    expect(areaPath([0.5, 1])).toBe("M0,1V0.500H1V0.000H2V1Z");
  });
});

describe("marks", () => {
  const items = [
    item(0, "page"),
    item(1_000, "click"),
    item(2_000, "error"),
    item(2_100, "custom"),
    item(3_000, "form"),
    item(4_000, "form", { failed: true }),
    item(5_000, "console", { detail: "warning" }),
    item(6_000, "console", { detail: "error" }),
    item(7_000, "rage"),
  ];
  const marked = markedOf(items, 0, [{ at: 6_500, text: "Look here" }]);

  test("are for what is worth jumping to, in order, notes among them", () => {
    expect(marked.map(({ at, kind }) => [at, kind])).toEqual([
      [0, "page"],
      [2_000, "error"],
      [2_100, "custom"],
      [4_000, "form"],
      [6_000, "error"],
      [6_500, "note"],
      [7_000, "rage"],
    ]);
  });

  test("that lie together are one, which looks like the weightiest; hidden kinds and what is out of view are left out", () => {
    const marks = marksOf(marked, { from: 0, to: 10_000 }, ["rage"], 0.02);
    expect(marks.map(({ part, kind, marked: all }) => [part, kind, all.length])).toEqual([
      [0, "page", 1],
      [0.2, "error", 2],
      [0.4, "form", 1],
      [0.6, "error", 1],
      [0.65, "note", 1],
    ]);
    expect(marksOf(marked, { from: 5_000, to: 6_200 }, [], 0.02)).toHaveLength(1);
  });

  test("hold everything once that is neither hidden nor out of view", () => {
    const ascending = fc
      .array(fc.nat(10_000), { maxLength: 80 })
      .map((times) => times.toSorted((a, b) => a - b))
      .map((times) => times.map((at): Marked => ({ at, kind: "error", item: null, text: "" })));
    fc.assert(
      fc.property(ascending, fc.double({ min: 0, max: 0.5, noNaN: true }), (all, grain) => {
        const marks = marksOf(all, { from: 0, to: 10_000 }, [], grain);
        expect(marks.reduce((sum, mark) => sum + mark.marked.length, 0)).toBe(all.length);
      }),
    );
  });

  test("follow each other from any moment", () => {
    expect(neighbourOf(marked, [], 2_000, 1)?.at).toBe(2_100);
    expect(neighbourOf(marked, [], 2_000, -1)?.at).toBe(0);
    expect(neighbourOf(marked, [], 0, 1, "error")?.at).toBe(2_000);
    expect(neighbourOf(marked, [], 7_000, 1)).toBeNull();
  });
});

test("a moment is told with its page, what is near, what is idle and what is missing", () => {
  const items = [
    item(1_000, "page", { text: "Shop", detail: "https://x.example/" }),
    item(5_000, "navigation", { text: "Cart", detail: "https://x.example/cart" }),
  ];
  const overview = {
    items,
    spans: [{ page: "a", from: 0, to: 9_000 }],
    idle: [{ from: 6_000, to: 8_000 }],
    gaps: [{ from: 4_000, to: 4_500 }],
  };
  const facts = (time: number) => momentFacts(overview, [], 1_000, markedOf(items, 1_000, []), time, 100);
  expect(facts(100)).toMatchObject({ title: "Shop", url: "https://x.example/", idle: null, gap: null });
  expect(facts(100).near.map(({ at }) => at)).toEqual([0]);
  expect(facts(6_500)).toMatchObject({ title: "Cart", url: "https://x.example/cart", idle: { to: 8_000 }, near: [] });
  expect(facts(4_550).gap).toEqual({ from: 4_000, to: 4_500 });
});

test("the tabs of a visit are lanes in the order they were opened, with when they were open and looked at", () => {
  const row = (page: string, tab: string, from: number, to: number) => {
    return { page, tab, url: "", title: page.toUpperCase(), from, to, width: 1, height: 1 };
  };
  const pages = [row("b", "two", 1_200, 1_900), row("a", "one", 1_000, 1_400), row("c", "one", 1_500, 2_000)];
  const spans = [
    { page: "a", from: 0, to: 200 },
    { page: "b", from: 200, to: 500 },
    { page: "c", from: 500, to: 1_000 },
  ];
  expect(lanesOf(pages, spans, 1_000)).toEqual([
    {
      tab: "one",
      number: 1,
      title: "C",
      open: [
        { from: 0, to: 400 },
        { from: 500, to: 1_000 },
      ],
      active: [
        { from: 0, to: 200 },
        { from: 500, to: 1_000 },
      ],
    },
    { tab: "two", number: 2, title: "B", open: [{ from: 200, to: 900 }], active: [{ from: 200, to: 500 }] },
  ]);
});

test("tabs that were opened since the session was are known by what they said themselves", () => {
  const row = { page: "a", tab: "one", url: "", title: "A", from: 0, to: 5, width: 1, height: 1 };
  const items = [
    item(0, "page", { page: "a", tab: "one" }),
    item(90, "page", { page: "b", tab: "two", text: "Help", detail: "https://x.example/help" }),
    item(95, "navigation", { page: "b" }),
    item(99, "page", { page: "c" }),
  ];
  expect(knownPages([row], items, 120)).toEqual([
    row,
    { page: "b", tab: "two", url: "https://x.example/help", title: "Help", from: 90, to: 120, width: 0, height: 0 },
  ]);
});

describe("the next change of the picture", () => {
  const at = [0, 5, 100, 104, 108, 300];

  test("is the end of a run of changes that one frame shows", () => {
    expect(nextChange(at, 5, 1)).toBe(108);
    expect(nextChange(at, 108, 1)).toBe(300);
    expect(nextChange(at, 300, 1)).toBeNull();
  });

  test("goes back and forth through all of them", () => {
    expect(nextChange(at, 300, -1)).toBe(108);
    expect(nextChange(at, 108, -1)).toBe(5);
    expect(nextChange(at, 0, -1)).toBeNull();
  });

  test("is a place of the pointer too, and not the moment its way was told", () => {
    const way = [100, 150, 200].map((when) => ({ x: when, y: 0, id: 1, timeOffset: when - 560 }));
    const events = [
      { type: 2, timestamp: 0, data: { node: { type: 0, id: 1, childNodes: [] }, initialOffset: { left: 0, top: 0 } } },
      { type: 3, timestamp: 170, data: { source: 0, adds: [], removes: [], attributes: [], texts: [] } },
      { type: 3, timestamp: 560, data: { source: 1, positions: way } },
    ];
    const track = createTrack({ page: "a", events }, 0);
    const forward: number[] = [];
    for (let next = nextPicture(track, 0, 1); next !== null; next = nextPicture(track, next, 1)) forward.push(next);
    expect(forward).toEqual([100, 150, 170, 200]);
    expect(nextPicture(track, 200, -1)).toBe(170);
    expect(nextPicture(track, 100, -1)).toBe(0);
  });
});

test("preferences that were kept are read with care", () => {
  const usual = readPreferences(null);
  expect(usual).toMatchObject({ skipIdle: true, fit: true, autoplay: false, speed: 1, hidden: [] });
  expect(readPreferences('{"speed":7,"fit":"no","hidden":["page","constructor"],"aside":1e9}')).toMatchObject({
    speed: 1,
    fit: true,
    hidden: ["page"],
    aside: 900,
  });
  expect(readPreferences('{"speed":16,"fit":false,"aside":"wide"}')).toMatchObject({ speed: 16, fit: false });
  for (const odd of ["null", "[]", "7", '"x"']) expect(readPreferences(odd)).toEqual(usual);
});
