import { createRootRoute, createRoute, redirect } from "@tanstack/react-router";
import { api, ApiError } from "../api.ts";
import { queryClient } from "../query-client.ts";
import { NotFoundPage } from "./not-found-page.tsx";
import { Shell } from "./shell.tsx";

/** What all pages are under. */
export const root = createRootRoute({ notFoundComponent: NotFoundPage });

/** Everything behind it needs somebody signed in; nobody is sent to sign in and comes back to where they wanted to go. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData({ queryKey: ["me"], queryFn: ({ signal }) => api.me(signal) });
    } catch (error) {
      if (error instanceof ApiError && error.status === 401)
        throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { to: location.href } });
      // Any other trouble is shown by the page itself, which asks for more than this and can try again.
    }
  },
  component: Shell,
});
