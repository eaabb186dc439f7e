import { afterEach, expect, test, vi } from "vitest";
import { RECORDER } from "../../../src/protocol/limits.ts";
import { rest, step, stopwatch } from "../../../src/recorder/watchdog/strides.ts";
import { createWatchdog } from "../../../src/recorder/watchdog/watchdog.ts";

let now = 1_000;
vi.spyOn(performance, "now").mockImplementation(() => now);
afterEach(() => void (now = 1_000));

const element = { tagName: "P" } as Element;

function pass(ms: number, done?: () => void): void {
  now += ms;
  done?.();
}

test("what other programs take between two elements is not ours, nor their share of what has no elements", () => {
  const taken = stopwatch();
  // Ten thousand elements of ours, 100 ms; for every tenth of a second the machine does something else for four times as long.
  step(element);
  for (let n = 0; n < 10_000; n++) pass(n % 100 ? 0.01 : 4 + RECORDER.stepMs, () => step(element));
  rest();
  pass(50);
  const [wall, ours] = [now - 1_000, taken()];
  expect(wall).toBeGreaterThan(550);
  expect(ours).toBeLessThan(wall / 2);
  expect(ours).toBeGreaterThan(100);
});

test("what is slow by itself is ours: elements with sheets, what follows a rest, and work without elements", () => {
  const taken = stopwatch();
  step(element);
  pass(300, () => step({ tagName: "STYLE" } as Element));
  pass(300, () => step(element));
  rest();
  pass(300, () => step(element));
  pass(300);
  expect(taken()).toBe(1_200);
});

test("of elements that are slow, every one, each counts for the most that a step can take", () => {
  const taken = stopwatch();
  step(element);
  for (let n = 0; n < 5_000; n++) pass(5, () => step(element));
  expect(taken()).toBeGreaterThan(1_000);
});

test("text that is made inside of a piece of work counts with it", async () => {
  const reasons: string[] = [];
  const watchdog = createWatchdog({
    queued: () => 0,
    isCapturing: () => true,
    lower: (reason) => reasons.push(reason),
    raise: () => {},
    end: () => {},
  });
  vi.stubGlobal(
    "MutationObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.stubGlobal("document", {});
  watchdog.work(() => {
    watchdog.work(() => RECORDER.burstBytes - 1_000);
    watchdog.work(() => 500);
  });
  expect(watchdog.isLowered()).toBe(false);
  watchdog.work(() => watchdog.work(() => 1_000));
  await vi.waitFor(() => expect(reasons).toEqual(["too_much"]));
  watchdog.stop();
  vi.unstubAllGlobals();
});
