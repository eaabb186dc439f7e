import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  chunkLine,
  lanes,
  mergeLanes,
  parseChunkLines,
  summarise,
  type ChunkLine,
  type RecordedEvent,
} from "../../../src/protocol/index.ts";

const line: fc.Arbitrary<ChunkLine> = fc.record({
  page: fc.constantFrom("p1", "p2", "p3"),
  seq: fc.nat({ max: 6 }),
  at: fc.nat(),
  body: fc.record({
    v: fc.constant(1 as const),
    sent: fc.nat(),
    events: fc.array(
      fc.record({ type: fc.constant(3), data: fc.record({ source: fc.nat() }), timestamp: fc.nat({ max: 50 }) }),
      { minLength: 1, maxLength: 5 },
    ),
  }),
});
const unique = fc.uniqueArray(line, { selector: ({ page, seq }) => `${page}/${seq}`, maxLength: 15 });

describe("the stream", () => {
  it("does not depend on the order or the number of copies of the batches", () => {
    fc.assert(
      fc.property(
        unique.chain((lines) =>
          fc.tuple(fc.constant(lines), fc.shuffledSubarray([...lines, ...lines], { minLength: lines.length * 2 })),
        ),
        ([lines, shuffled]) => {
          expect(JSON.stringify(mergeLanes(lanes(shuffled)))).toBe(JSON.stringify(mergeLanes(lanes(lines))));
        },
      ),
    );
  });

  it("holds every event once, each document's in its own order", () => {
    fc.assert(
      fc.property(unique, (lines) => {
        const all = lanes(lines);
        const merged = mergeLanes(all);
        for (const { page, events } of all)
          expect(merged.filter((item) => item.page === page).map((item) => item.event)).toEqual(events);
        expect(merged).toHaveLength(lines.flatMap((item) => item.body.events).length);
      }),
    );
  });

  it("merges documents by time where their clocks run forward", () => {
    fc.assert(
      fc.property(unique, (lines) => {
        const sorted = lines.map((item) => ({
          ...item,
          body: {
            ...item.body,
            events: item.body.events
              .map((event) => ({ ...event, timestamp: item.seq * 100 + (event.timestamp % 100) }))
              .toSorted((a, b) => a.timestamp - b.timestamp),
          },
        }));
        const times = mergeLanes(lanes(sorted)).map((item) => item.event.timestamp);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }),
    );
  });

  it("names what is missing", () => {
    const body = { v: 1 as const, sent: 0, events: [] };
    expect(lanes([3, 0, 5].map((seq) => ({ page: "p", seq, at: 0, body })))[0]!.missing).toEqual([1, 2, 4]);
  });

  it("round-trips as chunk lines", () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines
          .map(({ page, seq, at, body }) => `${chunkLine(page, seq, at, JSON.stringify(body))}\n`)
          .join("");
        expect(parseChunkLines(text)).toEqual(lines);
      }),
    );
  });
});

describe("the summary of a batch", () => {
  const at = (type: number, data: unknown, timestamp = 1): RecordedEvent => ({ type, data, timestamp });

  it("counts a click once, however it is told, and errors, rage and dead clicks", () => {
    const own = (tag: string) => at(5, { tag, payload: { name: "buy", tag: "button" } });
    const named = Array.from({ length: 3 }, () => own("playhead.click"));
    const recorded = (count: number) => Array.from({ length: count }, () => at(3, { source: 2, type: 2 }));
    expect(summarise(named)).toMatchObject({ clicks: 3, errors: 0, rages: 0, deads: 0 });
    expect(summarise([...named, ...recorded(2)])).toMatchObject({ clicks: 3 });
    expect(summarise([...named, ...recorded(4)])).toMatchObject({ clicks: 4 });
    const signals = ["error", "error", "error", "rage", "rage", "dead"].map((name) => own(`playhead.${name}`));
    expect(summarise(signals)).toMatchObject({ events: 6, clicks: 0, errors: 3, rages: 2, deads: 1 });
  });

  it("counts clicks, inputs, navigations, keyframes, and notes page and user", () => {
    const payload = { url: "https://a.example/", title: "A", tab: "t", viewport: { width: 800.4, height: 600 } };
    expect(
      summarise([
        at(5, { tag: "playhead.page", payload }, 10),
        at(2, { node: {} }, 11),
        at(3, { source: 2, type: 2 }, 12),
        at(3, { source: 2, type: 1 }, 13),
        at(3, { source: 5, userTriggered: true }, 14),
        at(3, { source: 5, userTriggered: false }, 14),
        at(5, { tag: "playhead.navigation", payload: { url: "https://a.example/b", title: "B", how: "push" } }, 15),
        at(5, { tag: "playhead.navigation", payload: { url: "https://a.example/b", title: "B2", how: "title" } }, 16),
        at(5, { tag: "playhead.identify", payload: { user: "u1" } }, 9),
      ]),
    ).toEqual({
      events: 9,
      from: 9,
      to: 16,
      keyframes: [11],
      clicks: 1,
      inputs: 1,
      errors: 0,
      rages: 0,
      deads: 0,
      navigations: 1,
      page: { url: "https://a.example/", title: "A", tab: "t", viewport: [800, 600] },
      lastUrl: "https://a.example/b",
      lastTitle: "B2",
      user: "u1",
      trail: [
        [10, "page", "https://a.example/"],
        [15, "page", "https://a.example/b"],
      ],
    });
  });

  it("survives any payload and bounds what it keeps", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("playhead.page", "playhead.navigation", "playhead.identify", "other"),
        fc.jsonValue(),
        (tag, payload) => {
          expect(() => summarise([at(5, { tag, payload })])).not.toThrow();
        },
      ),
    );
    const { lastUrl } = summarise([at(5, { tag: "playhead.navigation", payload: { url: "x".repeat(9_999) } })]);
    expect(lastUrl).toHaveLength(2_048);
  });
});
