import type { PageRow } from "../../protocol/api.schema.ts";
import type { TimelineItem } from "./timeline.ts";

/**
 * The documents of a session: those that were known when it was opened, and those that have been opened since, while it runs. `end`: until
 * when it has come, Unix milliseconds.
 */
export function knownPages(pages: readonly PageRow[], items: readonly TimelineItem[], end: number): PageRow[] {
  const known = new Set(pages.map(({ page }) => page));
  const fresh: PageRow[] = [];
  for (const { kind, page, timestamp, text, detail, tab } of items) {
    if (kind !== "page" || tab === undefined || known.has(page)) continue;
    known.add(page);
    fresh.push({
      page,
      tab,
      url: detail,
      title: text,
      from: timestamp,
      to: Math.max(timestamp, end),
      width: 0,
      height: 0,
    });
  }
  return [...pages, ...fresh];
}
