import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { insightApi } from "./insight-api.ts";
import { readScope, type BehindSearch } from "./insight-search.ts";

/** The sessions behind a number, newest first, in pages; the same answer for the list and for the player. */
export function useBehind(search: BehindSearch) {
  const { pick } = search;
  const scope = readScope({ ...search });
  const list = useInfiniteQuery({
    queryKey: ["insight-sessions", scope, pick],
    queryFn: ({ pageParam, signal }) => insightApi.behind(scope, pick!, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled: pick !== undefined,
    // It stays as it is while somebody goes through it.
    staleTime: Infinity,
  });
  const rows = useMemo(() => list.data?.pages.flatMap(({ sessions }) => sessions) ?? [], [list.data]);
  return { list, rows };
}
