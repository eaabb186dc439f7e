import {
  activityFacets,
  activityList,
  logCheck,
  logStatus,
  type ActivityFacets,
  type ActivityList,
  type LogCheck,
  type LogStatus,
} from "../../protocol/activity/activity.schema.ts";
import { parse, read, send } from "../api.ts";
import { searchQuery, type ActivitySearch } from "./activity-search.ts";

/** Entries of one page of the list. */
const PAGE_ROWS = 50;

export const activityApi = {
  list(search: ActivitySearch, cursor: number | null, signal: AbortSignal): Promise<ActivityList> {
    const query = new URLSearchParams({ ...searchQuery(search), limit: String(PAGE_ROWS) });
    if (cursor !== null) query.set("cursor", String(cursor));
    return read(`/api/activity?${query}`, activityList, signal);
  },
  facets: (signal: AbortSignal): Promise<ActivityFacets> => read("/api/activity/facets", activityFacets, signal),
  status: (signal: AbortSignal): Promise<LogStatus> => read("/api/activity/status", logStatus, signal),
  /** Checks the whole log, some of it at a time; `step` hears how far it is. Stops at the first fault. */
  async verify(step: (check: LogCheck) => void): Promise<LogCheck> {
    for (let after = 0; ;) {
      const check = await parse(await send("POST", "/api/activity/verify", { after }), logCheck);
      step(check);
      if (check.done || check.fault) return check;
      after = check.to;
    }
  },
  /** Where the log can be downloaded. */
  downloadPath(search: ActivitySearch, format: "ndjson" | "csv"): string {
    return `/api/activity/export?${new URLSearchParams({ ...searchQuery(search), format })}`;
  },
};
