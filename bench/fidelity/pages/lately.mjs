// What browsers have learned lately, and what they still have to know.
import { sleep, type, wheel } from "../hands.mjs";

export const lately = [
  {
    name: "modern-css",
    tags: ["layers", "nesting", "has", "container", "property", "scope", "math", "rtl"],
    path: "/site/moderncss.html",
    async run({ page, cp }) {
      await cp("loaded");
      await page.click("#c1");
      await page.click("#turn");
      await cp("chosen", { settle: 250 });
      await page.click("#late");
      await page.click("#d1 summary");
      await cp("details", { settle: 700 });
      await page.click("#d2 summary");
      await page.click("#fill");
      await type(page, " as one types");
      await cp("second", { settle: 700 });
      await page.emulateMedia({ colorScheme: "dark" });
      await page.hover(".tip");
      await cp("dark", { settle: 500 });
    },
  },
  {
    name: "modern-motion",
    tags: ["anchor", "popover", "view-transition", "scroll-timeline", "scroll-snap", "base-select", "commands"],
    path: "/site/modernmotion.html",
    async run({ page, cp }) {
      await cp("loaded");
      await page.click("#pb");
      await cp("popover", { settle: 600 });
      await page.keyboard.press("Escape");
      await page.click("#sel");
      await cp("picker", { settle: 500 });
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.locator("#snap").evaluate((e) => e.scrollTo({ left: 430, behavior: "instant" }));
      await cp("chosen+snapped", { settle: 600 });
      await page.click("#dlg");
      await cp("dialog", { settle: 700 });
      await page.keyboard.press("Escape");
      await sleep(500);
      await page.click("#vt");
      await cp("view-transition", { settle: 500 });
      await sleep(1500);
      await page.mouse.move(700, 500);
      await wheel(page, 500, 5);
      await cp("scrolled", { settle: 600 });
      await wheel(page, 300, 3);
      await cp("further", { settle: 600 });
    },
  },
  {
    name: "svg",
    tags: ["clip-path", "mask", "filter", "smil", "d3", "base-href"],
    path: "/site/svg.html",
    async run({ page, cp }) {
      await cp("loaded", { settle: 700 });
      await page.click("#draw");
      await cp("drawing", { settle: 500 });
      await page.hover("#morph");
      await page.click("#fin");
      await type(page, "in svg");
      await page.hover("circle.dot");
      await cp("hover", { settle: 900 });
      await page.click("#make");
      await cp("growing", { settle: 500 });
      await sleep(1000);
      await page.click("#grow");
      await cp("grown", { settle: 1400 });
    },
  },
  {
    name: "old-page",
    tags: ["quirks", "xhtml", "document.write", "marquee"],
    path: "/site/quirks.html",
    async run({ page, cp }) {
      await cp("loaded", { settle: 900 });
      await page.fill("input[name=q]", "abc");
      await page.selectOption("select", "three");
      await page.frame({ name: "c" }).fill("#x", "xml");
      await cp("typed", { settle: 500 });
      await wheel(page, 300, 3);
      await cp("scrolled", { settle: 500 });
    },
  },
];
