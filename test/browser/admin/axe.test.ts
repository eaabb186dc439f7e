import { visitShop } from "../shop-visit.ts";
import { testPages } from "./axe-pages.ts";

/** What most people see most; the others are in axe.long.test.ts, the player with all its panes is in panes.test.ts. */
testPages(["/sessions", "/insights", "/settings/environments", "/settings/privacy", "/activity"], visitShop);
