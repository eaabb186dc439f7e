// What the other pages leave out.
import { drag, type, wheel } from "../hands.mjs";

export const own = [
  {
    name: "dark-phone",
    path: "/site/dark-phone.html",
    viewport: { width: 390, height: 780 },
    context: { colorScheme: "dark", isMobile: true, hasTouch: true },
    async run({ page, cp }) {
      await cp("loaded");
      await page.tap("#first");
      await page.tap("#box");
      await cp("tapped");
      await page.tap("#name");
      await type(page, "Ada");
      await cp("typed");
      await page.evaluate(() => scrollTo(0, 700));
      await cp("scrolled");
    },
  },
  {
    name: "chart",
    path: "/site/chart.html",
    async run({ page, cp }) {
      await cp("loaded", { settle: 1500 });
      await page.click("#next");
      await cp("next", { settle: 1500 });
      await page.click("#next");
      await cp("after", { settle: 1500 });
    },
  },
  {
    name: "map",
    path: "/site/map.html",
    async run({ page, cp }) {
      await cp("loaded", { settle: 900 });
      await drag(page, [600, 400], [250, 250]);
      await cp("panned", { settle: 900 });
      await page.click("#in");
      await cp("zoomed", { settle: 900 });
      await drag(page, [300, 300], [700, 500]);
      await cp("panned-back", { settle: 900 });
    },
  },
  {
    name: "component",
    path: "/site/component.html",
    async run({ page, cp }) {
      await cp("loaded");
      await page.click("#move");
      await cp("moved");
      await page.click("#tint");
      await cp("tinted");
    },
  },
  {
    name: "back",
    path: "/site/article.html",
    async run({ page, cp, ready }) {
      await cp("first", { settle: 900 });
      await page.click("#mark");
      await page.mouse.move(640, 400);
      await wheel(page, 500);
      await cp("marked");
      await page.evaluate(() => scrollTo(0, 0));
      await page.click("#next");
      await page.waitForURL(/\?2/);
      await ready();
      await cp("second", { settle: 900 });
      await page.goBack();
      await ready();
      await cp("returned", { settle: 900 });
    },
  },
];
