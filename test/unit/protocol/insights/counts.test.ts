import { describe, expect, it } from "vitest";
import type { TrailEntry } from "../../../../src/protocol/index.ts";
import { INSIGHT_LIMITS } from "../../../../src/protocol/insight-limits.ts";
import { pageName, type Course } from "../../../../src/protocol/insights/course.ts";
import { countErrors } from "../../../../src/protocol/insights/errors.ts";
import { countHeat } from "../../../../src/protocol/insights/heat.ts";
import { median } from "../../../../src/protocol/insights/median.ts";
import { collectNames } from "../../../../src/protocol/insights/names.ts";
import { countPages } from "../../../../src/protocol/insights/pages.ts";
import { countPaths } from "../../../../src/protocol/insights/paths.ts";
import { Ranker } from "../../../../src/protocol/insights/ranking.ts";
import { course } from "./courses.ts";

function counted<T>(counter: { see(course: Course): void; result(): T }, ...all: Course[]): T {
  for (const each of all) counter.see(each);
  return counter.result();
}

const walk = (...pages: string[]) => pages.map((page, at): TrailEntry => [at * 1_000, "page", page]);

describe("the name of a page", () => {
  it.each([
    ["/", "/"],
    ["/?q=1", "/"],
    ["/cart/#top", "/cart"],
    ["/orders/4711/items", "/orders/*/items"],
    ["/u/01890a5d-ac96-774b-bcce-b302099a8057", "/u/*"],
    ["/v2/list", "/v2/list"],
    ["https://pay.example/form?x", "pay.example/form"],
    ["https://pay.example", "pay.example/"],
    ["", ""],
  ])("of %j is %j", (address, name) => expect(pageName(address)).toBe(name));
});

it("the median is the middle", () => {
  expect([median([]), median([3]), median([10, 1, 2]), median([4, 1])]).toEqual([null, 3, 2, 2.5]);
});

describe("pages", () => {
  it("are counted once a session and each visit, with where sessions begin and end", () => {
    const { rows } = counted(countPages(), course(walk("/", "/cart", "/")), course(walk("/cart", "/cart?again")));
    expect(rows).toEqual([
      { page: "/cart", sessions: 2, times: 2, entries: 1, exits: 1, medianMs: 1_000 },
      { page: "/", sessions: 1, times: 2, entries: 1, exits: 1, medianMs: 1_000 },
    ]);
  });
});

describe("paths", () => {
  it("go on from the first time on a page, and show the most frequent branches", () => {
    const tree = counted(
      countPaths({ direction: "from", page: "/list" }),
      course(walk("/", "/list", "/cart")),
      course(walk("/list", "/cart", "/list")),
      course(walk("/list")),
      course(walk("/help")),
    );
    expect(tree).toMatchObject({ sessions: 3, next: [{ page: "/list", sessions: 3, ended: 1 }] });
    expect(tree.next[0]!.next).toMatchObject([{ page: "/cart", sessions: 2, ended: 1, next: [{ page: "/list" }] }]);
  });

  it("lead back from a page to where sessions began", () => {
    const tree = counted(countPaths({ direction: "to", page: "/cart" }), course(walk("/", "/list", "/cart")));
    expect(tree.next[0]).toMatchObject({ page: "/cart", next: [{ page: "/list", next: [{ page: "/", ended: 1 }] }] });
  });

  it("join what is rare", () => {
    const all = Array.from({ length: 8 }, (_, n) => course(walk("/", `/p${n}`)));
    const tree = counted(countPaths({ direction: "from" }), ...all);
    expect(tree.next[0]!.next).toHaveLength(INSIGHT_LIMITS.pathBranches);
    expect(tree.next[0]!.other).toEqual({ pages: 3, sessions: 3 });
  });
});

describe("errors", () => {
  it("are told with the page they come on most, and the last time", () => {
    const at = (ms: number, page: number): TrailEntry => [ms, "error", "TypeError: x", page];
    const first = course([...walk("/", "/cart"), at(1_500, 1), at(1_600, 1), at(1_700, 0)]);
    const { rows } = counted(countErrors(), first, course([at(5, -1)], { startedAt: first.startedAt - 9 }));
    expect(rows).toEqual([
      { error: "TypeError: x", sessions: 2, times: 4, page: "/cart", pages: 3, lastAt: first.startedAt + 1_700 },
    ]);
  });
});

describe("a heatmap", () => {
  const click = (ms: number, x: number | null, y: number | null): TrailEntry => [ms, "click", "buy", x, y, 0];

  it("puts clicks into cells, and counts those without a place", () => {
    const heat = counted(
      countHeat({ page: "/" }),
      course([...walk("/"), click(1, 0, 0), click(2, 1_000, 39), click(3, 1_000, 20), click(4, null, null)]),
    );
    expect(heat).toMatchObject({ sessions: 1, visits: 1, clicks: 4, unplaced: 1, beyond: 0 });
    expect(heat.cells).toEqual([
      [INSIGHT_LIMITS.heatColumns - 1, 1, 2],
      [0, 0, 1],
    ]);
  });

  it("says how many visits saw each part of the page", () => {
    const seen = (percent: number): TrailEntry => [5, "depth", "", percent, 0];
    const { depth, depthVisits } = counted(
      countHeat({ page: "/" }),
      course([...walk("/"), seen(100)]),
      course([...walk("/"), seen(50)]),
      course(walk("/")),
    );
    expect(depthVisits).toBe(2);
    expect(depth).toEqual([...Array.from({ length: 10 }, () => 2), ...Array.from({ length: 10 }, () => 1)]);
  });

  it("is of one class of device, and names pictures of it that may be shown", () => {
    const all = [
      course(walk("/", "/cart")),
      course(walk("/"), { device: "mobile" }),
      course(walk("/"), { held: true }),
      course(walk("/"), { level: "dxa" }),
    ];
    const heat = counted(countHeat({ page: "/", device: "desktop" }), ...all);
    expect(heat.sessions).toBe(3);
    expect(heat.pictures).toEqual([{ session: all[0]!.id, startedAt: all[0]!.startedAt, t: 950 }]);
  });
});

it("names are offered by how many sessions have them", () => {
  const buy: TrailEntry = [9, "event", "purchase"];
  expect(counted(collectNames(), course(walk("/", "/cart")), course([...walk("/cart"), buy]))).toEqual({
    pages: ["/cart", "/"],
    events: ["purchase"],
    clicks: [],
  });
});

it("a ranking keeps a bounded number of kinds, and counts what came after", () => {
  const ranker = new Ranker<{ n: number }>();
  const kinds = INSIGHT_LIMITS.kinds;
  for (let n = 0; n < kinds + 7; n++) ranker.count(String(n), "s", () => ({ n }));
  ranker.count("0", "s", () => ({ n: 0 }));
  expect(ranker.result()).toMatchObject({ kinds, untold: 7, rows: { length: INSIGHT_LIMITS.rows } });
});
