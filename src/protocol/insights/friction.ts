import { visitsOf, type Course } from "./course.ts";
import { Ranker, type Ranked, type Ranking } from "./ranking.ts";

/** Rage clicks, dead clicks, and forms that were begun and left. */
export const FRICTION_KINDS = ["rage", "dead", "abandon"] as const;
export type FrictionKind = (typeof FRICTION_KINDS)[number];

export interface FrictionCount extends Ranked {
  what: FrictionKind;
  page: string;
  /** Of the element, or of form and field; empty when it has none. */
  name: string;
}

/** Counts friction by kind, page and element. */
export function countFriction(): { see(course: Course): void; result(): Ranking<FrictionCount> } {
  const ranker = new Ranker<{ what: FrictionKind; page: string; name: string }>();
  return {
    see({ id, trail }) {
      const visits = visitsOf(trail);
      for (const entry of trail) {
        if (entry[1] !== "rage" && entry[1] !== "dead" && entry[1] !== "abandon") continue;
        const [, what, name, at] = entry;
        const page = visits[at]?.page ?? "";
        ranker.count(JSON.stringify([what, page, name]), id, () => ({ what, page, name }));
      }
    },
    result: () => ranker.result(),
  };
}
