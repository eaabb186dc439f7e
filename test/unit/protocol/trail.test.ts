import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  LISTS,
  assembleTrail,
  boundTrail,
  newPrivacy,
  summarise,
  type RecordedEvent,
  type TrailNote,
} from "../../../src/protocol/index.ts";
import { filterEntry } from "../../../src/protocol/privacy/trail-filter.ts";

const START = 1_800_000_000_000;
const at = (ms: number) => START + ms;

function custom(tag: string, payload: unknown, ms = 0): RecordedEvent {
  return { type: 5, data: { tag: `playhead.${tag}`, payload }, timestamp: at(ms) };
}

const VISIT: RecordedEvent[] = [
  custom("page", { url: "https://shop.example/list", title: "List" }),
  custom("click", { name: "buy", tag: "button", x: 300, y: 4_000.4, w: 1_200, h: 5_000 }, 10),
  custom("click", { name: "menu", tag: "button" }, 20),
  custom("navigation", { url: "https://shop.example/cart", title: "Cart", how: "push" }, 30),
  custom("navigation", { url: "https://shop.example/cart", title: "Cart (1)", how: "title" }, 40),
  custom("track", { name: "Added", properties: { secret: 1 } }, 50),
  custom("identify", { user: "u1", traits: { plan: "pro", seats: 3, deep: { no: 1 } } }, 60),
  custom("error", { name: "TypeError", message: "x is undefined", file: "", line: 1, column: 1 }, 70),
  custom("rage", { clicks: 3, x: 1, y: 2, name: "pay" }, 80),
  custom("dead", { x: 1, y: 2, name: "logo" }, 90),
  custom("form", { form: "order", field: "email", action: "change", ms: 5 }, 100),
  custom("form", { form: "order", field: "", action: "abandon", ms: 5 }, 110),
];

function trailOf(...documents: RecordedEvent[][]) {
  return assembleTrail(
    documents.map((events) => summarise(events).trail ?? []),
    { startedAt: START, entryUrl: "https://shop.example/list" },
  );
}

describe("the trail of a session", () => {
  it("tells its course in order", () => {
    expect(trailOf(VISIT)).toEqual([
      [0, "page", "/list"],
      [10, "click", "buy", 250, 4_000, 0],
      [20, "click", "menu", null, null, 0],
      [30, "page", "/cart"],
      [50, "event", "Added"],
      [60, "trait", "plan", "pro"],
      [60, "trait", "seats", "3"],
      [70, "error", "TypeError: x is undefined", 1],
      [80, "rage", "pay", 1],
      [90, "dead", "logo", 1],
      [110, "abandon", "order", 1],
    ]);
  });

  it("gives what is done in a tab to the visit of that tab, and names addresses of other origins whole", () => {
    const other = [custom("page", { url: "https://pay.example/form" }, 15), custom("dead", { name: "logo" }, 35)];
    expect(trailOf(VISIT.slice(0, 4), other)).toEqual([
      [0, "page", "/list"],
      [10, "click", "buy", 250, 4_000, 0],
      [15, "page", "https://pay.example/form"],
      [20, "click", "menu", null, null, 0],
      [30, "page", "/cart"],
      [35, "dead", "logo", 1],
    ]);
  });

  it("has the same visit once while its address stays", () => {
    const again = [custom("navigation", { url: "https://shop.example/list", how: "replace" }, 5), ...VISIT.slice(1, 2)];
    expect(trailOf([...VISIT.slice(0, 1), ...again]).filter(([, kind]) => kind === "page")).toHaveLength(1);
  });

  it("has how far down a visitor came on a page once, at its deepest", () => {
    const depth = (percent: unknown, ms: number) => custom("depth", { percent }, ms);
    const first = [...VISIT.slice(0, 1), depth(20, 5), depth(35, 15)];
    const notes = [summarise(first).trail!, summarise([depth(60, 25), ...VISIT.slice(3, 4), depth(900, 35)]).trail!];
    expect(notes.flat()).toHaveLength(5);
    expect(assembleTrail([notes.flat()], { startedAt: START, entryUrl: "https://shop.example/" })).toEqual([
      [0, "page", "/list"],
      [15, "depth", "", 60, 0],
      [30, "page", "/cart"],
      [35, "depth", "", 100, 1],
    ]);
  });

  it("never takes a shape on trust", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("page", "navigation", "track", "identify", "click", "error", "rage", "dead", "form", "depth"),
        fc.anything(),
        (tag, payload) => {
          for (const note of summarise([custom(tag, payload)]).trail ?? []) {
            expect(typeof note[2]).toBe("string");
            expect(note[2].length).toBeLessThanOrEqual(LISTS.trailTextChars);
          }
        },
      ),
    );
  });
});

describe("the bound of a trail", () => {
  it("is never passed, whatever comes, and what has no room is counted", () => {
    const note = fc.tuple(
      fc.constant(START),
      fc.constantFrom("page" as const, "click" as const, "event" as const),
      fc.string({ maxLength: LISTS.trailTextChars }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(note, { maxLength: 300 }), { maxLength: 6 }), (batches) => {
        const room = { entries: 0, clicks: 0, bytes: 0 };
        const bound = batches.map((notes) => boundTrail(notes, room));
        const kept = bound.flatMap((each) => each.kept);
        const cut = bound.reduce((sum, each) => sum + each.cut, 0);
        expect(kept.length + cut).toBe(batches.flat().length);
        expect(kept.length).toBeLessThanOrEqual(LISTS.trailEntries);
        expect(new TextEncoder().encode(JSON.stringify(kept)).length).toBeLessThanOrEqual(LISTS.trailBytes + 2);
      }),
      { numRuns: 60 },
    );
  });

  it("leaves half of the room to what is no click", () => {
    const clicks = Array.from({ length: 500 }, (): TrailNote => [START, "click", "a", null, null]);
    const room = { entries: 0, clicks: 0, bytes: 0 };
    expect(boundTrail(clicks, room)).toMatchObject({ cut: 300 });
    expect(boundTrail([[START, "page", "/"]], room)).toMatchObject({ cut: 0 });
  });
});

describe("a trail under other privacy settings", () => {
  const trail = trailOf(VISIT);
  const under = (change: object) =>
    trail.map((entry) => filterEntry(entry, "https://shop.example/list", { ...newPrivacy(), ...change }));

  it("stays what it is when they hide no more", () => {
    expect(under({})).toEqual(trail);
  });

  it("loses its addresses when they are off", () => {
    expect(JSON.stringify(under({ urls: false }))).not.toMatch(/list|cart/);
  });

  it("loses what the page says in a content-free recording, and keeps when and where", () => {
    const hidden = under({ mode: "content_free" });
    expect(JSON.stringify(hidden)).not.toContain("undefined");
    expect(hidden.map(([ms, kind]) => [ms, kind])).toEqual(trail.map(([ms, kind]) => [ms, kind]));
    expect(hidden[1]).toEqual(trail[1]);
  });

  it("loses parameters of addresses that are not kept any more", () => {
    const entry = filterEntry([0, "page", "/list?page=2"], "https://shop.example/list", newPrivacy());
    expect(entry).toEqual([0, "page", "/list"]);
  });
});
