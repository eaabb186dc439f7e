import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createGovernor, type GovernorBounds } from "../../../src/recorder/watchdog/governor.ts";

const BOUNDS: GovernorBounds = {
  elements: 100,
  workMs: 1_000,
  windowMs: 10_000,
  burstBytes: 1_000,
  bytesPerSecond: 100,
  queueBytes: 500,
  calmChanges: 20,
  calmMs: 10_000,
  returns: 3,
};
const REST = { ms: 0, bytes: 0, queued: 0 };

describe("time", () => {
  test("a tenth of ten seconds is the page's loss, more is not", () => {
    const governor = createGovernor(BOUNDS);
    for (let n = 0; n < 10; n++) expect(governor.judge({ ...REST, ms: 100 }, n * 1_000)).toBeUndefined();
    expect(governor.judge({ ...REST, ms: 100 }, 9_900)).toBe("too_slow");
  });

  test("one piece of more than a second is too slow", () => {
    expect(createGovernor(BOUNDS).judge({ ...REST, ms: 1_001 }, 5)).toBe("too_slow");
  });

  test("what is older than the window is forgotten", () => {
    const governor = createGovernor(BOUNDS);
    expect(governor.judge({ ...REST, ms: 1_000 }, 0)).toBeUndefined();
    expect(governor.judge({ ...REST, ms: 1_000 }, 10_000)).toBeUndefined();
  });

  test("no sequence that is let through takes more than the budget in any window", () => {
    const work = fc.record({ ms: fc.nat(400), wait: fc.nat(3_000) });
    fc.assert(
      fc.property(fc.array(work, { maxLength: 60 }), (pieces) => {
        const governor = createGovernor(BOUNDS);
        const passed: { at: number; ms: number }[] = [];
        let now = 0;
        for (const { ms, wait } of pieces) {
          now += wait;
          if (governor.judge({ ...REST, ms }, now)) break;
          passed.push({ at: now, ms });
        }
        const held = passed.every(({ at }) => {
          // Parts of the window end a tenth of it early at most.
          const inside = passed.filter((other) => other.at > at - 9_000 && other.at <= at);
          return inside.reduce((sum, { ms }) => sum + ms, 0) <= BOUNDS.workMs;
        });
        expect(held).toBe(true);
      }),
    );
  });
});

describe("bytes", () => {
  test("no sequence that is let through is more than the burst and the rate", () => {
    const write = fc.record({ bytes: fc.nat(600), wait: fc.nat(5_000) });
    fc.assert(
      fc.property(fc.array(write, { maxLength: 60 }), (writes) => {
        const governor = createGovernor(BOUNDS);
        const passed: { at: number; bytes: number }[] = [];
        let now = 0;
        for (const { bytes, wait } of writes) {
          now += wait;
          if (governor.judge({ ...REST, bytes }, now)) break;
          passed.push({ at: now, bytes });
        }
        const held = passed.every(({ at: from }, first) =>
          passed.every(({ at: to }, last) => {
            const sum = passed.slice(first, last + 1).reduce((total, { bytes }) => total + bytes, 0);
            return last < first || sum <= BOUNDS.burstBytes + ((to - from) / 1000) * BOUNDS.bytesPerSecond + 1e-6;
          }),
        );
        expect(held).toBe(true);
      }),
    );
  });

  test("after a step down the rest is judged by itself", () => {
    const governor = createGovernor(BOUNDS);
    expect(governor.judge({ ...REST, bytes: 5_000 }, 0)).toBe("too_much");
    governor.lower("too_much", 0);
    expect(governor.judge({ ...REST, bytes: 900 }, 1)).toBeUndefined();
    expect(governor.judge({ ...REST, bytes: 900 }, 2)).toBe("too_much");
  });
});

test("a queue that fills is noticed before it is full", () => {
  expect(createGovernor(BOUNDS).judge({ ...REST, queued: 501 }, 0)).toBe("queue_full");
});

test("a page of too many elements does not fit", () => {
  const governor = createGovernor(BOUNDS);
  expect([governor.fits(100), governor.fits(101)]).toEqual([true, false]);
});

describe("calm", () => {
  const quiet = { changes: 0, ms: 10_000, queued: 0, elements: () => 10 };

  test.each([
    ["changes", { changes: 200 }],
    ["a queue", { queued: 250 }],
    ["too many elements", { elements: () => 101 }],
  ])("a page with %s is not", (_, loud) => {
    const governor = createGovernor(BOUNDS);
    governor.lower("too_slow", 0);
    expect(governor.isCalm({ ...quiet, ...loud })).toBe(false);
    expect(governor.reason()).toBe("too_slow");
    expect(governor.isCalm(quiet)).toBe(true);
    expect(governor.reason()).toBeUndefined();
  });

  test("elements are not counted while the page changes", () => {
    const governor = createGovernor(BOUNDS);
    const elements = () => {
      throw new Error("counted");
    };
    expect(governor.isCalm({ ...quiet, changes: 10_000, elements })).toBe(false);
  });

  test("is waited for twice as long each time, and three times at most", () => {
    const governor = createGovernor(BOUNDS);
    const waits = [0, 1, 2].map(() => {
      governor.lower("too_slow", 0);
      const ms = governor.calmMs();
      governor.isCalm(quiet);
      return ms;
    });
    governor.lower("too_slow", 0);
    expect([...waits, governor.calmMs()]).toEqual([10_000, 20_000, 40_000, undefined]);
  });
});
