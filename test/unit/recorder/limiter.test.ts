import fc from "fast-check";
import { expect, test } from "vitest";
import { createLimiter } from "../../../src/recorder/watchdog/limiter.ts";

const BOUNDS = { burst: 6, perSecond: 10 };

interface Thing {
  state: Record<string, number>;
  seen: Record<string, number>;
}

/** Changes in one go of one of three nodes, after a wait. */
const step = fc.record({
  wait: fc.nat(400),
  node: fc.nat(2),
  changes: fc.array(fc.tuple(fc.constantFrom("style", "class", "title"), fc.nat(9)), { minLength: 1, maxLength: 12 }),
});

/** Plays a sequence to the limiter as the capture does; `check` looks after each step. */
function play(steps: (typeof step extends fc.Arbitrary<infer T> ? T : never)[], check: (things: Thing[]) => boolean) {
  const limiter = createLimiter<Thing>(BOUNDS);
  const things: Thing[] = Array.from({ length: 3 }, () => ({ state: {}, seen: {} }));
  const passed: { at: number; node: Thing; changes: number }[] = [];
  let now = 0;
  let good = true;
  const settle = () => {
    for (const [node, names] of limiter.due(now)) {
      for (const name of names) node.seen[name!] = node.state[name!]!;
      passed.push({ at: now, node, changes: 1 });
    }
  };
  for (const { wait, node, changes } of steps) {
    now += wait;
    settle();
    const thing = things[node]!;
    for (const [name, value] of changes) thing.state[name] = value;
    const names = changes.map(([name]) => name);
    if (limiter.take(thing, names, now)) {
      for (const name of names) thing.seen[name] = thing.state[name]!;
      passed.push({ at: now, node: thing, changes: names.length });
    }
    good &&= check(things);
  }
  now += 2_000;
  settle();
  return { things, passed, good, limiter };
}

const same = ({ state, seen }: Thing) =>
  JSON.stringify(Object.entries(state).toSorted()) === JSON.stringify(Object.entries(seen).toSorted());

test("after calm what was recorded is what is, whatever happened", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { things, limiter } = play(steps, () => true);
      expect(things.every(same)).toBe(true);
      expect(limiter.isLate()).toBe(false);
    }),
  );
});

test("what is recorded of a node is a state that it had, never half of one", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const had = [0, 1, 2].map(() => new Set(["[]"]));
      const text = (of: Record<string, number>) => JSON.stringify(Object.entries(of).toSorted());
      const { good } = play(steps, (things) => {
        things.forEach(({ state }, index) => had[index]!.add(text(state)));
        return things.every(({ seen }, index) => had[index]!.has(text(seen)));
      });
      expect(good).toBe(true);
    }),
  );
});

test("no sequence lets more through than the burst and the rate", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { passed, things } = play(steps, () => true);
      const held = things.every((thing) => {
        const mine = passed.filter(({ node }) => node === thing);
        return mine.every(({ at: from }, first) =>
          mine.every(({ at: to }, last) => {
            const sum = mine.slice(first, last + 1).reduce((total, { changes }) => total + changes, 0);
            return last < first || sum <= BOUNDS.burst + ((to - from) / 1000) * BOUNDS.perSecond + 1e-6;
          }),
        );
      });
      expect(held).toBe(true);
    }),
  );
});

test("a node that changes all the time is seen ten times a second", () => {
  const limiter = createLimiter<object>(BOUNDS);
  const ticker = {};
  let seen = 0;
  for (let frame = 0; frame < 600; frame++) {
    const now = frame * 16;
    if (limiter.take(ticker, ["style"], now)) seen++;
    if (frame % 6 === 0) seen += limiter.due(now).length;
  }
  expect(seen).toBeGreaterThan(80);
  expect(seen).toBeLessThanOrEqual(6 + 96);
});

test("other nodes are not held up", () => {
  const limiter = createLimiter<object>(BOUNDS);
  const [loud, still] = [{}, {}];
  for (let n = 0; n < 100; n++) limiter.take(loud, ["style"], 0);
  expect(limiter.take(loud, ["style"], 0)).toBe(false);
  expect(limiter.take(still, ["style"], 0)).toBe(true);
});
