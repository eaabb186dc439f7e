import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { insightApi } from "./insight-api.ts";
import type { ScopeSearch } from "./insight-search.ts";

/** An answer stays good for so long: going through thousands of sessions is not done with each click. */
const FRESH_MS = 60_000;

/** The answer to a question, which is asked again when its parts change. `null`: it can't be asked yet. */
export function useInsight<T>(
  what: string,
  question: object | null,
  ask: (signal: AbortSignal) => Promise<T>,
): UseQueryResult<T> {
  return useQuery({
    queryKey: ["insight", what, question],
    queryFn: ({ signal }) => ask(signal),
    enabled: question !== null,
    staleTime: FRESH_MS,
    placeholderData: keepPreviousData,
  });
}

/** Names that can be offered for pages, events and elements. */
export function useNames(scope: ScopeSearch) {
  const { data } = useInsight("names", scope, (signal) => insightApi.names(scope, signal));
  return data?.names ?? { pages: [], events: [], clicks: [] };
}
