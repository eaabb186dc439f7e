// Applications and tables out of npm.
import { drag, sleep, type, wheel } from "../hands.mjs";

export const apps = [
  {
    name: "swagger-ui",
    tags: ["react", "svg", "fetch", "select"],
    path: "/nm/swagger-ui-dist/index.html",
    async run({ page, cp }) {
      await page.waitForSelector(".opblock");
      await cp("loaded");
      await page.locator(".opblock-summary-control", { hasText: "/pet" }).nth(1).click();
      await sleep(400);
      await page.locator(".try-out__btn").first().click();
      await cp("try-it-out");
      const id = page.locator(".opblock.is-open select, .opblock.is-open input[type=text]").first();
      await id.scrollIntoViewIfNeeded();
      if ((await id.evaluate((e) => e.tagName)) === "SELECT") await id.selectOption({ index: 1 });
      else {
        await id.click();
        await type(page, "10");
      }
      await cp("filled");
      await page.locator(".opblock.is-open .execute").first().click();
      await sleep(500);
      await page.locator(".responses-inner").first().scrollIntoViewIfNeeded();
      await cp("executed");
      await page.mouse.move(640, 400);
      await wheel(page, 2600, 8);
      await cp("scrolled");
      await page
        .locator(".models .model-box-control, .models button")
        .nth(1)
        .click()
        .catch(() => {});
      await cp("schemas");
    },
  },
  {
    name: "reveal-demo",
    tags: ["transforms", "transitions", "iframe", "video-bg", "woff-data"],
    path: "/nm/reveal.js/demo.html",
    async run({ page, cp }) {
      await page.waitForSelector(".reveal.ready");
      await cp("title", { settle: 900 });
      for (let i = 0; i < 2; i++) {
        await page.keyboard.press("ArrowRight");
        await sleep(900);
      }
      await page.keyboard.press("ArrowDown");
      await cp("vertical", { settle: 1000 });
      await page.keyboard.press("Escape");
      await cp("overview", { settle: 1000 });
      await page.keyboard.press("Escape");
      await sleep(800);
      await page.evaluate(() => Reveal.slide(4));
      await sleep(700);
      await page.keyboard.press("ArrowRight");
      await cp("slide4", { settle: 1200 });
      await page.evaluate(() => {
        const i = [...document.querySelectorAll(".slides>section")].findIndex(
          (s) =>
            s.querySelector("[data-background-image]") ||
            s.dataset.backgroundImage ||
            s.querySelector("[data-background]"),
        );
        Reveal.slide(i, 1);
      });
      await cp("background", { settle: 1400 });
      await page.evaluate(() => {
        const i = [...document.querySelectorAll(".slides>section")].findIndex((s) => s.querySelector("pre code"));
        Reveal.slide(i);
      });
      await cp("code", { settle: 1200 });
    },
  },
  {
    name: "tinymce",
    tags: ["iframe-edit", "contenteditable"],
    path: "/site/tinymce.html",
    async run({ page, cp }) {
      await page.waitForSelector(".tox-edit-area__iframe");
      await sleep(700);
      await page.click("#title");
      await type(page, "Version 2.0");
      await cp("title");
      const f = page.frameLocator(".tox-edit-area__iframe");
      await f.locator("p").first().click();
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      await type(page, "Typed inside the editor iframe.");
      await cp("typed");
      await page.keyboard.press("Control+a");
      await page.locator("[data-mce-name=bold], [aria-label=Bold]").first().click();
      await cp("bold");
      await page.keyboard.press("ArrowRight");
      await page.locator('[aria-label="Insert/edit link"], [data-mce-name=link]').first().click();
      await cp("link-dialog", { settle: 600 });
      await page.keyboard.press("Escape");
      await page.locator(".tox-mbtn", { hasText: "Table" }).click();
      await cp("menu", { settle: 500 });
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
    },
  },
  {
    name: "tabulator",
    tags: ["virtual-scroll"],
    path: "/site/tabulator.html",
    async run({ page, cp }) {
      await page.waitForSelector(".tabulator-row");
      await cp("loaded", { settle: 600 });
      await page.mouse.move(500, 400);
      await wheel(page, 3000, 6);
      await cp("scrolled", { settle: 600 });
      await page.locator(".tabulator-col[tabulator-field=progress] .tabulator-col-title").click();
      await cp("sorted", { settle: 600 });
      await page.locator(".tabulator-header-filter input").first().click();
      await type(page, "Item 1");
      await cp("filtered", { settle: 900 });
      await page.locator(".tabulator-row .tabulator-cell[tabulator-field=name]").nth(2).click();
      await page.keyboard.press("Control+a");
      await type(page, "Renamed");
      await cp("edit");
    },
  },
  {
    name: "krausest-react",
    tags: ["big-dom", "mutations"],
    path: "/site/krausest.html",
    async run({ page, cp }) {
      await page.waitForSelector("#run");
      await page.click("#run");
      await page.waitForSelector("tbody tr:nth-child(1000)");
      await cp("run", { settle: 800 });
      await page.click("#swaprows");
      await page.click("#update");
      await page.locator("tbody tr:nth-child(5) a.lbl").click();
      await page.locator("tbody tr:nth-child(3) a.rm").click();
      await cp("update+swap+remove", { settle: 600 });
      await page.click("#add");
      await page.waitForSelector("tbody tr:nth-child(1990)");
      await page.mouse.move(600, 500);
      await wheel(page, 40000, 8);
      await cp("append+scroll", { settle: 900 });
      await page.evaluate(() => scrollTo(0, 0));
      await page.click("#clear");
      await cp("clear", { settle: 600 });
    },
  },
  {
    name: "sortable-dnd",
    tags: ["dnd", "transforms"],
    path: "/site/sortable.html",
    async run({ page, cp }) {
      await cp("loaded");
      await drag(page, page.locator("#i2"), page.locator("#l2"), { hold: true, steps: 16 });
      await cp("dragging");
      await page.mouse.up();
      await cp("dropped", { settle: 600 });
      await drag(page, page.locator("#i1"), page.locator("#i6"), { steps: 16 });
      await cp("reordered", { settle: 600 });
      await page.dragAndDrop("#nat", "#drop");
      await cp("native-dnd", { settle: 500 });
    },
  },
];
