import { useMutation } from "@tanstack/react-query";
import { accountApi } from "./account-api.ts";

/** Everything that is shown belongs to one tenant, so the admin begins anew in another one. */
export function beginAnew(path = "/sessions"): void {
  location.assign(path);
}

/** Works in another tenant from now on. */
export function useTenantChoice() {
  return useMutation({ mutationFn: accountApi.chooseTenant, onSuccess: () => beginAnew() });
}
