import { INSIGHT_LIMITS } from "../insight-limits.ts";
import { visitsOf, type Course } from "./course.ts";
import { Ranker, type Ranked, type Ranking } from "./ranking.ts";

export interface HeatQuestion {
  page: string;
  /** Class of device; without it all, whose pages may look different. */
  device?: string | undefined;
}

/** Where on a page a click was: column and row of a grid. */
export type Cell = readonly [column: number, row: number];

export interface HeatPicture {
  session: string;
  startedAt: number;
  /** Moment at which the page stands there, milliseconds since the session began. */
  t: number;
}

export interface Heat {
  /** Sessions that were on the page, and how often. */
  sessions: number;
  visits: number;
  clicks: number;
  /** Clicks whose place is not known: collected at engagement, or by a recorder of before. */
  unplaced: number;
  cells: [column: number, row: number, clicks: number][];
  /** Clicks in cells that are not answered. */
  beyond: number;
  names: Ranking<{ name: string } & Ranked>;
  /** Visits that saw each part of the page's height, from the top down; of the visits that it is known of. */
  depth: number[];
  depthVisits: number;
  pictures: HeatPicture[];
}

/** The cell of a place; `null` where it is not known. */
export function cellOf(x: number | null, y: number | null): Cell | null {
  if (x === null || y === null) return null;
  const { heatColumns, heatRowPx, heatRows } = INSIGHT_LIMITS;
  return [
    Math.min(heatColumns - 1, Math.floor((x / 1_000) * heatColumns)),
    Math.min(heatRows - 1, Math.floor(y / heatRowPx)),
  ];
}

/** So long before the next page the one before is still there, milliseconds. */
const GONE_MS = 50;

/** A moment at which a page is built up and still there. */
function picturesOf({ id, startedAt, level, held, trail }: Course, wanted: string): HeatPicture[] {
  if (level !== "playback" || held) return [];
  const stays = visitsOf(trail).flatMap(({ ms, page }, at, all) => {
    const next = all[at + 1];
    // Nobody knows how long the last page stood there; the player stops at the end of the session.
    return page === wanted ? [{ ms, stay: next ? Math.max(0, next.ms - ms - GONE_MS) : INSIGHT_LIMITS.pictureMs }] : [];
  });
  const longest = stays.toSorted((a, b) => b.stay - a.stay)[0];
  if (!longest) return [];
  return [{ session: id, startedAt, t: Math.round(longest.ms + Math.min(INSIGHT_LIMITS.pictureMs, longest.stay)) }];
}

/** Counts clicks and scroll depth on one page. */
export function countHeat({ page, device }: HeatQuestion): { see(course: Course): void; result(): Heat } {
  const cells = new Map<number, number>();
  const names = new Ranker<{ name: string }>();
  const { depthBands, heatColumns, heatCells } = INSIGHT_LIMITS;
  const depth = Array.from({ length: depthBands }, () => 0);
  const pictures: HeatPicture[] = [];
  const heat = { sessions: 0, visits: 0, clicks: 0, unplaced: 0, depthVisits: 0 };
  return {
    see(course) {
      if (device !== undefined && course.device !== device) return;
      const visits = visitsOf(course.trail);
      const count = visits.filter((visit) => visit.page === page).length;
      if (count === 0) return;
      heat.sessions++;
      heat.visits += count;
      if (pictures.length < INSIGHT_LIMITS.pictures) pictures.push(...picturesOf(course, page));
      for (const entry of course.trail) {
        if (entry[1] === "depth" && visits[entry[4]]?.page === page) {
          heat.depthVisits++;
          const seen = Math.ceil((entry[3] / 100) * depthBands);
          for (let band = 0; band < Math.min(depthBands, seen); band++) depth[band]!++;
        }
        if (entry[1] !== "click" || visits[entry[5]]?.page !== page) continue;
        heat.clicks++;
        names.count(entry[2], course.id, () => ({ name: entry[2] }));
        const cell = cellOf(entry[3], entry[4]);
        if (!cell) heat.unplaced++;
        else cells.set(cell[1] * heatColumns + cell[0], (cells.get(cell[1] * heatColumns + cell[0]) ?? 0) + 1);
      }
    },
    result() {
      const hottest = [...cells].toSorted(([a, m], [b, n]) => n - m || a - b);
      return {
        ...heat,
        cells: hottest
          .slice(0, heatCells)
          .map(([at, clicks]) => [at % heatColumns, Math.floor(at / heatColumns), clicks]),
        beyond: hottest.slice(heatCells).reduce((sum, [, clicks]) => sum + clicks, 0),
        names: names.result(),
        depth,
        pictures,
      };
    },
  };
}
