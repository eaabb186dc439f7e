// Kits of components as sites are built with: React, Vue, custom elements, editors, carousels.
import { drag, ready, sleep, type, wheel } from "../hands.mjs";

export const kits = [
  {
    name: "mui",
    tags: ["emotion", "portal", "ripple", "svg"],
    path: "/site/mui.html",
    async run({ page, cp }) {
      await page.waitForSelector("#name");
      await cp("loaded", { settle: 600 });
      await page.click("#name");
      await type(page, "Ada");
      await page.click("#city");
      await type(page, "P");
      await cp("suggestions", { settle: 500 });
      await page.locator("li", { hasText: "Prague" }).click();
      await page.click("#sw");
      await page.click("#cb");
      await page.click("#rb");
      await page.click("#tab2");
      await page.click("#acc");
      await drag(page, page.locator("#slide .MuiSlider-thumb"), [1000, 190]);
      await cp("filled", { settle: 600 });
      await page.click("#open");
      await cp("dialog", { settle: 600 });
      await page.click("#ok");
      await sleep(400);
      await page.click("#menu");
      await sleep(300);
      await page.click("#theme");
      await page.click("#snack");
      await page.hover("#tip");
      await cp("dark+tip", { settle: 900 });
      await page.click("#draw");
      await cp("drawer", { settle: 700 });
    },
  },
  {
    name: "material-web",
    tags: ["lit", "shadow-dom", "form-associated", "waapi", "ripple"],
    path: "/site/material.html",
    async run({ page, cp }) {
      await page.waitForFunction(() => customElements.get("md-dialog"));
      await cp("loaded", { settle: 700 });
      await page.click("#a");
      await type(page, "Ada");
      await page.click("#b");
      await cp("focused", { settle: 700 });
      await page.click("#s");
      await cp("select", { settle: 800 });
      await page.locator("md-select-option", { hasText: "Banana" }).click();
      await page.click("#cb");
      await page.click("#sw");
      await page.click("#r2");
      await page.click("#ch");
      await page.click("#t2");
      await cp("chosen", { settle: 900 });
      await page.click("#mb");
      await page.hover("#mi");
      await cp("menu", { settle: 900 });
      await page.keyboard.press("Escape");
      await sleep(400);
      await page.click("#db");
      await cp("dialog", { settle: 900 });
    },
  },
  {
    name: "editors",
    tags: ["codemirror", "quill", "contenteditable", "virtual-scroll"],
    path: "/site/editors.html",
    async run({ page, cp }) {
      await page.waitForSelector(".cm-line");
      await cp("loaded", { settle: 600 });
      await page.locator(".cm-line").nth(2).click();
      await type(page, "\nconst x = [1, 2, {");
      await page.keyboard.press("Shift+ArrowUp");
      await page.keyboard.press("Shift+ArrowUp");
      await cp("typed");
      await page.mouse.move(300, 300);
      await wheel(page, 1500, 6);
      await cp("scrolled", { settle: 500 });
      await page.keyboard.press("Control+f");
      await type(page, "text 1");
      await cp("search", { settle: 600 });
      await page.click("#quill .ql-editor p");
      await page.keyboard.press("End");
      await type(page, " and more");
      await page.keyboard.press("Enter");
      await page.click(".ql-list[value=ordered]");
      await type(page, "one\ntwo\nthree");
      await page.keyboard.press("Control+a");
      await page.click(".ql-bold");
      await page.locator(".ql-color .ql-picker-label").click();
      await cp("quill", { settle: 500 });
    },
  },
  {
    name: "swiper",
    tags: ["carousel", "drag", "lightbox", "custom-elements"],
    path: "/site/swiper.html",
    async run({ page, cp }) {
      await ready(page);
      await cp("loaded", { settle: 600 });
      await page.click(".swiper-button-next");
      await cp("sliding", { settle: 200 });
      await drag(page, [900, 130], [500, 130]);
      await drag(page, [900, 380], [500, 380]);
      await cp("dragged", { settle: 800 });
      await page.locator("#g img").first().click();
      await cp("lightbox", { settle: 900 });
      await page.locator(".pswp__button--zoom").click();
      await sleep(500);
      await page.keyboard.press("ArrowRight");
      await cp("next", { settle: 900 });
    },
  },
  {
    name: "grids",
    tags: ["ag-grid", "gridstack", "xterm", "three"],
    path: "/site/grids.html",
    async run({ page, cp }) {
      await ready(page);
      await page.waitForSelector(".ag-row");
      await cp("loaded", { settle: 900 });
      await page.locator(".ag-header-cell", { hasText: "Price" }).click();
      await page.mouse.move(300, 250);
      await wheel(page, 900, 5);
      await cp("scrolled", { settle: 700 });
      await page.locator(".ag-cell[col-id=price]").nth(4).dblclick();
      await type(page, "777");
      await cp("editing", { settle: 400 });
      await page.keyboard.press("Enter");
      await page.locator(".ag-header-cell[col-id=name]").hover();
      await page.locator(".ag-header-cell[col-id=name] .ag-header-cell-filter-button").click();
      await cp("filter", { settle: 700 });
      await page.keyboard.press("Escape");
      await page.locator(".xterm").click();
      await type(page, "echo 1");
      await page.keyboard.press("Enter");
      await cp("terminal", { settle: 600 });
      await drag(page, page.locator("#one"), [300, 560]);
      await cp("moved", { settle: 900 });
    },
  },
  {
    name: "element-plus",
    tags: ["vue", "teleport", "transitions", "icon-font"],
    path: "/site/elements.html",
    async run({ page, cp }) {
      await ready(page);
      await cp("loaded", { settle: 900 });
      await page.locator("#sub").hover();
      await cp("submenu", { settle: 800 });
      await page.mouse.move(640, 700);
      await page.locator("#name").click();
      await type(page, "Ada");
      await page.locator(".el-select").click();
      await page.locator(".el-select-dropdown__item", { hasText: "Banana" }).click();
      await cp("select", { settle: 700 });
      await page.keyboard.press("Escape");
      await page.locator(".el-switch").click();
      await page.locator(".el-checkbox").first().click();
      await page.locator(".el-radio-button").nth(1).click();
      await page.locator(".el-table__expand-icon").nth(1).click();
      await page.locator(".el-range-input").first().click();
      await cp("dates", { settle: 800 });
      await page.keyboard.press("Escape");
      await page.click("#msg");
      await page.click("#pc");
      await cp("confirm", { settle: 800 });
      await page.click("#dlg");
      await cp("dialog", { settle: 800 });
    },
  },
];
