import type { PageRow } from "../../../protocol/api.schema.ts";
import type { Stretch } from "../activity.ts";
import { addressAt } from "../address-at.ts";
import type { Overview } from "../recording.ts";
import { spanAt } from "../schedule.ts";
import type { Marked } from "./marks.ts";

/** What the card over the line of time says of a moment. */
export interface MomentFacts {
  title: string;
  url: string;
  /** The stretch without anything from the visitor that it lies in. */
  idle: Stretch | null;
  /** The stretch that was not recorded. */
  gap: Stretch | null;
  near: Marked[];
}

/** A card with more than this is no card. */
const NEAR_MAX = 6;

function stretchAround(stretches: readonly Stretch[], time: number, slack: number): Stretch | null {
  return stretches.find(({ from, to }) => time >= from - slack && time <= to + slack) ?? null;
}

/** All that is known of a moment. `reach`: how far around it (milliseconds) things count as there. */
export function momentFacts(
  overview: Pick<Overview, "items" | "spans" | "idle" | "gaps">,
  pages: readonly PageRow[],
  startedAt: number,
  marked: readonly Marked[],
  time: number,
  reach: number,
): MomentFacts {
  const page = spanAt(overview.spans, time)?.page ?? null;
  let title = pages.find((each) => each.page === page)?.title ?? "";
  for (const item of overview.items) {
    if (item.timestamp - startedAt > time) break;
    if (item.page === page && (item.kind === "page" || item.kind === "navigation")) title = item.text;
  }
  return {
    title,
    url: addressAt(overview.items, pages, page, startedAt + time).url,
    idle: stretchAround(overview.idle, time, 0),
    gap: stretchAround(overview.gaps, time, reach),
    near: marked.filter(({ at }) => Math.abs(at - time) <= reach).slice(0, NEAR_MAX),
  };
}
