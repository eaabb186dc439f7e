import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countFunnel, stepTimes, type FunnelQuestion } from "../../../../src/protocol/insights/funnel.ts";
import { stepTest, type Step } from "../../../../src/protocol/insights/step.ts";
import type { TrailEntry } from "../../../../src/protocol/index.ts";
import { ENTRY, course, courses } from "./courses.ts";

const visit = (ms: number, address: string): TrailEntry => [ms, "page", address];
const pages = (...match: string[]): Step[] => match.map((each) => ({ kind: "page", match: each }));

function times(steps: Step[], trail: TrailEntry[], withinMs?: number) {
  return stepTimes({ steps, withinMs })(course(trail));
}

describe("the steps of a funnel", () => {
  it("are taken in order, with anything between", () => {
    const trail = [visit(0, "/"), visit(10, "/help"), visit(20, "/cart"), visit(30, "/pay")];
    expect(times(pages("/", "/cart", "/pay"), trail)).toEqual([0, 20, 30]);
    expect(times(pages("/pay", "/cart"), trail)).toEqual([30]);
    expect(times(pages("/nowhere"), trail)).toEqual([]);
  });

  it("are each an entry of its own", () => {
    expect(times(pages("/cart", "/cart"), [visit(5, "/cart")])).toEqual([5]);
    expect(times(pages("/cart", "/cart"), [visit(5, "/cart"), visit(9, "/cart")])).toEqual([5, 9]);
  });

  it("may be given a time, which the last try before counts for", () => {
    const trail = [visit(0, "/cart"), visit(50_000, "/cart"), visit(55_000, "/pay")];
    expect(times(pages("/cart", "/pay"), trail, 10_000)).toEqual([50_000, 55_000]);
    expect(times(pages("/cart", "/pay"), trail, 4_000)).toEqual([0]);
  });

  it("are pages, events and clicks", () => {
    const trail: TrailEntry[] = [visit(0, "/a"), [1, "click", "Buy now", 1, 1, 0], [2, "event", "purchase"]];
    const steps: Step[] = [
      { kind: "page", match: "/A" },
      { kind: "click", match: "buy*" },
      { kind: "event", match: "Purchase" },
    ];
    expect(times(steps, trail)).toEqual([0, 1, 2]);
  });

  it("compare addresses by path, with the query where the pattern has one, and with the host where it has one", () => {
    const fits = (match: string, address: string) => stepTest({ kind: "page", match })(visit(0, address), ENTRY);
    expect(fits("/cart", "/cart?x=1#y")).toBe(true);
    expect(fits("/cart/", "/cart")).toBe(true);
    expect(fits("/cart", "/cart/more")).toBe(false);
    expect(fits("/list?sort=*", "/list?sort=price")).toBe(true);
    expect(fits("shop.example/cart", "/cart")).toBe(true);
    expect(fits("https://shop.example/*", "/cart")).toBe(true);
    expect(fits("pay.example/*", "/cart")).toBe(false);
    expect(fits("pay.example/form", "https://pay.example/form")).toBe(true);
    expect(fits("/form", "https://pay.example/form")).toBe(true);
  });
});

/** All ways to take steps, tried one after the other. */
function longest({ steps, withinMs = Infinity }: FunnelQuestion, trail: readonly TrailEntry[]): number {
  const tests = steps.map(stepTest);
  const from = (step: number, at: number, before: number | null): number => {
    let best = step;
    for (let i = at; step < steps.length && i < trail.length; i++) {
      const ms = trail[i]![0];
      if (before !== null && ms - before > withinMs) continue;
      if (tests[step]!(trail[i]!, ENTRY)) best = Math.max(best, from(step + 1, i + 1, ms));
    }
    return best;
  };
  return from(0, 0, null);
}

const question = fc.record({
  steps: fc.array(
    fc.record({
      kind: fc.constantFrom("page" as const, "event" as const, "click" as const),
      match: fc.constantFrom("/", "/cart", "/item/*", "*", "buy", "pay.example/*"),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  withinMs: fc.option(fc.integer({ min: 1_000, max: 20_000 }), { nil: undefined }),
});

describe("a funnel", () => {
  it("takes each session as far as any way through it comes", () => {
    fc.assert(
      fc.property(question, courses, (asked, all) => {
        for (const each of all) expect(stepTimes(asked)(each)).toHaveLength(longest(asked, each.trail));
      }),
      { numRuns: 150 },
    );
  });

  it("never grows from step to step, and who is lost on the way is counted where", () => {
    fc.assert(
      fc.property(question, courses, (asked, all) => {
        const funnel = countFunnel(asked);
        for (const each of all) funnel.see(each);
        const steps = funnel.result();
        const lost = steps.reduce((sum, { dropped }) => sum + dropped, 0);
        expect(lost + steps.at(-1)!.sessions).toBe(steps[0]!.sessions);
        steps.forEach(({ sessions }, at) =>
          expect(sessions).toBeLessThanOrEqual(steps[at - 1]?.sessions ?? all.length),
        );
      }),
      { numRuns: 100 },
    );
  });

  it("says the middle of the time to each step", () => {
    const funnel = countFunnel({ steps: pages("/", "/cart") });
    for (const wait of [1_000, 9_000, 3_000]) funnel.see(course([visit(0, "/"), visit(wait, "/cart")]));
    funnel.see(course([visit(0, "/")]));
    expect(funnel.result()).toEqual([
      { sessions: 4, dropped: 1, medianMs: null },
      { sessions: 3, dropped: 0, medianMs: 3_000 },
    ]);
  });
});
