import { useQuery } from "@tanstack/react-query";
import type { Me } from "../../protocol/api.schema.ts";
import { api } from "../api.ts";

/** Who is signed in, in which tenant; read once. */
export function useMe(): Me | undefined {
  return useQuery({ queryKey: ["me"], queryFn: ({ signal }) => api.me(signal), staleTime: Infinity }).data;
}
