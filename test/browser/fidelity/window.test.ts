import { expect, test } from "vitest";
import { useStage } from "../recorder/stage.ts";
import { useReplay } from "./replay.ts";

const stage = useStage();
const { fixture } = useReplay(stage);

function look(inside: Document): unknown {
  const view = inside.defaultView!;
  const words = [...inside.querySelectorAll("h1, li")].map(({ textContent }) => textContent);
  const { width, height } = inside.querySelector("#wide")!.getBoundingClientRect();
  const colours = ["sharp", "narrow"].map((id) => view.getComputedStyle(inside.getElementById(id)!).color);
  return { words, box: [width, height], size: [view.innerWidth, view.innerHeight], colours };
}

const HEAD = `<meta name="viewport" content="width=device-width"><style>body { margin: 0 } #wide { width: 50vw; height: 25vh }
  @media (min-resolution: 1.9dppx) { #sharp { color: rgb(1, 0, 0) } } @media (width < 700px) { #narrow { color: rgb(2, 0, 0) } }</style>`;

const bodyOf = (title: string) =>
  `<h1>${title}</h1><div id="wide"></div><p id="sharp">sharp</p><p id="narrow">narrow</p><ul></ul>
  <button onclick="document.querySelector('ul').insertAdjacentHTML('beforeend', '<li>added</li>')">add</button>`;

test("a window that is resized and a page that is zoomed have their size and their media queries", async () => {
  stage.site.set("/", { head: HEAD, body: bodyOf("window") });
  const { page, look: see, compare } = await fixture("/", look);
  await page.setViewportSize({ width: 1_000, height: 600 });
  expect(await see("resized")).toMatchObject({ size: [1_000, 600], box: [500, 150] });
  // Zoomed to 200 %: half as many CSS pixels, each of twice as many of the screen.
  const devtools = await page.context().newCDPSession(page);
  const zoom = { width: 500, height: 300, deviceScaleFactor: 2, mobile: false };
  await devtools.send("Emulation.setDeviceMetricsOverride", zoom);
  expect(await see("zoomed")).toMatchObject({ size: [500, 300], colours: ["rgb(1, 0, 0)", "rgb(2, 0, 0)"] });
  await devtools.send("Emulation.setDeviceMetricsOverride", {
    ...zoom,
    width: 1_200,
    height: 700,
    deviceScaleFactor: 1,
  });
  expect(await see("as it was, and larger")).toMatchObject({ size: [1_200, 700] });
  await compare();
});

test("a page that comes back out of the back/forward cache is as it was left, and goes on", async () => {
  stage.site.set("/first", { head: HEAD, body: bodyOf("first") });
  stage.site.set("/second", { head: HEAD, body: bodyOf("second") });
  const { page, look: see, compare } = await fixture("/first", look);
  await page.evaluate(() => Object.assign(window, { kept: true }));
  await page.click("button");
  expect(await see("the first page")).toMatchObject({ words: ["first", "added"] });
  await page.goto(`${stage.site.origin}/second`);
  await page.waitForFunction(() => window.playhead?.sessionId());
  expect(await see("the second")).toMatchObject({ words: ["second"] });
  await page.goBack({ waitUntil: "commit" });
  expect(await page.evaluate(() => (window as { kept?: boolean }).kept)).toBe(true);
  await page.bringToFront();
  await page.click("button");
  expect(await see("the first page again")).toMatchObject({ words: ["first", "added", "added"] });
  await compare();
});
