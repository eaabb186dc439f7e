// Component libraries, charts and players out of npm.
import { sleep, type, wheel } from "../hands.mjs";

export const widgets = [
  {
    name: "shoelace",
    tags: ["shadow-dom", "adopted-sheets", "svg-fetch", "dialog"],
    path: "/site/shoelace.html",
    async run({ page, cp }) {
      await page.waitForFunction(() => customElements.get("sl-dialog"));
      await sleep(800);
      await cp("loaded");
      await page.locator("#nm").click();
      await type(page, "Ada Lovelace");
      await page.locator("#sel").click();
      await cp("select-open", { settle: 600 });
      await page.locator("sl-option", { hasText: "Japan" }).click();
      await page.locator("#cb").click();
      await page.locator("#sw").click();
      await page.locator("sl-details").click();
      await cp("form", { settle: 800 });
      await page.locator("#open").click();
      await cp("dialog", { settle: 800 });
      await page.keyboard.press("Escape");
      await sleep(500);
      await page.locator("#tst").click();
      await cp("toast", { settle: 700 });
      await page.locator("sl-tab", { hasText: "Media" }).click();
      await cp("media", { settle: 800 });
      await page.locator("sl-tab", { hasText: "Tree" }).click();
      await page.locator("sl-tree-item", { hasText: "Pics" }).click();
      await cp("tree", { settle: 700 });
    },
  },
  {
    name: "bootstrap",
    tags: ["web-fonts", "cross-origin-css", "modal", "lazy-img"],
    path: "/site/bootstrap.html",
    async run({ page, cp }) {
      await cp("loaded", { settle: 900 });
      await page.click("#dd");
      await cp("dropdown");
      await page.mouse.click(640, 160);
      await page.click("#cn");
      await page.mouse.move(640, 500);
      await wheel(page, 700, 5);
      await cp("scrolled", { settle: 900 });
      await page.click("#theme");
      await page.locator(".accordion-button").scrollIntoViewIfNeeded();
      await page.locator(".accordion-button").click();
      await cp("dark+accordion", { settle: 900 });
      await page.locator("#tt").hover();
      await cp("tooltip", { settle: 600 });
      await page.click("#mb");
      await sleep(600);
      await page.click("#card");
      await type(page, "4242 4242");
      await page.click("#fs");
      await cp("modal", { settle: 600 });
      await page.click("#mc");
      await sleep(600);
      await page.click("#ob");
      await cp("offcanvas", { settle: 900 });
    },
  },
  {
    name: "styled-components",
    tags: ["cssom-insertRule", "react"],
    path: "/site/styled.html",
    async run({ page, cp }) {
      await page.waitForSelector("#c0");
      await cp("loaded", { settle: 700 });
      await page.click("#add");
      await page.click("#add");
      await cp("added", { settle: 700 });
      await page.click("#theme");
      await cp("dark", { settle: 500 });
      for (let i = 0; i < 4; i++) await page.click("#grow");
      await page.click("#c3");
      await cp("selected+hover", { settle: 500 });
      await page.click("#theme");
      await page.mouse.move(5, 700);
      await cp("light", { settle: 500 });
    },
  },
  {
    name: "echarts",
    tags: ["canvas", "svg"],
    canvas: true,
    path: "/site/echarts.html",
    async run({ page, cp }) {
      await cp("loaded", { settle: 1500 });
      await page.mouse.move(600, 220, { steps: 8 });
      await cp("tooltip", { settle: 700 });
      await page.evaluate(() => A.dispatchAction({ type: "dataZoom", start: 30, end: 60 }));
      await cp("zoomed", { settle: 1300 });
      await page.mouse.move(250, 620, { steps: 5 });
      await cp("pie-hover", { settle: 800 });
      await page.evaluate(() => C.setOption({ series: [{ data: [{ value: 81, name: "load" }] }] }));
      await cp("gauge", { settle: 1500 });
    },
  },
  {
    name: "videojs",
    tags: ["video", "audio", "media", "font-data"],
    path: "/site/video.html",
    async run({ page, cp }) {
      await page.waitForSelector(".vjs-big-play-button");
      await page.waitForFunction(() => document.getElementById("auto").readyState > 2);
      await cp("poster", { settle: 600 });
      await page.click(".vjs-big-play-button");
      await sleep(1500);
      await page.evaluate(() => pl.pause());
      await cp("played-paused", { settle: 600 });
      await page.evaluate(() => {
        document.getElementById("plain").currentTime = 4;
      });
      await cp("plain-seeked", { settle: 900 });
      await page.evaluate(() => {
        pl.playbackRate(2);
        pl.currentTime(8);
      });
      await cp("seeked", { settle: 900 });
      await page.evaluate(() => {
        document
          .getElementById("au")
          .play()
          .catch(() => {});
        document.getElementById("auto").pause();
      });
      await cp("audio+auto-paused", { settle: 900 });
      await page.evaluate(() => pl.play());
      await cp("playing", { settle: 1200 });
    },
  },
];
