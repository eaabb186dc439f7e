import { useMutation, useQuery } from "@tanstack/react-query";
import { queryClient } from "../query-client.ts";
import { accountApi } from "./account-api.ts";

/** The account of whoever is signed in, when it is `wanted`. */
export function useAccount(wanted: boolean) {
  return useQuery({ queryKey: ["account"], queryFn: ({ signal }) => accountApi.account(signal), enabled: wanted });
}

/** Something that changes the account: it is read again afterwards, and so is where one is signed in. */
export function useAccountChange<T>(change: (value: T) => Promise<unknown>, done?: () => void) {
  return useMutation({
    mutationFn: change,
    async onSuccess() {
      done?.();
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ["account"] }),
        queryClient.invalidateQueries({ queryKey: ["sign-ins"] }),
        queryClient.invalidateQueries({ queryKey: ["me"] }),
      ]);
    },
  });
}
