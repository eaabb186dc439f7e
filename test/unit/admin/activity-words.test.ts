import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actionText, KINDS } from "../../../src/admin/activity/action-words.ts";
import { readSearch, searchQuery } from "../../../src/admin/activity/activity-search.ts";
import { actorText } from "../../../src/admin/activity/actor-text.ts";
import { detailChanges, leafChanges } from "../../../src/admin/activity/leaf-changes.ts";
import { ACTIVITY_ACTIONS } from "../../../src/protocol/activity/actions.ts";
import { activityQuery } from "../../../src/protocol/activity/activity.schema.ts";

describe("the words of the log", () => {
  it("has some for every action, with and without details", () => {
    for (const action of ACTIVITY_ACTIONS)
      for (const details of [null, {}, { sessions: 1, role: "viewer", format: "csv" }]) {
        const text = actionText({ action, details });
        expect(text).not.toBe(action);
        expect(text).not.toMatch(/undefined|null|NaN/);
      }
    expect(actionText({ action: "of_a_later_version", details: null })).toBe("of_a_later_version");
    expect(actionText({ action: "constructor", details: null })).toBe("constructor");
  });

  it("offers every action in exactly one kind", () => {
    const offered: string[] = KINDS.flatMap(({ actions }) => actions);
    expect(offered.toSorted()).toEqual([...ACTIVITY_ACTIONS].toSorted());
  });

  it("names people, keys and the product", () => {
    const named = (actor: string, name: string | null = null) => actorText({ actor, name });
    expect(named("user:1", "Anna")).toBe("Anna");
    expect(named("user:0123456789")).toBe("Former member …456789");
    expect(named("key:0123456789")).toBe("API key …456789");
    expect([named("system"), named("platform"), named("other")]).toEqual(["Playhead", "Platform owner", "other"]);
  });
});

describe("what was changed", () => {
  it("is told value by value", () => {
    expect(leafChanges({ a: [{ b: 1, c: 2 }], d: "x" }, { a: [{ b: 1, c: 3 }, 5], d: "x" })).toEqual([
      { path: "a.0.c", before: "2", after: "3" },
      { path: "a.1", before: "nothing", after: "5" },
    ]);
    const details = { version: 3, retentionDays: { before: 365, after: 90 }, note: { before: 1 } };
    expect(detailChanges(details)).toEqual([{ path: "retentionDays", before: "365", after: "90" }]);
  });

  it("is something exactly when two values differ", () => {
    const property = fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const same = JSON.stringify(a) === JSON.stringify(b);
      return leafChanges(a, a).length === 0 && (same || sameButOrder(a, b) || leafChanges(a, b).length > 0);
    });
    expect(() => fc.assert(property)).not.toThrow();
  });
});

/** Whether only names stand in another order, which is no change. */
function sameButOrder(a: unknown, b: unknown): boolean {
  const sorted = (value: unknown) =>
    JSON.stringify(value, (_key, part: unknown) =>
      typeof part === "object" && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).toSorted(([x], [y]) => (x < y ? -1 : 1)))
        : part,
    );
  return sorted(a) === sorted(b);
}

describe("the address of the page", () => {
  it("keeps what fits, and passes over the rest", () => {
    const session = "01900000-0000-7000-8000-000000000001";
    const good = { from: "2026-11-01", to: "2026-11-02", actor: "user:1", action: "view,watched", session, q: "a" };
    expect(readSearch(good)).toEqual(good);
    expect(readSearch({ from: "2026-13-01", to: "yesterday", action: "fly", session: "1", q: "" })).toEqual({});
    expect(readSearch({ q: 42 })).toEqual({ q: "42" });
  });

  it("is asked for from midnight to midnight, in a way that the server takes", () => {
    const query = searchQuery({ from: "2026-11-01", to: "2026-11-01", action: "view" });
    expect(Number(query["from"])).toBe(new Date(2026, 10, 1).getTime());
    expect(Number(query["to"])).toBe(new Date(2026, 10, 2).getTime());
    expect(activityQuery.safeParse(query).success).toBe(true);
  });
});
