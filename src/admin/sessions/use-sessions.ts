import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { api } from "../api.ts";
import { ZONE, listApi } from "./list-api.ts";
import { mergeHead } from "./merge-head.ts";

const PAGE_ROWS = 50;
const REFRESH_MS = 10_000;

/**
 * The sessions that fit a search, newest first, in pages. While `atTop` and the tab is visible the first page is asked for again every
 * ten seconds and laid over the rest, so that the list grows at its top and nothing else moves. What is no search is not asked for.
 */
export function useSessions(atTop: boolean, q: string, valid: boolean) {
  const client = useQueryClient();
  const wanted = { limit: String(PAGE_ROWS), q, tz: ZONE };
  const list = useInfiniteQuery({
    queryKey: ["sessions", { q }],
    queryFn: ({ pageParam, signal }) =>
      api.sessions({ ...wanted, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: REFRESH_MS,
    enabled: valid,
  });
  const head = useQuery({
    queryKey: ["sessions-head", { q }],
    queryFn: ({ signal }) => api.sessions(wanted, signal),
    enabled: valid && atTop && list.isSuccess,
    refetchInterval: REFRESH_MS,
    refetchIntervalInBackground: false,
    initialData: () => undefined,
    staleTime: REFRESH_MS,
  });
  const newest = head.dataUpdatedAt > list.dataUpdatedAt ? head.data : undefined;
  const { rows, hole } = useMemo(() => mergeHead(list.data?.pages ?? [], newest), [list.data, newest]);

  useEffect(() => {
    if (hole) void client.resetQueries({ queryKey: ["sessions", { q }] });
  }, [hole, client, q]);

  return { list, rows };
}

/** How many sessions fit; it is asked for beside the list. */
export function useCount(q: string, enabled: boolean) {
  const { data } = useQuery({
    queryKey: ["session-count", q],
    queryFn: ({ signal }) => listApi.count(q, signal),
    enabled,
    staleTime: 30_000,
  });
  return data;
}
