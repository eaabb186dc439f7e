import { INSIGHT_LIMITS } from "../insight-limits.ts";
import { visitsOf, type Course } from "./course.ts";
import { Ranker } from "./ranking.ts";

/** What a step of a funnel can look for: what came in the most sessions first. */
export interface Names {
  pages: string[];
  events: string[];
  clicks: string[];
}

function named(ranker: Ranker<{ name: string }>): string[] {
  const rows = ranker.result().rows.slice(0, INSIGHT_LIMITS.names);
  return rows.flatMap(({ name }) => (name === "" ? [] : [name]));
}

/** Collects the names of pages, events and clicked elements. */
export function collectNames(): { see(course: Course): void; result(): Names } {
  const of = {
    page: new Ranker<{ name: string }>(),
    event: new Ranker<{ name: string }>(),
    click: new Ranker<{ name: string }>(),
  };
  return {
    see({ id, trail }) {
      for (const { page } of visitsOf(trail)) of.page.count(page, id, () => ({ name: page }));
      for (const [, kind, name] of trail)
        if (kind === "event" || kind === "click") of[kind].count(name, id, () => ({ name }));
    },
    result: () => ({ pages: named(of.page), events: named(of.event), clicks: named(of.click) }),
  };
}
