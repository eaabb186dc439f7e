import type { PathTree } from "../../protocol/insight.schema.ts";

/** One box of the picture of paths. */
export interface PathBox {
  key: string;
  column: number;
  /** From the top. */
  row: number;
  sessions: number;
  /** Pages from the first column to this one. */
  path: string[];
  /** `page`; where paths end; or all that is not shown one by one, with what is. */
  kind: "page" | "ended" | "other";
  shown: string[];
  /** How many pages `other` stands for. */
  pages: number;
  /** `key` of the box before. */
  from: string | null;
}

/** Boxes that fit on a screen and can be read. */
const BOXES = 30;
/** Smaller shares of all sessions are joined from the start. */
const SMALL = 0.02;

/** The branches of which each has at least so many sessions. */
function boxesOf(tree: PathTree, least: number): PathBox[] {
  const boxes: PathBox[] = [];
  let rows = 0;
  const place = (node: PathTree, path: string[], from: string | null): number[] => {
    const column = path.length;
    const big = node.next.filter(({ sessions }) => sessions >= least);
    const small = node.next.filter(({ sessions }) => sessions < least);
    const middles = big.map((next) => {
      const way = [...path, next.page];
      const key = JSON.stringify(way);
      const box: PathBox = {
        key,
        column,
        row: 0,
        sessions: next.sessions,
        path: way,
        kind: "page",
        shown: [],
        pages: 1,
        from,
      };
      boxes.push(box);
      const inner = place(next, way, key);
      // Beside the most frequent of what follows, so that the main way is a straight line.
      box.row = inner[0] ?? rows++;
      return box.row;
    });
    const leaf = (kind: "ended" | "other", sessions: number, pages: number) => {
      const key = `${JSON.stringify(path)} ${kind}`;
      const row = rows++;
      boxes.push({ key, column, row, sessions, path, kind, shown: big.map(({ page }) => page), pages, from });
      middles.push(row);
    };
    const rest = small.reduce((sum, { sessions }) => sum + sessions, node.other.sessions);
    if (rest > 0) leaf("other", rest, node.other.pages + small.length);
    // Where a box leads nowhere else, it says so itself.
    if (node.ended > 0 && middles.length > 0) leaf("ended", node.ended, 0);
    return middles;
  };
  place(tree, [], null);
  return boxes;
}

/** Where each box of a tree of paths stands; the smallest branches are joined until all can be read. */
export function layoutPaths(tree: PathTree): { boxes: PathBox[]; columns: number; rows: number } {
  let least = Math.max(1, Math.ceil(tree.sessions * SMALL));
  let boxes = boxesOf(tree, least);
  while (boxes.length > BOXES && least < tree.sessions) {
    least = Math.ceil(least * 1.5);
    boxes = boxesOf(tree, least);
  }
  return {
    boxes,
    columns: Math.max(0, ...boxes.map(({ column }) => column + 1)),
    rows: Math.max(0, ...boxes.map(({ row }) => row + 1)),
  };
}
