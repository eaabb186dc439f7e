// What browsers do by themselves: fields, top layer, motion, scrolling, frames, files.
import { media, ready, sleep, type, wheel } from "../hands.mjs";

export const platform = [
  {
    name: "forms",
    tags: ["inputs", "contenteditable", "file", "focus"],
    path: "/site/forms.html",
    async run({ page, cp }) {
      await cp("loaded");
      await page.fill("#text", "hello");
      await page.click("#password");
      await type(page, "s3cret");
      await page.click("#email");
      await type(page, "bad");
      await page.click("#number");
      await page.keyboard.press("ArrowUp");
      await page.fill("#date", "2025-06-07");
      await page.fill("#time", "13:45");
      await page.fill("#dt", "2025-06-07T13:45");
      await page.fill("#month", "2025-06");
      await page.fill("#week", "2025-W23");
      await page.fill("#color", "#3366ff");
      await cp("typed");
      await page.fill("#range", "66");
      await page.setInputFiles("#file", [media("photo.jpg"), media("still.png")]);
      await page.check("#cb1");
      await page.check("#r1");
      await page.selectOption("#sel", "b");
      await page.selectOption("#multi", ["x2", "x4"]);
      await page.click("#dl");
      await type(page, "Par");
      await page.keyboard.press("Escape");
      await page.click("#ta");
      await type(page, "multi\nline\ntext\nmore\nlines\nhere\n");
      await cp("selected");
      await page.click("#ce");
      await page.keyboard.press("End");
      await type(page, " typed ");
      await page.keyboard.press("Control+b");
      await type(page, "bold");
      await page.evaluate(() => {
        document.getElementById("ta").style.height = "120px";
      });
      await cp("contenteditable");
      await page.click("#bs");
      await cp("set-by-script", { settle: 600 });
      await page.click("#rst");
      await cp("reset", { settle: 500 });
    },
  },
  {
    name: "top-layer",
    tags: ["dialog", "popover", "fullscreen", "selection", "focus"],
    path: "/site/toplayer.html",
    async run({ page, cp }) {
      await page.click("#b5");
      await page.click("#b1");
      await cp("popover");
      await page.click("#nest");
      await cp("nested-popover");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      await page.click("#b3");
      await page.click("#b2");
      await type(page, "in modal");
      await cp("modal");
      await page.click("#d1c");
      await page.click("#det summary");
      await page.locator("#gb summary").click();
      await page.focus("#fin");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Shift+Tab");
      await cp("details+focus");
      await page.locator("#sel").evaluate((e) => getSelection().selectAllChildren(e));
      await page.mouse.move(600, 500);
      await wheel(page, 300, 3);
      await cp("selection+scroll");
      await page.evaluate(() => scrollTo(0, 0));
      await page.click("#b4");
      await cp("fullscreen", { settle: 900 });
      await page.evaluate(() => document.exitFullscreen().catch(() => {}));
    },
  },
  {
    name: "css-motion",
    tags: ["hover", "transition", "animation", "waapi", "focus", "active"],
    path: "/site/cssmotion.html",
    async run({ page, cp }) {
      await page.hover("#m1");
      await cp("hover-menu");
      await page.hover("#m1b");
      await cp("hover-submenu");
      await page.mouse.move(900, 600);
      await page.click("#tr");
      await cp("mid-transition", { settle: 1200 });
      await page.hover("#grow");
      await cp("hover-grow", { settle: 1500 });
      await page.click("#an");
      await page.click("#in");
      await cp("focus-within", { settle: 1500 });
      await page.click("#btn");
      await page.click("#waapi");
      await page.mouse.move(900, 60);
      await cp("finished+waapi", { settle: 2000 });
    },
  },
  {
    name: "scroll",
    tags: ["scroll", "sticky", "rtl", "scroll-timeline", "content-visibility"],
    path: "/site/scroll.html",
    async run({ page, cp }) {
      await ready(page);
      await cp("loaded");
      await page.click("#lk");
      await cp("smooth-jump", { settle: 1800 });
      await page.mouse.move(120, 300);
      await wheel(page, 500, 4);
      await page.locator("#h").evaluate((e) => e.scrollTo({ left: 840, behavior: "instant" }));
      await page.locator("#rtl").evaluate((e) => e.scrollTo({ left: -200, behavior: "instant" }));
      await page.locator("#ta").evaluate((e) => {
        e.scrollTop = 300;
      });
      await cp("inner", { settle: 900 });
      await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
      await cp("inner-at-top", { settle: 900 });
      await page.mouse.move(600, 500);
      await wheel(page, 9000, 10);
      await cp("deep", { settle: 1500 });
    },
  },
  {
    name: "nested-iframes",
    tags: ["iframes", "cross-origin"],
    crossOrigin: true,
    path: "/site/iframes.html",
    async run({ page, cp }) {
      await sleep(1200);
      await cp("loaded");
      const a = page.frameLocator("#same");
      await a.locator("#new-todo").click();
      await type(page, "buy milk");
      await page.keyboard.press("Enter");
      await type(page, "ship it");
      await page.keyboard.press("Enter");
      await a.locator(".toggle").first().click();
      await cp("same-origin", { settle: 500 });
      const c = page.frameLocator("#cross");
      await c.locator("#i").click();
      await type(page, "cross origin text");
      await c.locator("#b").click();
      await c.locator("#b").click();
      await cp("cross-origin", { settle: 600 });
      await page.frameLocator("#sd").locator("button").click();
      await page.frameLocator("#nest").frameLocator("#inner").locator("#i").click();
      await type(page, "deep");
      await page.frameLocator("#nest").locator("#b").click();
      await cp("srcdoc+nested", { settle: 600 });
      await page.click("#dyn");
      await page.frameLocator("#dynf").locator("input").click();
      await type(page, "dyn");
      await page.locator("#dynf").scrollIntoViewIfNeeded();
      await cp("dynamic", { settle: 600 });
    },
  },
  {
    name: "assets",
    tags: ["blob-urls", "svg-use", "css-mask", "srcset", "cookie-img", "object"],
    path: "/site/assets.html",
    async run({ page, cp }) {
      await cp("loaded", { settle: 900 });
      await page.setInputFiles("#f", media("photo.jpg"));
      await cp("upload-preview", { settle: 500 });
      await page.click("#css");
      await page.click("#swap");
      await cp("blob-css+swapped", { settle: 700 });
      await page.click("#mse");
      await cp("blob-video", { settle: 1500 });
    },
  },
];
