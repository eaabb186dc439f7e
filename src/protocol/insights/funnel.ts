import type { TrailEntry } from "../trail.ts";
import type { Course } from "./course.ts";
import { median } from "./median.ts";
import { stepTest, type Step } from "./step.ts";

export interface FunnelQuestion {
  steps: readonly Step[];
  /** The most time from one step to the next; without it, however long. */
  withinMs?: number | undefined;
}

export interface FunnelStep {
  /** Sessions that came so far. */
  sessions: number;
  /** Of those, sessions that came no further; 0 at the last step. */
  dropped: number;
  /** Middle of the time from the step before; `null` at the first, and when nobody came. */
  medianMs: number | null;
}

/**
 * When a session took each step, as far as it came. Steps are taken in order, each by an entry of its own, with whatever between. Of all
 * ways to take them the one that comes furthest counts.
 */
export function stepTimes(question: FunnelQuestion): (course: Pick<Course, "trail" | "entryUrl">) => number[] {
  const tests = question.steps.map(stepTest);
  const within = question.withinMs ?? Infinity;
  return ({ trail, entryUrl }) => {
    // For each step the latest way to it: whatever can follow an earlier one, can follow the latest, too.
    const ways: number[][] = [];
    let best: number[] = [];
    const take = (entry: TrailEntry) => {
      // From the last step on, so that one entry is not two steps.
      for (let step = Math.min(ways.length, tests.length - 1); step >= 0; step--) {
        const before = step === 0 ? [] : ways[step - 1];
        if (!before || (step > 0 && entry[0] - before.at(-1)! > within)) continue;
        if (!tests[step]!(entry, entryUrl)) continue;
        ways[step] = [...before, entry[0]];
        if (ways[step]!.length > best.length) best = ways[step]!;
      }
    };
    trail.forEach(take);
    return best;
  };
}

/** Counts how far sessions come. */
export function countFunnel(question: FunnelQuestion): { see(course: Course): void; result(): FunnelStep[] } {
  const timesOf = stepTimes(question);
  const reached = question.steps.map(() => 0);
  const waits: number[][] = question.steps.map(() => []);
  return {
    see(course) {
      timesOf(course).forEach((ms, step, times) => {
        reached[step]!++;
        if (step > 0) waits[step]!.push(ms - times[step - 1]!);
      });
    },
    result: () =>
      reached.map((sessions, step) => ({
        sessions,
        dropped: sessions - (reached[step + 1] ?? sessions),
        medianMs: median(waits[step]!),
      })),
  };
}
