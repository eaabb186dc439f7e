import type { PageRow } from "../../../protocol/api.schema.ts";
import type { Stretch } from "../activity.ts";
import type { Span } from "../schedule.ts";

/** One tab of the visit. Times are milliseconds since the session began. */
export interface Lane {
  tab: string;
  /** From 1, in the order in which they were opened. */
  number: number;
  /** Title of its last document. */
  title: string;
  /** When it had a document. */
  open: Stretch[];
  /** When it was what the visitor looked at. */
  active: Stretch[];
}

/** The tabs of a visit, in the order in which they were opened. `spans` are those of all tabs. */
export function lanesOf(pages: readonly PageRow[], spans: readonly Span[], startedAt: number): Lane[] {
  const lanes = new Map<string, Lane>();
  const tabOf = new Map<string, string>();
  for (const { page, tab, title, from, to } of [...pages].toSorted((a, b) => a.from - b.from)) {
    tabOf.set(page, tab);
    let lane = lanes.get(tab);
    if (!lane) lanes.set(tab, (lane = { tab, number: lanes.size + 1, title, open: [], active: [] }));
    lane.title = title || lane.title;
    lane.open.push({ from: Math.max(0, from - startedAt), to: Math.max(0, to - startedAt) });
  }
  for (const { page, from, to } of spans) {
    const lane = lanes.get(tabOf.get(page) ?? "");
    const last = lane?.active.at(-1);
    if (last?.to === from) last.to = to;
    else lane?.active.push({ from, to });
  }
  return [...lanes.values()];
}
