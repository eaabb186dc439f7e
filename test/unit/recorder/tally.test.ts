import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Gap } from "../../../src/recorder/parcel.ts";
import { createTally } from "../../../src/recorder/watchdog/tally.ts";

const NEVER_MS = 3_600_000;

let page: EventTarget;
beforeEach(() => {
  vi.stubGlobal("window", (page = new EventTarget()));
});
afterEach(() => vi.unstubAllGlobals());

test("what was left out is told once, when it is over", async () => {
  const told: Gap[] = [];
  const tally = createTally(20, NEVER_MS, (gap) => told.push(gap));
  tally.add("rate_limited", 3, 0);
  tally.add("rate_limited", 4, 0);
  tally.add("data_url", 1, 900);
  expect(told).toEqual([]);
  await vi.waitFor(() => expect(told).toHaveLength(2));
  expect(told).toEqual([
    { reason: "rate_limited", batches: 0, bytes: 0, events: 7 },
    { reason: "data_url", batches: 0, bytes: 900, events: 1 },
  ]);
});

test("what does not end is told again and again, and nothing of it is lost or told twice", async () => {
  const told: Gap[] = [];
  const tally = createTally(NEVER_MS, 40, (gap) => told.push(gap));
  let added = 0;
  const storm = setInterval(() => {
    tally.add("rate_limited", 1, 0);
    added++;
  }, 2);
  try {
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(1), { timeout: 10_000 });
  } finally {
    clearInterval(storm);
  }
  tally.tell();
  expect(told.reduce((sum, { events }) => sum + events, 0)).toBe(added);
});

test("it is told when the page may go", () => {
  const told: Gap[] = [];
  const tally = createTally(NEVER_MS, NEVER_MS, (gap) => told.push(gap));
  tally.add("rate_limited", 2, 0);
  page.dispatchEvent(new Event("visibilitychange"));
  page.dispatchEvent(new Event("visibilitychange"));
  expect(told.map(({ events }) => events)).toEqual([2]);
});
