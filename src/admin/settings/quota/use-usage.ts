import { useQuery } from "@tanstack/react-query";
import { api } from "../../api.ts";

export const USAGE_KEY = ["settings-usage"];

/** Where the quota stands. `everyMs`: asked for again so often while the tab is visible. */
export function useUsage({ enabled = true, everyMs }: { enabled?: boolean; everyMs?: number } = {}) {
  return useQuery({
    queryKey: USAGE_KEY,
    queryFn: ({ signal }) => api.usage(signal),
    enabled,
    ...(everyMs !== undefined && { refetchInterval: everyMs, staleTime: everyMs }),
  });
}
