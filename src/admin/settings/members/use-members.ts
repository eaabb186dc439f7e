import { useMutation, useQuery } from "@tanstack/react-query";
import { queryClient } from "../../query-client.ts";
import { membersApi } from "./members-api.ts";

const KEY = ["members"];

export function useMembers() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => membersApi.members(signal) });
}

/** Something that changes members or invitations: they are read again afterwards. */
export function useMemberChange<T>(change: (value: T) => Promise<unknown>, done?: () => void) {
  return useMutation({
    mutationFn: change,
    async onSuccess() {
      done?.();
      await queryClient.invalidateQueries({ queryKey: KEY });
    },
  });
}
