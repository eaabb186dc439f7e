import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { activityApi } from "./activity-api.ts";
import type { ActivitySearch } from "./activity-search.ts";

/** Entries that fit, newest first, in pages. */
export function useActivity(search: ActivitySearch) {
  const list = useInfiniteQuery({
    queryKey: ["activity", search],
    queryFn: ({ pageParam, signal }) => activityApi.list(search, pageParam, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const entries = useMemo(() => {
    const all = list.data?.pages.flatMap((page) => page.entries) ?? [];
    // How much was watched stands with the view; its own entry is shown to whoever asks for it.
    return search.action === undefined ? all.filter(({ action }) => action !== "watched") : all;
  }, [list.data, search.action]);
  return { list, entries };
}

export function useFacets() {
  return useQuery({ queryKey: ["activity-facets"], queryFn: ({ signal }) => activityApi.facets(signal) }).data;
}
