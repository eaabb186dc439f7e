import fc from "fast-check";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { isUuid, uuidTime } from "../../../src/protocol/ids.ts";
import { LIMITS, RECORDER } from "../../../src/protocol/limits.ts";
import { settleOffset } from "../../../src/recorder/clock.ts";
import { createIdentity, keptId, storagePrefix } from "../../../src/recorder/identity.ts";
import { isLive } from "../../../src/recorder/session.ts";
import { createStore } from "../../../src/recorder/store.ts";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 5, 1);
const KEY = "ph_us_0123456789abcdef0123456789abcdef_ABCDEFGHIJKLMNOPQRSTUVWX";
const session = { id: "x", startedAt: NOW, lastAt: NOW };

test.each([
  [0, 0, true],
  [29 * MINUTE, 29 * MINUTE, true],
  [30 * MINUTE, 30 * MINUTE, false],
  // Always busy, for almost a day and for a day.
  [LIMITS.sessionMaxMs - 1, 0, true],
  [LIMITS.sessionMaxMs, 0, false],
  // The clock was set back.
  [-29 * MINUTE, -29 * MINUTE, true],
  [-31 * MINUTE, -31 * MINUTE, false],
])("begun %i ms ago, last seen %i ms ago: live %s", (begun, seen, live) => {
  expect(isLive({ ...session, startedAt: NOW - begun, lastAt: NOW - seen }, NOW)).toBe(live);
});

describe("clock", () => {
  const { clockToleranceMs: tolerance } = RECORDER;

  test.each([
    ["right", undefined, tolerance, 0],
    ["behind", undefined, 60_000.4, 60_000],
    ["ahead", undefined, -60_000, -60_000],
    ["as agreed", 60_000, 60_000 + tolerance, 60_000],
    ["agreed to be right", 0, -tolerance, 0],
    ["set since it was agreed", 60_000, 0, 0],
    ["set wrong since it was agreed", 0, 90_000, 90_000],
  ])("%s", (_, agreed, measured, expected) => {
    expect(settleOffset(agreed, measured)).toBe(expected);
  });

  test("what is used is within tolerance of what was measured", () => {
    const ms = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(fc.option(ms, { nil: undefined }), ms, (agreed, measured) => {
        expect(Math.abs(settleOffset(agreed, measured) - measured)).toBeLessThanOrEqual(tolerance);
      }),
    );
  });
});

/** `localStorage` as a map; the setter of a full one throws. */
function storageOf(texts: Map<string, string>, full = false): Storage {
  return {
    getItem: (name: string) => texts.get(name) ?? null,
    setItem(name: string, text: string) {
      if (full) throw new Error("QuotaExceededError");
      texts.set(name, text);
    },
  } as Storage;
}

describe("identity", () => {
  const texts = new Map<string, string>();
  beforeEach(() => {
    texts.clear();
    vi.stubGlobal("localStorage", storageOf(texts));
  });

  test("the visitor stays, the session while it lives", () => {
    const first = createIdentity(KEY);
    const begun = first.renew(Date.now());
    const second = createIdentity(KEY);
    expect(second.visitor).toBe(first.visitor);
    expect(isUuid(second.visitor)).toBe(true);
    expect(second.session()).toEqual(begun);
    second.save({ ...begun, lastAt: begun.lastAt - LIMITS.sessionIdleMs });
    expect(first.session()).toBeUndefined();
  });

  test("environments do not mix", () => {
    const other = createIdentity(`${KEY.slice(0, -8)}abcdefgh`);
    expect(createIdentity(KEY).visitor).not.toBe(other.visitor);
    expect([...texts.keys()].toSorted()).toEqual(["playhead.QRSTUVWX.visitor", "playhead.abcdefgh.visitor"]);
  });

  test("a session's id is of the time that is asked for", () => {
    expect(uuidTime(createIdentity(KEY).renew(NOW).id)).toBe(NOW);
  });

  test.each(["", "null", "{}", "[]", '{"id":7}', "not json", '{"id":"x","startedAt":0,"lastAt":0}'])(
    "%j in storage is no session",
    (text) => {
      texts.set(`${storagePrefix(KEY)}session`, text);
      texts.set(`${storagePrefix(KEY)}visitor`, text);
      const identity = createIdentity(KEY);
      expect(identity.session()).toBeUndefined();
      expect(isUuid(identity.visitor)).toBe(true);
    },
  );

  test.each([
    [
      "blocked",
      () => {
        throw new Error("SecurityError");
      },
    ],
    ["full", () => storageOf(new Map(), true)],
  ])("storage that is %s is replaced by memory", (_, storage: () => Storage) => {
    const store = createStore(storage, "p.");
    expect(store.get("id")).toBeUndefined();
    const id = keptId(store, "id");
    expect(keptId(store, "id")).toBe(id);
  });
});
