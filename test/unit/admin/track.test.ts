import { describe, expect, test } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { focusAt } from "../../../src/admin/player/focus.ts";
import { rootOf } from "../../../src/admin/player/pointed-root.ts";
import { mediaPosition, mediaStates } from "../../../src/admin/player/media.ts";
import { touchedTimes } from "../../../src/admin/player/motions.ts";
import { scrollPositions } from "../../../src/admin/player/scrolls.ts";
import { countUpTo, createTrack, keyframeFor, pointerAt, prologue } from "../../../src/admin/player/track.ts";

const START = 1_000_000;
function event(at: number, type: number, data: object): RecordedEvent {
  return { type, timestamp: START + at, data };
}
function keyframe(at: number, node: object = {}): RecordedEvent {
  return event(at, 2, { node: { type: 0, id: 1, childNodes: [], ...node }, initialOffset: { left: 0, top: 40 } });
}
function incremental(at: number, data: object): RecordedEvent {
  return event(at, 3, data);
}
function track(...events: RecordedEvent[]) {
  return createTrack({ page: "p", events }, START);
}

describe("a track", () => {
  test("counts from the session's start and never runs backwards", () => {
    expect(track(keyframe(-50), keyframe(100), keyframe(60), keyframe(200)).at).toEqual([0, 100, 100, 200]);
  });

  test("what was kept before a trigger keeps its time, though younger signals came first", () => {
    expect(track(event(5_000, 5, { tag: "playhead.depth", payload: {} }), keyframe(100), keyframe(200)).at).toEqual([
      100, 200,
    ]);
  });

  test("plays from the last keyframe before a moment, from the first when there is none", () => {
    const two = track(
      event(90, 4, { width: 1, height: 1 }),
      keyframe(100),
      incremental(150, { source: 3 }),
      keyframe(200),
    );
    expect([0, 100, 199, 200, 999].map((time) => keyframeFor(two, time))).toEqual([1, 1, 1, 3, 3]);
    expect(keyframeFor(track(incremental(1, { source: 3 })), 5)).toBeNull();
  });

  test("carries size and fonts over from before the keyframe", () => {
    const font = incremental(2, { source: 10 });
    const events = [
      event(1, 4, { width: 800, height: 600 }),
      font,
      incremental(3, { source: 4, width: 700, height: 500 }),
      keyframe(4),
    ];
    expect(prologue(track(...events), 3)).toEqual([
      { type: 4, timestamp: START + 3, data: { href: "", width: 700, height: 500 } },
      font,
    ]);
  });

  test("knows where the pointer was: positions lie before the event that brings them", () => {
    const positions = [
      { x: 1, y: 1, id: 5, timeOffset: -400 },
      { x: 2, y: 2, id: 5, timeOffset: -100 },
    ];
    const moved = track(
      incremental(1_000, { source: 1, positions }),
      incremental(1_200, { source: 2, type: 2, id: 6, x: 3, y: 4 }),
    );
    expect([599, 600, 899, 900, 1_200].map((time) => pointerAt(moved, time)?.x)).toEqual([undefined, 1, 1, 2, 3]);
  });
});

test("counting up to a limit", () => {
  expect([0, 1, 2, 5, 9].map((limit) => countUpTo([1, 2, 2, 5], limit))).toEqual([0, 1, 3, 4, 4]);
});

test("scroll positions: the last of each since the keyframe", () => {
  const box = { type: 2, id: 7, tagName: "div", attributes: { rr_scrollTop: 12 }, childNodes: [] };
  const scrolled = track(
    incremental(1, { source: 3, id: 9, x: 1, y: 1 }),
    keyframe(2, { childNodes: [box] }),
    incremental(3, { source: 3, id: 8, x: 0, y: 100 }),
    incremental(4, { source: 3, id: 8, x: 0, y: 200 }),
  );
  expect([...scrollPositions(scrolled, 1, 3)]).toEqual([
    [7, { x: 0, y: 12 }],
    [1, { x: 0, y: 40 }],
    [8, { x: 0, y: 100 }],
  ]);
  expect(scrollPositions(scrolled, 1, 4).get(8)).toEqual({ x: 0, y: 200 });
});

test("a frame's document comes scrolled, and says where the pointer was when what it was over is gone", () => {
  const item = { type: 2, id: 33, rootId: 31, childNodes: [] };
  const list = { type: 2, id: 32, rootId: 31, attributes: { rr_scrollTop: 90 }, childNodes: [item] };
  const document = { type: 0, id: 31, childNodes: [list] };
  const framed = track(
    keyframe(0, { childNodes: [{ type: 2, id: 7, childNodes: [] }] }),
    incremental(1, { source: 0, adds: [{ parentId: 7, nextId: null, node: document }], isAttachIframe: true }),
    incremental(2, { source: 1, positions: [{ x: 3, y: 4, id: 33, timeOffset: 0 }] }),
    incremental(3, { source: 0, adds: [], removes: [{ parentId: 32, id: 33 }] }),
  );
  expect(scrollPositions(framed, 0, 4).get(32)).toEqual({ x: 0, y: 90 });
  expect(rootOf(framed, 0, 4, pointerAt(framed, 3)!.id)).toBe(31);
  expect(rootOf(framed, 0, 4, 7)).toBeUndefined();
  expect(rootOf(framed, 0, 4, 99)).toBeUndefined();
});

test("media: what played goes on from where it was told, what paused stands", () => {
  const video = {
    type: 2,
    id: 7,
    tagName: "video",
    childNodes: [],
    media: { playing: false, position: 2, rate: 1, loop: false, muted: true, volume: 1 },
  };
  const played = track(
    keyframe(0, { childNodes: [video] }),
    incremental(1_000, { source: 7, type: 0, id: 7, currentTime: 2, playbackRate: 2, muted: false, volume: 0.5 }),
    incremental(3_000, { source: 7, type: 1, id: 7, currentTime: 6 }),
  );
  const at = (count: number, time: number) => mediaPosition(mediaStates(played, 0, count).get(7)!, time);
  expect([at(1, 900), at(2, 2_000), at(3, 9_000)]).toEqual([2, 4, 6]);
  // Volume and sound stay as they were until something else is told.
  expect(mediaStates(played, 0, 3).get(7)).toMatchObject({ muted: false, volume: 0.5, rate: 2 });
});

test("motion begins when a node was added or restyled after the keyframe", () => {
  const added = { type: 2, id: 20, childNodes: [{ type: 2, id: 21, childNodes: [] }] };
  const changed = {
    source: 0,
    adds: [{ parentId: 1, node: added }],
    attributes: [{ id: 7, attributes: { class: "x" } }],
  };
  const later = { source: 0, adds: [], attributes: [{ id: 8, attributes: { title: "x" } }] };
  const moving = track(keyframe(0), incremental(500, changed), incremental(600, later));
  expect([...touchedTimes(moving, 0, 3)]).toEqual([
    [20, 500],
    [21, 500],
    [7, 500],
  ]);
});

test("the focus, and whether a press put it there", () => {
  const act = (at: number, type: number, id: number) => incremental(at, { source: 2, type, id });
  const focused = track(
    keyframe(0),
    act(100, 1, 5),
    act(110, 5, 5),
    act(5_000, 6, 5),
    act(5_010, 5, 6),
    act(6_000, 6, 6),
  );
  expect([2, 3, 4, 5, 6].map((count) => focusAt(focused, 0, count))).toEqual([
    { id: 0, ring: false },
    { id: 5, ring: false },
    { id: 0, ring: false },
    { id: 6, ring: true },
    { id: 0, ring: false },
  ]);
});

test("fingers beside the first are with it, and the pointer does not jump between them", () => {
  const positions = [
    { x: 1, y: 1, id: 5, timeOffset: -50 },
    { x: 9, y: 9, id: 6, timeOffset: -50, finger: 1 },
    { x: 2, y: 2, id: 5, timeOffset: 0 },
  ];
  const touched = track(keyframe(0), incremental(100, { source: 6, positions }));
  expect(pointerAt(touched, 60)).toEqual({ at: 50, x: 1, y: 1, id: 5, others: [{ x: 9, y: 9 }] });
  expect(pointerAt(touched, 100)).toEqual({ at: 100, x: 2, y: 2, id: 5 });
});

test("a path that is told after what was lifted or pressed meanwhile lies where it was", () => {
  const positions = [
    { x: 1, y: 1, id: 5, timeOffset: -400 },
    { x: 9, y: 9, id: 6, timeOffset: -400, finger: 1 },
    { x: 2, y: 2, id: 5, timeOffset: 0 },
  ];
  const touched = track(
    keyframe(0),
    incremental(300, { source: 2, type: 9, id: 5, x: 1, y: 1 }),
    incremental(500, { source: 6, positions }),
  );
  expect([100, 299, 300, 499, 500].map((time) => pointerAt(touched, time)?.others?.length ?? 0)).toEqual([
    1, 1, 0, 0, 0,
  ]);
  expect(pointerAt(touched, 500)?.x).toBe(2);
});
