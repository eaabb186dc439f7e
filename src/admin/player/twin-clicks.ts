import type { TimelineItem } from "./timeline.ts";

/** Both tell of one click within the same task; clocks of both are the page's. */
const SAME_CLICK_MS = 50;

/**
 * Leaves out clicks that the page's script named where the picture tells of the same click with the name of what was clicked.
 * `items` are in order of time.
 */
export function withoutTwinClicks(items: readonly TimelineItem[]): readonly TimelineItem[] {
  const seen = items.filter(({ kind, named }) => kind === "click" && !named);
  if (seen.length === 0) return items;
  let from = 0;
  return items.filter(({ kind, named, page, timestamp }) => {
    if (kind !== "click" || !named) return true;
    while (from < seen.length && seen[from]!.timestamp < timestamp - SAME_CLICK_MS) from++;
    for (let at = from; at < seen.length && seen[at]!.timestamp <= timestamp + SAME_CLICK_MS; at++)
      if (seen[at]!.page === page) return false;
    return true;
  });
}
