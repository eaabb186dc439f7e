import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { api, ApiError } from "./api.ts";
import { queryClient } from "./query-client.ts";
import { SessionListPage } from "./sessions/session-list-page.tsx";
import { NotFoundPage } from "./shell/not-found-page.tsx";
import { Shell } from "./shell/shell.tsx";
import { safeReturn } from "./sign-in/return-address.ts";

const root = createRootRoute({ notFoundComponent: NotFoundPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { to?: string } => {
    const to = safeReturn(search["to"]);
    return to === "/" ? {} : { to };
  },
  component: lazyRouteComponent(() => import("./sign-in/sign-in-page.tsx"), "SignInPage"),
});

/** Everything behind it needs somebody signed in; nobody is sent to sign in and comes back to where they wanted to go. */
const signedIn = createRoute({
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

const index = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/sessions", replace: true });
  },
});

const sessions = createRoute({ getParentRoute: () => signedIn, path: "/sessions", component: SessionListPage });

/** A moment of a session. The address is a contract: `t` in milliseconds, `paused=1` to stand still there. */
export interface PlayerSearch {
  t?: number;
  paused?: 1;
}

const player = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions/$id",
  validateSearch: (search: Record<string, unknown>): PlayerSearch => {
    const t = Number(search["t"] ?? Number.NaN);
    return {
      ...(Number.isFinite(t) ? { t: Math.max(0, Math.round(t)) } : {}),
      ...(String(search["paused"]) === "1" || search["paused"] === true ? { paused: 1 as const } : {}),
    };
  },
  // The player is most of the code; the list does not wait for it.
  component: lazyRouteComponent(() => import("./player/player-page.tsx"), "PlayerPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([signIn, signedIn.addChildren([index, sessions, player])]),
  defaultPreload: false,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
