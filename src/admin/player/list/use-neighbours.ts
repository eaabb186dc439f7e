import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { listApi } from "./list-api.ts";

/** The sessions before and after this one in the list of the search `q`, and the way to them. */
export function useNeighbours(session: string, q: string, enabled: boolean) {
  const navigate = useNavigate();
  const { data } = useQuery({
    queryKey: ["neighbours", session, q],
    queryFn: ({ signal }) => listApi.neighbours(session, q, signal),
    enabled,
  });
  const next = data?.next ?? null;
  const previous = data?.previous ?? null;
  const go = useCallback(
    (direction: 1 | -1) => {
      const id = direction > 0 ? next : previous;
      if (id !== null) void navigate({ to: "/sessions/$id", params: { id }, search: q === "" ? {} : { q } });
    },
    [next, previous, q, navigate],
  );
  return { previous, next, go };
}
