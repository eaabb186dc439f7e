import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMonths, quotaPeriod } from "../../../src/durable-objects/quota-period.ts";

const utc = (text: string) => Date.parse(`${text}Z`);
const moment = fc.integer({ min: utc("2000-01-01T00:00"), max: utc("2100-01-01T00:00") });

/** The slow and obvious way: walk months one by one from the anchor, each computed from it. */
function oracle(anchor: number, now: number): { start: number; end: number } {
  const { index } = { index: Math.floor((now - anchor) / (31 * 86_400_000)) - 2 };
  for (let i = index; ; i++)
    if (addMonths(anchor, i) <= now && now < addMonths(anchor, i + 1))
      return { start: addMonths(anchor, i), end: addMonths(anchor, i + 1) };
}

describe("the quota period", () => {
  it.each([
    ["2024-01-31T10:00", 1, "2024-02-29T10:00"],
    ["2024-01-31T10:00", 2, "2024-03-31T10:00"],
    ["2024-01-31T10:00", 3, "2024-04-30T10:00"],
    ["2024-02-29T00:00", 12, "2025-02-28T00:00"],
    ["2024-02-29T00:00", 48, "2028-02-29T00:00"],
    ["2023-12-30T23:59", 2, "2024-02-29T23:59"],
    ["2024-03-31T05:00", -1, "2024-02-29T05:00"],
  ])("%s plus %i months is %s", (anchor, months, wanted) => {
    expect(addMonths(utc(anchor), months)).toBe(utc(wanted));
  });

  it("contains now, touches its neighbours, and lasts 28 to 31 days", () => {
    fc.assert(
      fc.property(moment, moment, (anchor, now) => {
        const { index, start, end } = quotaPeriod(anchor, now);
        expect(start).toBeLessThanOrEqual(now);
        expect(now).toBeLessThan(end);
        expect(quotaPeriod(anchor, start)).toEqual({ index, start, end });
        expect(quotaPeriod(anchor, end)).toMatchObject({ index: index + 1, start: end });
        const days = (end - start) / 86_400_000;
        expect(days).toBeGreaterThanOrEqual(28);
        expect(days).toBeLessThanOrEqual(31);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is what walking month by month from the anchor gives", () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 86_400_000 * 4_000 }), (anchor, later) => {
        expect(quotaPeriod(anchor, anchor + later)).toMatchObject(oracle(anchor, anchor + later));
      }),
      { numRuns: 1_000 },
    );
  });

  it("starts on the anchor's day of the month, or on the month's last day when it is shorter", () => {
    fc.assert(
      fc.property(moment, moment, (anchor, now) => {
        const start = new Date(quotaPeriod(anchor, now).start);
        const day = new Date(anchor).getUTCDate();
        const days = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 0)).getUTCDate();
        expect(start.getUTCDate()).toBe(Math.min(day, days));
        expect(start.getTime() % 86_400_000).toBe(anchor % 86_400_000);
      }),
      { numRuns: 1_000 },
    );
  });
});
