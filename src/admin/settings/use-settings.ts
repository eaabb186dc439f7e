import { useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import { queryClient } from "../query-client.ts";
import type { Settings } from "../../protocol/settings.schema.ts";

const KEY = ["settings"];

/** The settings in force. */
export function useSettings() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.settings(signal) });
}

/** Everybody who shows settings shows these from now on. */
export function keepSettings(settings: Settings): void {
  queryClient.setQueryData(KEY, settings);
}

/** The settings as they are on the server right now. */
export function freshSettings(): Promise<Settings> {
  return queryClient.fetchQuery({ queryKey: KEY, queryFn: ({ signal }) => api.settings(signal), staleTime: 0 });
}

/** Asks for the settings again; whoever shows them follows. */
export function refreshSettings(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: KEY, exact: true });
}
