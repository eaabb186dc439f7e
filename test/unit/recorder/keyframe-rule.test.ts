import fc from "fast-check";
import { expect, test } from "vitest";
import { KEYFRAMES } from "../../../src/protocol/limits.ts";
import { keyframeIsDue } from "../../../src/recorder/keyframe-rule.ts";

const MIB = 1024 * 1024;
const sizes = fc.integer({ min: 1, max: 20 * MIB });

test.each<[string, Parameters<typeof keyframeIsDue>[0], boolean]>([
  ["nothing to begin from yet", { size: 0, changes: 9 * MIB, age: 1e9, cost: 0 }, false],
  ["four times its size of changes", { size: MIB, changes: 4 * MIB, age: 1_000, cost: 0 }, true],
  ["less than that", { size: MIB, changes: 4 * MIB - 1, age: 1_000, cost: 0 }, false],
  ["a small page with few changes", { size: 1_000, changes: 400_000, age: 1_000, cost: 0 }, false],
  ["a small page with many", { size: 1_000, changes: 600_000, age: 1_000, cost: 0 }, true],
  ["four minutes with changes", { size: MIB, changes: 40_000, age: 240_000, cost: 0 }, true],
  ["four minutes with a clock", { size: MIB, changes: 4_000, age: 240_000, cost: 0 }, false],
  ["one that was expensive", { size: MIB, changes: 40_000, age: 240_000, cost: 200 }, false],
  ["one that was expensive, later", { size: MIB, changes: 40_000, age: 400_000, cost: 200 }, true],
])("%s", (_, since, due) => {
  expect(keyframeIsDue(since)).toBe(due);
});

test("whatever a page does, keyframes cost at most a quarter of what its changes cost, or one in four minutes", () => {
  const steps = fc.array(fc.record({ changes: fc.nat(MIB), ms: fc.integer({ min: 1, max: 60_000 }) }), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(sizes, steps, (size, all) => {
      let [changes, age, total, time, taken] = [0, 0, 0, 0, 0];
      for (const step of all) {
        changes += step.changes;
        age += step.ms;
        total += step.changes;
        time += step.ms;
        if (!keyframeIsDue({ size, changes, age, cost: 0 })) continue;
        taken++;
        changes = age = 0;
      }
      const byTime = Math.floor(time / KEYFRAMES.afterMs);
      expect(taken * size).toBeLessThanOrEqual(total / KEYFRAMES.timesItsSize + byTime * size + 1);
    }),
  );
});

test("no moment is further from a keyframe than its changes may grow, as long as each change is small", () => {
  fc.assert(
    fc.property(sizes, fc.array(fc.nat(10_000), { maxLength: 2_000 }), (size, all) => {
      let changes = 0;
      for (const bytes of all) {
        changes += bytes;
        expect(changes).toBeLessThanOrEqual(Math.max(KEYFRAMES.leastBytes, KEYFRAMES.timesItsSize * size) + 10_000);
        if (keyframeIsDue({ size, changes, age: 1, cost: 0 })) changes = 0;
      }
    }),
  );
});
