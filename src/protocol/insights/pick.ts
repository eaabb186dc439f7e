import { pathOf, visitsOf, type Course } from "./course.ts";
import type { FrictionKind } from "./friction.ts";
import { stepTimes, type FunnelQuestion } from "./funnel.ts";
import { cellOf, type Cell, type HeatQuestion } from "./heat.ts";
import { walkOf, type PathsQuestion } from "./paths.ts";
import { INSIGHT_LIMITS } from "../insight-limits.ts";

/** The sessions behind one number of an insight. */
export type Pick =
  /** Came to a step (counted from 0 on); or came to it and no further. */
  | ({ of: "funnel"; step: number; outcome: "reached" | "dropped" } & FunnelQuestion)
  /** Went this way, and on: anywhere, nowhere, or to none of these pages. */
  | ({ of: "paths"; path: readonly string[]; after?: "ended" | readonly string[] | undefined } & PathsQuestion)
  | { of: "page"; page: string; what: "visited" | "entered" | "left" }
  | { of: "error"; error: string }
  | { of: "friction"; what: FrictionKind; page: string; name: string }
  /** Was on the page; or clicked there, on an element or in a cell. */
  | ({ of: "heat"; clicked?: { name: string } | { cell: Cell } | undefined } & HeatQuestion);

/** When a session did it, milliseconds since it began; `null`: it did not. */
type Moment = (course: Course) => number | null;

function pathsMoment({ path, after, ...question }: Extract<Pick, { of: "paths" }>): Moment {
  const walk = walkOf(question);
  return (course) => {
    const way = walk(course);
    if (!way || path.some((page, at) => way[at]?.page !== page)) return null;
    const next = way[path.length];
    if (after === "ended" && (next || way.length >= INSIGHT_LIMITS.pathPages)) return null;
    if (Array.isArray(after) && (!next || after.includes(next.page))) return null;
    return (way[path.length - 1] ?? way[0])!.ms;
  };
}

function heatMoment({ page, device, clicked }: Extract<Pick, { of: "heat" }>): Moment {
  return (course) => {
    if (device !== undefined && course.device !== device) return null;
    const visits = visitsOf(course.trail);
    if (!clicked) return visits.find((visit) => visit.page === page)?.ms ?? null;
    for (const entry of course.trail) {
      if (entry[1] !== "click" || visits[entry[5]]?.page !== page) continue;
      if ("name" in clicked) {
        if (entry[2] === clicked.name) return entry[0];
        continue;
      }
      const cell = cellOf(entry[3], entry[4]);
      if (cell && cell[0] === clicked.cell[0] && cell[1] === clicked.cell[1]) return entry[0];
    }
    return null;
  };
}

/** Makes the test for the sessions behind a number: the moment of each at which it did what was counted. */
export function momentOf(pick: Pick): Moment {
  switch (pick.of) {
    case "funnel": {
      const timesOf = stepTimes(pick);
      return (course) => {
        const times = timesOf(course);
        const came = pick.outcome === "reached" ? times.length > pick.step : times.length === pick.step + 1;
        return came ? times[pick.step]! : null;
      };
    }
    case "paths":
      return pathsMoment(pick);
    case "page":
      return ({ trail }) => {
        const path = pathOf(trail);
        if (pick.what === "visited") return path.find(({ page }) => page === pick.page)?.ms ?? null;
        const end = pick.what === "entered" ? path[0] : path.at(-1);
        return end?.page === pick.page ? end.ms : null;
      };
    case "error":
      return ({ trail }) => trail.find(([, kind, text]) => kind === "error" && text === pick.error)?.[0] ?? null;
    case "friction":
      return ({ trail }) => {
        const visits = visitsOf(trail);
        const entry = trail.find(
          (each) =>
            (each[1] === "rage" || each[1] === "dead" || each[1] === "abandon") &&
            each[1] === pick.what &&
            each[2] === pick.name &&
            (visits[each[3]]?.page ?? "") === pick.page,
        );
        return entry?.[0] ?? null;
      };
    case "heat":
      return heatMoment(pick);
  }
}
