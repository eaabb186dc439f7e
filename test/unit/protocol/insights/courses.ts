import fc from "fast-check";
import type { Course } from "../../../../src/protocol/insights/course.ts";
import type { TrailEntry } from "../../../../src/protocol/index.ts";

export const ENTRY = "https://shop.example/";

/** A session with this trail. */
export function course(trail: readonly TrailEntry[], over: Partial<Course> = {}): Course {
  return {
    id: `s${Math.random()}`,
    startedAt: 1_900_000_000_000,
    entryUrl: ENTRY,
    device: "desktop",
    level: "playback",
    held: false,
    trail,
    cut: 0,
    ...over,
  };
}

const page = fc.constantFrom("/", "/list", "/cart", "/item/17", "/item/18?from=list", "https://pay.example/form");
const name = fc.constantFrom("buy", "pay", "menu", "");
const entry = fc.oneof(
  { weight: 4, arbitrary: page.map((address) => ["page", address]) },
  name.map((text) => ["event", text]),
  fc.tuple(name, fc.integer({ min: 0, max: 1_000 }), fc.nat(9_000)).map(([text, x, y]) => ["click", text, x, y]),
  name.map((text) => ["click", text, null, null]),
  fc.tuple(fc.constantFrom("rage", "dead", "error", "abandon"), name),
  fc.nat(100).map((percent) => ["depth", "", percent]),
);

/** Sessions that did anything, in any order. */
export const courses: fc.Arbitrary<Course[]> = fc.array(
  fc
    .tuple(fc.array(fc.tuple(fc.nat(5_000), entry), { maxLength: 25 }), fc.constantFrom("desktop", "mobile"))
    .map(([steps, device]) => {
      let [ms, at] = [0, -1];
      const trail = steps.map(([wait, [kind, ...rest]]) => {
        ms += wait;
        if (kind === "page") at++;
        return [ms, kind, ...rest, ...(kind === "page" || kind === "event" ? [] : [at])] as unknown as TrailEntry;
      });
      return course(trail, { device });
    }),
  { maxLength: 12 },
);
