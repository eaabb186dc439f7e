import type { z } from "zod";
import {
  bulkTagged,
  filterList,
  offeredList,
  sessionCount,
  type FilterChange,
  type Offered,
  type SavedFilter,
  type SessionCount,
} from "../../protocol/list.schema.ts";
import { parse, read, send } from "../api.ts";

/** The time zone that days of a search are those of. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

async function filters(answer: Promise<z.infer<typeof filterList>>): Promise<SavedFilter[]> {
  return (await answer).filters;
}

/** The calls of the session list, beside its pages. */
export const listApi = {
  count: (q: string, signal?: AbortSignal): Promise<SessionCount> =>
    read(`/api/sessions/count?${new URLSearchParams({ q, tz: ZONE })}`, sessionCount, signal),
  async values(field: string, typed: string, signal?: AbortSignal): Promise<Offered[]> {
    const query = new URLSearchParams({ field, typed });
    return (await read(`/api/sessions/values?${query}`, offeredList, signal)).values;
  },
  /** Gives sessions a tag, or takes it away; answers how many that changed. */
  async tag(sessions: readonly string[], tag: string, on: boolean): Promise<number> {
    return (await parse(await send("POST", "/api/sessions/tags", { sessions, tag, on }), bulkTagged)).changed;
  },
  /** Where running sessions tell how they go on. */
  liveSocket(): WebSocket {
    const address = new URL("/api/sessions/live", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    return new WebSocket(address);
  },
  filters: (signal?: AbortSignal): Promise<SavedFilter[]> => filters(read("/api/filters", filterList, signal)),
  async addFilter(change: FilterChange): Promise<SavedFilter[]> {
    return filters(parse(await send("POST", "/api/filters", change), filterList));
  },
  async changeFilter(id: string, change: FilterChange): Promise<SavedFilter[]> {
    return filters(parse(await send("PUT", `/api/filters/${id}`, change), filterList));
  },
  async removeFilter(id: string): Promise<SavedFilter[]> {
    return filters(parse(await send("DELETE", `/api/filters/${id}`), filterList));
  },
};
