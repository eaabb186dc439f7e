// More kits, plug-ins and what is read.
import { drag, ready, sleep, type, wheel } from "../hands.mjs";

export const more = [
  {
    name: "antd",
    tags: ["cssinjs", "portal", "table"],
    path: "/site/antd.html",
    async run({ page, cp }) {
      await page.waitForSelector("#modal");
      await cp("loaded", { settle: 800 });
      await page.click("#name");
      await type(page, "Al");
      await page.click("#fruit");
      await cp("select", { settle: 700 });
      await page.locator(".ant-select-item-option", { hasText: "Banana" }).click();
      await page.keyboard.press("Escape");
      await page.click("#cb");
      await page.locator(".ant-radio-button-wrapper").nth(1).click();
      await page.locator(".ant-collapse-header").click();
      await page.locator(".ant-segmented-item").nth(1).click();
      await page.locator(".ant-table-row input").first().click();
      await page.locator(".ant-rate-star").nth(3).click();
      await cp("filled", { settle: 800 });
      await page.click("#date");
      await cp("calendar", { settle: 700 });
      await page.keyboard.press("Escape");
      await page.click("#modal");
      await cp("modal", { settle: 800 });
      await page.locator(".ant-modal .ant-btn-primary").click();
      await sleep(500);
      await page.click("#dark");
      await page.click("#tip");
      await cp("dark+message", { settle: 900 });
      await page.click("#drawer");
      await cp("drawer", { settle: 900 });
    },
  },
  {
    name: "radix",
    tags: ["data-attributes", "layers", "popper"],
    path: "/site/radix.html",
    async run({ page, cp }) {
      await page.waitForSelector("#dlg");
      await cp("loaded", { settle: 700 });
      await page.locator("#name").click();
      await type(page, "Ada");
      await page.click("#sw");
      await page.click("#cb");
      await page.click("#rc");
      await page.click("#sg");
      await page.click("#ty");
      await cp("chosen", { settle: 600 });
      await page.click("#mnu");
      await page.hover("#del");
      await cp("menu", { settle: 600 });
      await page.keyboard.press("Escape");
      await page.click("#sel");
      await cp("select", { settle: 600 });
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.click("#dlg");
      await cp("dialog", { settle: 600 });
      await page.click("#ok");
      await sleep(400);
      await page.click("#dark");
      await page.mouse.move(300, 560);
      await wheel(page, 200, 3);
      await page.hover("#tip");
      await cp("dark+tip", { settle: 1000 });
      await page.click("#pop");
      await cp("popover", { settle: 600 });
    },
  },
  {
    name: "ionic",
    tags: ["stencil", "shadow-dom", "gestures", "waapi"],
    path: "/site/ionic.html",
    viewport: { width: 480, height: 860 },
    async run({ page, cp }) {
      await ready(page);
      await cp("loaded", { settle: 600 });
      await page.click("#name");
      await type(page, "Ada");
      await page.click("#tg");
      await page.click("#cb");
      await page.click("#sb");
      await page.click("#acc");
      await cp("chosen", { settle: 900 });
      await page.click("#al");
      await cp("alert", { settle: 900 });
      await page.locator("ion-alert button").last().click();
      await sleep(600);
      await page.click("#as");
      await cp("sheet", { settle: 1200 });
      await page.mouse.click(240, 60);
      await sleep(800);
      await page.locator("ion-menu-button").click();
      await cp("menu", { settle: 1000 });
      await page.mouse.click(460, 400);
      await sleep(700);
      await page.mouse.move(240, 500);
      await wheel(page, 400, 4);
      await cp("scrolled", { settle: 500 });
    },
  },
  {
    name: "tailwind-docs",
    tags: ["tailwind", "daisyui", "katex", "mermaid", "highlight", "alpine", "themes"],
    path: "/site/docs.html",
    async run({ page, cp }) {
      await ready(page);
      await cp("loaded", { settle: 900 });
      await page.click(".swap");
      await page.hover("#gr");
      await cp("hover", { settle: 700 });
      await page.locator("#ao").scrollIntoViewIfNeeded();
      await page.click("#ao");
      await cp("transition", { settle: 250 });
      await page.click("#ai");
      await type(page, "abc");
      await page.click("#star");
      await page.locator(".collapse").click();
      await page.click("#dd");
      await cp("filled", { settle: 800 });
      await page.evaluate(() => scrollTo(0, 0));
      await page.click("#dracula");
      await cp("dracula", { settle: 900 });
    },
  },
  {
    name: "plug-ins",
    tags: ["jquery-ui", "datatables", "flatpickr", "choices", "sweetalert", "tippy", "driver"],
    path: "/site/jq.html",
    async run({ page, cp }) {
      await ready(page);
      await cp("loaded", { settle: 600 });
      await page.click("#date");
      await page.locator(".flatpickr-day", { hasText: /^20$/ }).first().hover();
      await cp("calendar", { settle: 600 });
      await page.keyboard.press("Escape");
      await page.locator(".choices").click();
      await cp("choices", { settle: 500 });
      await page.keyboard.press("Escape");
      await page.click("#tab2");
      await page.click("#sec2");
      await page.locator("#dt thead th").nth(1).click();
      await page.locator(".dt-paging-button", { hasText: "3" }).click();
      await page.hover("#tip");
      await cp("sorted+tip", { settle: 900 });
      await page.click("#jd");
      await sleep(500);
      await drag(page, page.locator(".ui-dialog-titlebar"), [300, 500]);
      await cp("dialog", { settle: 500 });
      await page.locator(".ui-dialog-titlebar-close").click();
      await page.click("#swal");
      await cp("sweet", { settle: 900 });
      await page.locator(".swal2-cancel").click();
      await sleep(500);
      await page.click("#tour");
      await cp("tour", { settle: 900 });
    },
  },
  {
    name: "moving",
    tags: ["gsap", "lottie", "animejs", "motion", "aos"],
    path: "/site/moving.html",
    async run({ page, cp }) {
      await ready(page);
      await cp("loaded", { settle: 700 });
      await page.click("#g");
      await cp("gsap", { settle: 900 });
      await sleep(1500);
      await page.click("#a");
      await cp("anime", { settle: 500 });
      await page.click("#m");
      await cp("motion", { settle: 700 });
      await sleep(1200);
      await page.mouse.move(600, 600);
      await wheel(page, 500, 5);
      await cp("scrolled", { settle: 400 });
      await cp("settled", { settle: 1500 });
    },
  },
];
