import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layoutPaths } from "../../../../src/admin/insights/path-layout.ts";
import { countPaths } from "../../../../src/protocol/insights/paths.ts";
import { momentOf } from "../../../../src/protocol/insights/pick.ts";
import type { TrailEntry } from "../../../../src/protocol/index.ts";
import { course, courses } from "../../protocol/insights/courses.ts";

const walk = (...pages: string[]) => course(pages.map((page, at): TrailEntry => [at * 1_000, "page", page]));

function layout(all: ReturnType<typeof walk>[]) {
  const paths = countPaths({ direction: "from" });
  for (const each of all) paths.see(each);
  return layoutPaths(paths.result());
}

describe("the picture of paths", () => {
  it("has a box for each page on a way, and one for those who went no further", () => {
    const { boxes, columns, rows } = layout([walk("/", "/a"), walk("/", "/b"), walk("/")]);
    expect(boxes.map(({ kind, path, column, sessions }) => [kind, path.join(" "), column, sessions])).toEqual([
      ["page", "/", 0, 3],
      ["page", "/ /a", 1, 1],
      ["page", "/ /b", 1, 1],
      ["ended", "/", 1, 1],
    ]);
    expect([columns, rows]).toEqual([2, 3]);
  });

  it("never puts two boxes of a column into one place, and stands beside what follows first", () => {
    fc.assert(
      fc.property(courses, (all) => {
        const { boxes, rows } = layout(all);
        const places = boxes.map(({ column, row }) => `${column} ${row}`);
        expect(new Set(places).size).toBe(places.length);
        for (const { key, row } of boxes) {
          expect(row).toBeLessThan(rows);
          const next = boxes.filter(({ from }) => from === key).map((box) => box.row);
          if (next.length > 0) expect(row).toBe(Math.min(...next));
        }
      }),
    );
  });

  it("joins small branches until it can be read, and what is joined has the sessions that it says", () => {
    const all = Array.from({ length: 600 }, (_, n) =>
      walk("/", `/a${n % 5}`, `/b${n % 7}`, `/c${n % 11}`, `/d${n % 13}`),
    );
    const { boxes } = layout(all);
    expect(boxes.length).toBeLessThanOrEqual(30);
    for (const { kind, path, shown, sessions } of boxes) {
      const after = kind === "other" ? shown : kind === "ended" ? ("ended" as const) : undefined;
      const moment = momentOf({ of: "paths", direction: "from", path, ...(after && { after }) });
      expect(all.filter((each) => moment(each) !== null)).toHaveLength(sessions);
    }
  });

  it("is empty without sessions", () => expect(layout([])).toEqual({ boxes: [], columns: 0, rows: 0 }));
});
