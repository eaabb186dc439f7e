import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Course } from "../../../../src/protocol/insights/course.ts";
import { countErrors } from "../../../../src/protocol/insights/errors.ts";
import { countFriction } from "../../../../src/protocol/insights/friction.ts";
import { countFunnel } from "../../../../src/protocol/insights/funnel.ts";
import { countHeat } from "../../../../src/protocol/insights/heat.ts";
import { countPages } from "../../../../src/protocol/insights/pages.ts";
import { countPaths, type PathNode } from "../../../../src/protocol/insights/paths.ts";
import { momentOf, type Pick } from "../../../../src/protocol/insights/pick.ts";
import { courses } from "./courses.ts";

/** How many sessions are behind a number. */
function behind(all: readonly Course[], pick: Pick): number {
  const moment = momentOf(pick);
  return all.filter((each) => moment(each) !== null).length;
}

function counted<T>(all: readonly Course[], counter: { see(course: Course): void; result(): T }): T {
  for (const each of all) counter.see(each);
  return counter.result();
}

describe("the sessions behind a number are as many as it says", () => {
  it("for the steps of a funnel", () => {
    const steps = [
      { kind: "page" as const, match: "/" },
      { kind: "page" as const, match: "/item/*" },
      { kind: "click" as const, match: "*" },
    ];
    fc.assert(
      fc.property(courses, (all) => {
        counted(all, countFunnel({ steps })).forEach(({ sessions, dropped }, step) => {
          expect(behind(all, { of: "funnel", steps, step, outcome: "reached" })).toBe(sessions);
          if (step < steps.length - 1)
            expect(behind(all, { of: "funnel", steps, step, outcome: "dropped" })).toBe(dropped);
        });
      }),
    );
  });

  it("for every branch of the paths, from a page and to one", () => {
    const check = (all: readonly Course[], about: { direction: "from" | "to"; page?: string }) => {
      const visit = (node: PathNode, path: string[]) => {
        const pick = { of: "paths", ...about, path } as const;
        expect(behind(all, pick)).toBe(node.sessions);
        expect(behind(all, { ...pick, after: "ended" })).toBe(node.ended);
        const names = node.next.map(({ page }) => page);
        if (node.other.pages > 0) expect(behind(all, { ...pick, after: names })).toBe(node.other.sessions);
        for (const next of node.next) visit(next, [...path, next.page]);
      };
      visit(counted(all, countPaths(about)), []);
    };
    fc.assert(
      fc.property(
        courses,
        fc.constantFrom("from" as const, "to" as const),
        fc.constantFrom(undefined, "/cart", "/item/*"),
        (all, direction, page) => check(all, { direction, ...(page && { page }) }),
      ),
    );
  });

  it("for pages, errors and friction", () => {
    fc.assert(
      fc.property(courses, (all) => {
        for (const { page, sessions, entries, exits } of counted(all, countPages()).rows) {
          expect(behind(all, { of: "page", page, what: "visited" })).toBe(sessions);
          expect(behind(all, { of: "page", page, what: "entered" })).toBe(entries);
          expect(behind(all, { of: "page", page, what: "left" })).toBe(exits);
        }
        for (const { error, sessions } of counted(all, countErrors()).rows)
          expect(behind(all, { of: "error", error })).toBe(sessions);
        for (const { sessions, times: _times, ...about } of counted(all, countFriction()).rows)
          expect(behind(all, { of: "friction", ...about })).toBe(sessions);
      }),
    );
  });

  it("for a heatmap: the page and its elements, and its cells have a session each", () => {
    fc.assert(
      fc.property(courses, fc.constantFrom(undefined, "mobile"), (all, device) => {
        const about = { page: "/item/*", ...(device && { device }) };
        const heat = counted(all, countHeat(about));
        expect(behind(all, { of: "heat", ...about })).toBe(heat.sessions);
        for (const { name, sessions } of heat.names.rows)
          expect(behind(all, { of: "heat", ...about, clicked: { name } })).toBe(sessions);
        for (const [column, row, clicks] of heat.cells) {
          const found = behind(all, { of: "heat", ...about, clicked: { cell: [column, row] } });
          expect(found).toBeGreaterThan(0);
          expect(found).toBeLessThanOrEqual(clicks);
        }
        const placed = heat.cells.reduce((sum, [, , clicks]) => sum + clicks, 0);
        expect(placed + heat.unplaced + heat.beyond).toBe(heat.clicks);
      }),
    );
  });
});
