import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { api } from "../api.ts";
import { mergeHead } from "./merge-head.ts";

const PAGE_ROWS = 50;
const REFRESH_MS = 10_000;

/**
 * The sessions, newest first, in pages. While `atTop` and the tab is visible the first page is asked for again every ten
 * seconds and laid over the rest, so that the list grows at its top and nothing else moves.
 */
export function useSessions(atTop: boolean, expiring: "soon" | undefined) {
  const client = useQueryClient();
  const wanted = { limit: String(PAGE_ROWS), ...(expiring && { expiring }) };
  const list = useInfiniteQuery({
    queryKey: ["sessions", { expiring }],
    queryFn: ({ pageParam, signal }) =>
      api.sessions({ ...wanted, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: REFRESH_MS,
  });
  const head = useQuery({
    queryKey: ["sessions-head", { expiring }],
    queryFn: ({ signal }) => api.sessions(wanted, signal),
    enabled: atTop && list.isSuccess,
    refetchInterval: REFRESH_MS,
    refetchIntervalInBackground: false,
    initialData: () => undefined,
    staleTime: REFRESH_MS,
  });
  const newest = head.dataUpdatedAt > list.dataUpdatedAt ? head.data : undefined;
  const { rows, hole } = useMemo(() => mergeHead(list.data?.pages ?? [], newest), [list.data, newest]);

  useEffect(() => {
    if (hole) void client.resetQueries({ queryKey: ["sessions", { expiring }] });
  }, [hole, client, expiring]);

  return { list, rows };
}
