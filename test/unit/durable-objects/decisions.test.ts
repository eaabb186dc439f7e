import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { admit, type Outcome } from "../../../src/durable-objects/admission.ts";
import {
  RECORDING_DEADLINES,
  due,
  nextAlarm,
  retryDelay,
  type Deadline,
} from "../../../src/durable-objects/deadlines.ts";
import { judge } from "../../../src/durable-objects/ledger.ts";
import { LIMITS } from "../../../src/protocol/index.ts";

const DAY = 86_400_000;
const NO_BYTES = { bytes: 0, byteLimit: null };
const yes: Outcome = { level: "playback", reason: "recorded" };

describe("admission", () => {
  it("never lets more in than the limit, and counts nobody twice, in any order of asking", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ session: fc.nat({ max: 30 }), wait: fc.nat({ max: DAY / 4 }) }), { maxLength: 200 }),
        fc.nat({ max: 20 }),
        (asks, limit) => {
          const admitted = new Map<number, number>();
          let now = 0;
          let count = 0;
          for (const { session, wait } of asks) {
            now += wait;
            const result = admit(
              yes,
              { admittedAt: admitted.get(session) ?? null, counted: admitted.has(session), count, limit, ...NO_BYTES },
              now,
            );
            if (result.counts) {
              expect(admitted.has(session)).toBe(false);
              admitted.set(session, now);
              count++;
            }
            const first = admitted.get(session);
            expect(result.level === "playback").toBe(first !== undefined && now - first < LIMITS.sessionMaxMs);
          }
          expect(count).toBeLessThanOrEqual(limit);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("counts playback only, and lets lower levels in at a full quota", () => {
    expect(
      admit(
        { level: "dxa", reason: "recorded" },
        { admittedAt: null, counted: false, count: 5, limit: 5, ...NO_BYTES },
        0,
      ),
    ).toMatchObject({
      level: "dxa",
      counts: false,
    });
    expect(admit(yes, { admittedAt: null, counted: false, count: 5, limit: 5, ...NO_BYTES }, 0)).toMatchObject({
      level: "off",
      reason: "quota_reached",
    });
    expect(admit(yes, { admittedAt: null, counted: false, count: 0, limit: 0, ...NO_BYTES }, 0)).toMatchObject({
      level: "off",
      reason: "quota_reached",
    });
    expect(admit(yes, { admittedAt: 0, counted: true, count: 9, limit: 5, ...NO_BYTES }, DAY - 1)).toMatchObject({
      level: "playback",
      counts: false,
    });
    expect(admit(yes, { admittedAt: 0, counted: true, count: 0, limit: 5, ...NO_BYTES }, DAY)).toMatchObject({
      level: "off",
      reason: "session_expired",
    });
  });

  it("remembers every session that is let in, and counts one that reaches playback later", () => {
    const dxa: Outcome = { level: "dxa", reason: "recorded" };
    expect(admit(dxa, { admittedAt: null, counted: false, count: 0, limit: 1, ...NO_BYTES }, 0)).toMatchObject({
      remembers: true,
      counts: false,
    });
    expect(admit(dxa, { admittedAt: 0, counted: false, count: 0, limit: 1, ...NO_BYTES }, 1)).toMatchObject({
      remembers: false,
      counts: false,
    });
    expect(admit(yes, { admittedAt: 0, counted: false, count: 0, limit: 1, ...NO_BYTES }, 1)).toMatchObject({
      remembers: false,
      counts: true,
    });
    expect(admit(yes, { admittedAt: 0, counted: false, count: 1, limit: 1, ...NO_BYTES }, 1)).toMatchObject({
      level: "off",
      reason: "quota_reached",
    });
  });
});

describe("the ledger", () => {
  const candidate = { wireBytes: 10, sha256: "a", newPage: false };
  const empty = { batches: 0, wireBytes: 0, pages: 0 };

  it("stores what is new, repeats what is the same, refuses what differs", () => {
    expect(judge(null, candidate, empty)).toBe("store");
    expect(judge("a", candidate, empty)).toBe("duplicate");
    expect(judge("b", candidate, empty)).toBe("conflict");
  });

  it("is full exactly beyond its bounds; a repeated batch is acknowledged even then", () => {
    const full = { batches: LIMITS.sessionBatches, wireBytes: LIMITS.sessionWireBytes, pages: LIMITS.sessionPages };
    expect(judge(null, candidate, { ...empty, batches: full.batches })).toBe("full");
    expect(judge(null, candidate, { ...empty, batches: full.batches - 1 })).toBe("store");
    expect(judge(null, candidate, { ...empty, wireBytes: full.wireBytes - 10 })).toBe("store");
    expect(judge(null, candidate, { ...empty, wireBytes: full.wireBytes - 9 })).toBe("full");
    expect(judge(null, { ...candidate, newPage: true }, { ...empty, pages: full.pages })).toBe("full");
    expect(judge(null, candidate, { ...empty, pages: full.pages })).toBe("store");
    expect(judge("a", candidate, full)).toBe("duplicate");
  });
});

describe("deadlines", () => {
  const deadline = fc.record({
    name: fc.constantFrom(...RECORDING_DEADLINES),
    at: fc.nat({ max: 1_000 }),
    tries: fc.nat({ max: 20 }),
  });

  it("are all run once they have come, in the order that makes sense, and the alarm rings for the first", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(deadline, { selector: (item: Deadline<string>) => item.name }),
        fc.nat({ max: 1_000 }),
        (deadlines, now) => {
          const running = due(deadlines, RECORDING_DEADLINES, now);
          expect(new Set(running)).toEqual(new Set(deadlines.filter((item) => item.at <= now)));
          const order = running.map((item) => RECORDING_DEADLINES.indexOf(item.name));
          expect(order).toEqual(order.toSorted((a, b) => a - b));
          expect(nextAlarm(deadlines)).toBe(deadlines.length ? Math.min(...deadlines.map((item) => item.at)) : null);
        },
      ),
    );
  });

  it("wait longer after each failure, up to ten minutes", () => {
    const waits = Array.from({ length: 30 }, (_, tries) => retryDelay(tries));
    expect(waits.slice(0, 4)).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.at(-1)).toBe(600_000);
  });
});
