import type { PageRow } from "../../protocol/api.schema.ts";
import type { TimelineItem } from "./timeline.ts";

/** The address a document had at a moment (Unix milliseconds), and which of the visit's tabs it was in, from 1. */
export function addressAt(
  items: readonly TimelineItem[],
  pages: readonly PageRow[],
  page: string | null,
  timestamp: number,
): { url: string; tab: number; tabs: number } {
  const row = pages.find((each) => each.page === page);
  const tabs = [...new Set(pages.map(({ tab }) => tab))];
  let url = row?.url ?? "";
  for (const item of items) {
    if (item.timestamp > timestamp) break;
    if (item.page === page && (item.kind === "page" || item.kind === "navigation") && item.detail) url = item.detail;
  }
  return { url, tab: row ? tabs.indexOf(row.tab) + 1 : 1, tabs: tabs.length };
}
