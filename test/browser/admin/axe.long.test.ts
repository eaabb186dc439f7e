import { visitShop } from "../shop-visit.ts";
import { testPages } from "./axe-pages.ts";

/** The pages that axe.test.ts leaves out. */
testPages(
  [
    "/account",
    ...["paths", "heatmap", "pages", "errors", "friction"].map((name) => `/insights/${name}`),
    ...["segments", "segments/new", "exclusions", "embedded", "consent", "identity", "assets", "quota", "test"].map(
      (name) => `/settings/${name}`,
    ),
    ...["refusals", "members", "keys", "erase"].map((name) => `/settings/${name}`),
  ],
  visitShop,
);
