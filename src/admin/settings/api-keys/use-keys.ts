import { useMutation, useQuery } from "@tanstack/react-query";
import { queryClient } from "../../query-client.ts";
import { membersApi } from "../members/members-api.ts";

const KEY = ["api-keys"];

export function useKeys() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => membersApi.keys(signal) });
}

/** Something that changes keys: they are read again afterwards. */
export function useKeyChange<T>(change: (value: T) => Promise<unknown>, done?: () => void) {
  return useMutation({
    mutationFn: change,
    async onSuccess() {
      done?.();
      await queryClient.invalidateQueries({ queryKey: KEY });
    },
  });
}
