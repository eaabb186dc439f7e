import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { signedIn } from "../shell/routes.ts";
import { readBehindSearch, readFunnelSearch, readHeatSearch, readPathsSearch, readScope } from "./insight-search.ts";

// Each of the insights is a file of its own, loaded when it is opened.
const insights = createRoute({
  getParentRoute: () => signedIn,
  path: "/insights",
  component: lazyRouteComponent(() => import("./insights-layout.tsx"), "InsightsLayout"),
});

const insightsIndex = createRoute({
  getParentRoute: () => insights,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/insights/funnels", replace: true });
  },
});

const funnels = createRoute({
  getParentRoute: () => insights,
  path: "/funnels",
  validateSearch: readFunnelSearch,
  component: lazyRouteComponent(() => import("./funnels-page.tsx"), "FunnelsPage"),
});

const paths = createRoute({
  getParentRoute: () => insights,
  path: "/paths",
  validateSearch: readPathsSearch,
  component: lazyRouteComponent(() => import("./paths-page.tsx"), "PathsPage"),
});

const heatmap = createRoute({
  getParentRoute: () => insights,
  path: "/heatmap",
  validateSearch: readHeatSearch,
  component: lazyRouteComponent(() => import("./heatmap-page.tsx"), "HeatmapPage"),
});

const pages = createRoute({
  getParentRoute: () => insights,
  path: "/pages",
  validateSearch: readScope,
  component: lazyRouteComponent(() => import("./pages-page.tsx"), "PagesPage"),
});

const errors = createRoute({
  getParentRoute: () => insights,
  path: "/errors",
  validateSearch: readScope,
  component: lazyRouteComponent(() => import("./errors-page.tsx"), "ErrorsPage"),
});

const friction = createRoute({
  getParentRoute: () => insights,
  path: "/friction",
  validateSearch: readScope,
  component: lazyRouteComponent(() => import("./friction-page.tsx"), "FrictionPage"),
});

/** The sessions behind a number. */
const behind = createRoute({
  getParentRoute: () => signedIn,
  path: "/insights/sessions",
  validateSearch: readBehindSearch,
  component: lazyRouteComponent(() => import("./behind-page.tsx"), "BehindPage"),
});

const pagesOfInsights = [insightsIndex, funnels, paths, heatmap, pages, errors, friction];

/** The addresses of the insights. */
export const insightRoutes = [behind, insights.addChildren(pagesOfInsights)] as const;
