import { describe, expect, it } from "vitest";
import {
  readBehindSearch,
  readFunnelSearch,
  readHeatSearch,
  readPathsSearch,
  readScope,
  scopeQuery,
} from "../../../../src/admin/insights/insight-search.ts";
import { cellAt, cellMiddle, heatColour } from "../../../../src/admin/insights/heat-paint.ts";
import { shareText, waitText } from "../../../../src/admin/insights/words.ts";

describe("the address of an insight", () => {
  it("says which sessions, and passes over what does not fit", () => {
    expect(readScope({ q: "device:mobile", last: "7d", other: 1 })).toEqual({ q: "device:mobile", last: "7d" });
    expect(readScope({ q: 17, last: "30d" })).toEqual({ q: "17" });
    expect(readScope({ q: {}, last: "century" })).toEqual({});
    expect(scopeQuery({ q: "has:error" }).q).toBe("has:error last:30d");
    expect(scopeQuery({ last: "all" }).q).toBe("");
  });

  it("holds the steps of a funnel, unless one is none", () => {
    const steps = [{ kind: "event", match: "purchase" }];
    expect(readFunnelSearch({ steps, within: "60000" })).toEqual({ steps, within: 60_000 });
    const empty = [...steps, { kind: "page", match: "" }];
    expect(readFunnelSearch({ steps: empty })).toEqual({ steps: empty });
    expect(readFunnelSearch({ steps: [{ kind: "wish", match: "x" }], within: 1 })).toEqual({});
  });

  it("holds page, direction, device and what is shown", () => {
    expect(readPathsSearch({ direction: "to", page: "/cart" })).toEqual({ direction: "to", page: "/cart" });
    expect(readPathsSearch({ direction: "up", page: "" })).toEqual({});
    expect(readHeatSearch({ page: "/", device: "mobile", show: "scroll" })).toEqual({
      page: "/",
      device: "mobile",
      show: "scroll",
    });
    expect(readHeatSearch({ device: "toaster", show: "all" })).toEqual({});
  });

  it("names the sessions behind a number, or none", () => {
    const pick = { of: "error", error: "TypeError: x" };
    expect(readBehindSearch({ pick })).toEqual({ pick });
    expect(readBehindSearch({ pick: { of: "error" } })).toEqual({});
  });
});

describe("the grid of a heatmap", () => {
  it("has each middle in its cell", () => {
    for (const cell of [
      [0, 0],
      [49, 3],
      [20, 400],
    ] as const) {
      const { x, y } = cellMiddle(cell, 1_280);
      expect(cellAt(x, y, 1_280)).toEqual(cell);
    }
    expect(cellAt(-5, -5, 1_280)).toEqual([0, 0]);
  });

  it("is coloured from cool to hot", () => {
    expect([heatColour(0), heatColour(1)]).toEqual([
      [40, 90, 255],
      [235, 30, 30],
    ]);
  });
});

it("shares and times are told so that they can be read", () => {
  expect([shareText(1, 3), shareText(1, 1_000), shareText(999, 1_000), shareText(2, 2), shareText(0, 0)]).toEqual([
    "33 %",
    "<1 %",
    "99 %",
    "100 %",
    "–",
  ]);
  expect([waitText(null), waitText(840), waitText(134_000)]).toEqual(["–", "840 ms", "2m 14s"]);
});
