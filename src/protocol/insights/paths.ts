import { INSIGHT_LIMITS } from "../insight-limits.ts";
import { pageName, type Course, type Visit } from "./course.ts";
import { addressTest } from "./step.ts";

export interface PathsQuestion {
  /** `from`: where they went after a page; `to`: where they came from. */
  direction: "from" | "to";
  /** Pattern of that page; without it the first page of a session, or the last. */
  page?: string | undefined;
}

/** A page in the tree of paths; the one at the root is where they all begin. */
export interface PathNode {
  page: string;
  sessions: number;
  /** Sessions of which nothing more is known: they ended here (or, looking back, began). */
  ended: number;
  next: PathNode[];
  /** Pages and sessions that are not shown. */
  other: { pages: number; sessions: number };
}

/** The pages of a session from the first that fits on, at most as many as are shown; `null`: none fits. */
export function walkOf({
  direction,
  page,
}: PathsQuestion): (course: Pick<Course, "trail" | "entryUrl">) => Visit[] | null {
  const fits = page === undefined ? null : addressTest(page);
  return ({ trail, entryUrl }) => {
    const path: Visit[] = [];
    let found = -1;
    for (const [ms, kind, address] of trail) {
      if (kind !== "page") continue;
      const name = pageName(address);
      if (path.at(-1)?.page !== name) path.push({ ms, page: name });
      if (found < 0 && fits?.(address, entryUrl)) found = path.length - 1;
    }
    if (!fits) found = direction === "from" ? 0 : path.length - 1;
    if (found < 0 || path.length === 0) return null;
    return direction === "from"
      ? path.slice(found, found + INSIGHT_LIMITS.pathPages)
      : path.slice(Math.max(0, found + 1 - INSIGHT_LIMITS.pathPages), found + 1).toReversed();
  };
}

interface Branch {
  sessions: number;
  ended: number;
  next: Map<string, Branch>;
}

function branch(): Branch {
  return { sessions: 0, ended: 0, next: new Map() };
}

function shown(page: string, { sessions, ended, next }: Branch): PathNode {
  const all = [...next].toSorted(([a, { sessions: m }], [b, { sessions: n }]) => n - m || (a < b ? -1 : 1));
  const rest = all.slice(INSIGHT_LIMITS.pathBranches);
  return {
    page,
    sessions,
    ended,
    next: all.slice(0, INSIGHT_LIMITS.pathBranches).map(([name, each]) => shown(name, each)),
    other: { pages: rest.length, sessions: rest.reduce((sum, [, each]) => sum + each.sessions, 0) },
  };
}

/** Joins the ways of sessions to a tree. */
export function countPaths(question: PathsQuestion): { see(course: Course): void; result(): PathNode } {
  const walk = walkOf(question);
  const root = branch();
  let branches = 0;
  return {
    see(course) {
      const path = walk(course);
      if (!path) return;
      let at = root;
      at.sessions++;
      for (const { page } of path) {
        let next = at.next.get(page);
        // Beyond the bound a way is followed as far as it is known.
        if (!next && branches >= INSIGHT_LIMITS.kinds) return;
        if (!next) {
          at.next.set(page, (next = branch()));
          branches++;
        }
        next.sessions++;
        at = next;
      }
      if (path.length < INSIGHT_LIMITS.pathPages) at.ended++;
    },
    result: () => shown("", root),
  };
}
