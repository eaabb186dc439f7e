import { createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import type { Me } from "../protocol/api.schema.ts";
import { readSearch } from "./activity/activity-search.ts";
import { insightRoutes } from "./insights/insight-routes.ts";
import { readPlayerSearch, readPrivacySearch, readSessionSearch } from "./page-search.ts";
import { queryClient } from "./query-client.ts";
import { SessionListPage } from "./sessions/session-list-page.tsx";
import { root, signedIn } from "./shell/routes.ts";
import { safeReturn } from "./sign-in/return-address.ts";

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { to?: string } => {
    const to = safeReturn(search["to"]);
    return to === "/" ? {} : { to };
  },
  component: lazyRouteComponent(() => import("./sign-in/sign-in-page.tsx"), "SignInPage"),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: "/sign-up",
  component: lazyRouteComponent(() => import("./sign-in/sign-up-page.tsx"), "SignUpPage"),
});

/** Where the links of invitations lead; the secret is behind the `#`. */
const join = createRoute({
  getParentRoute: () => root,
  path: "/join",
  component: lazyRouteComponent(() => import("./join/join-page.tsx"), "JoinPage"),
});

const index = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  beforeLoad: () => {
    const me = queryClient.getQueryData<Me>(["me"]);
    // Auditors see no recordings.
    throw redirect({ to: me && !me.permissions.includes("view") ? "/activity" : "/sessions", replace: true });
  },
});

const sessions = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions",
  validateSearch: readSessionSearch,
  component: SessionListPage,
});

const player = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions/$id",
  validateSearch: readPlayerSearch,
  // The player is most of the code; the list does not wait for it.
  component: lazyRouteComponent(() => import("./player/player-page.tsx"), "PlayerPage"),
});

/** A link, for whoever has it: outside of what asks for a sign-in. */
const link = createRoute({
  getParentRoute: () => root,
  path: "/s/$token",
  component: lazyRouteComponent(() => import("./share/link-page.tsx"), "LinkPage"),
});

const inspect = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions/$id/inspect",
  component: lazyRouteComponent(() => import("./inspect/inspect-page.tsx"), "InspectPage"),
});

const activity = createRoute({
  getParentRoute: () => signedIn,
  path: "/activity",
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import("./activity/activity-page.tsx"), "ActivityPage"),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: "/account",
  component: lazyRouteComponent(() => import("./account/account-page.tsx"), "AccountPage"),
});

// Each page of the settings is a file of its own, loaded when it is opened.
const settings = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings",
  component: lazyRouteComponent(() => import("./settings/settings-layout.tsx"), "SettingsLayout"),
});

const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/settings/environments", replace: true });
  },
});

const environments = createRoute({
  getParentRoute: () => settings,
  path: "/environments",
  component: lazyRouteComponent(() => import("./settings/environments/environments-page.tsx"), "EnvironmentsPage"),
});

const environment = createRoute({
  getParentRoute: () => settings,
  path: "/environments/$id",
  component: lazyRouteComponent(() => import("./settings/environments/environment-page.tsx"), "EnvironmentPage"),
});

const segments = createRoute({
  getParentRoute: () => settings,
  path: "/segments",
  component: lazyRouteComponent(() => import("./settings/segments/segments-page.tsx"), "SegmentsPage"),
});

/** `new` is the segment that is not saved yet; no id is called so. */
const segment = createRoute({
  getParentRoute: () => settings,
  path: "/segments/$id",
  component: lazyRouteComponent(() => import("./settings/segments/segment-page.tsx"), "SegmentPage"),
});

const exclusions = createRoute({
  getParentRoute: () => settings,
  path: "/exclusions",
  component: lazyRouteComponent(() => import("./settings/exclusions/exclusions-page.tsx"), "ExclusionsPage"),
});

const privacy = createRoute({
  getParentRoute: () => settings,
  path: "/privacy",
  validateSearch: readPrivacySearch,
  component: lazyRouteComponent(() => import("./settings/privacy/privacy-page.tsx"), "PrivacyPage"),
});

const signals = createRoute({
  getParentRoute: () => settings,
  path: "/signals",
  component: lazyRouteComponent(() => import("./settings/signals/signals-page.tsx"), "SignalsPage"),
});

const embedded = createRoute({
  getParentRoute: () => settings,
  path: "/embedded",
  component: lazyRouteComponent(() => import("./settings/embedded/embedded-page.tsx"), "EmbeddedPage"),
});

const consent = createRoute({
  getParentRoute: () => settings,
  path: "/consent",
  component: lazyRouteComponent(() => import("./settings/consent/consent-page.tsx"), "ConsentPage"),
});

const identity = createRoute({
  getParentRoute: () => settings,
  path: "/identity",
  component: lazyRouteComponent(() => import("./settings/identity/identity-page.tsx"), "IdentityPage"),
});

const assets = createRoute({
  getParentRoute: () => settings,
  path: "/assets",
  component: lazyRouteComponent(() => import("./settings/assets/assets-page.tsx"), "AssetsPage"),
});

const quota = createRoute({
  getParentRoute: () => settings,
  path: "/quota",
  component: lazyRouteComponent(() => import("./settings/quota/quota-page.tsx"), "QuotaPage"),
});

const tester = createRoute({
  getParentRoute: () => settings,
  path: "/test",
  component: lazyRouteComponent(() => import("./settings/tester/tester-page.tsx"), "TesterPage"),
});

const refusals = createRoute({
  getParentRoute: () => settings,
  path: "/refusals",
  component: lazyRouteComponent(() => import("./settings/refusals/refusals-page.tsx"), "RefusalsPage"),
});

const members = createRoute({
  getParentRoute: () => settings,
  path: "/members",
  component: lazyRouteComponent(() => import("./settings/members/members-page.tsx"), "MembersPage"),
});

const apiKeys = createRoute({
  getParentRoute: () => settings,
  path: "/keys",
  component: lazyRouteComponent(() => import("./settings/api-keys/keys-page.tsx"), "KeysPage"),
});

const erase = createRoute({
  getParentRoute: () => settings,
  path: "/erase",
  component: lazyRouteComponent(() => import("./settings/erase/erase-page.tsx"), "ErasePage"),
});

const settingsPages = [
  settingsIndex,
  environments,
  environment,
  segments,
  segment,
  exclusions,
  privacy,
  signals,
  embedded,
  consent,
  identity,
  assets,
  quota,
  tester,
  refusals,
  erase,
  members,
  apiKeys,
];

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    link,
    signUp,
    join,
    signedIn.addChildren([
      index,
      account,
      sessions,
      player,
      inspect,
      activity,
      ...insightRoutes,
      settings.addChildren(settingsPages),
    ]),
  ]),
  defaultPreload: false,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
