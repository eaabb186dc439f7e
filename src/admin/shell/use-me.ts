import { useQuery } from "@tanstack/react-query";
import type { Me } from "../../protocol/api.schema.ts";
import { api } from "../api.ts";

function useMeQuery() {
  return useQuery({ queryKey: ["me"], queryFn: ({ signal }) => api.me(signal), staleTime: Infinity });
}

/** Who is signed in, in which tenant; read once. */
export function useMe(): Me | undefined {
  return useMeQuery().data;
}

/** Whether whoever is signed in belongs to no tenant, or whatever else stands in the way of saying which. */
export function useMeFailed(): boolean {
  return useMeQuery().isError;
}
