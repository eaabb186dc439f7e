import { readFile } from "node:fs/promises";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { cutRrweb } from "../../../src/recorder/rrweb-cuts.mjs";
import { launchChromium } from "../chromium.ts";

/** A page with one of everything whose capture passes by what is cut out. */
const PAGE = `<!doctype html><html><head><title>All</title>
<style>body { color: red } .a::before { content: "x" }</style><meta name="robots" content="none">
<link rel="icon" href="data:,"><script>var script = 1;</script></head>
<body><!-- comment --><h1 class="a" title="t">Title</h1>
<form><input name="text" value="secret"><input type="checkbox" checked><input type="password" value="pw">
<select><option>1</option><option selected>2</option></select><textarea>text</textarea></form>
<canvas id="canvas" width="20" height="20"></canvas>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">
<video muted></video><svg><use href="#x"></use></svg>
<iframe srcdoc="<p>inner</p>"></iframe>
<div id="scroller" style="height:50px;overflow:auto"><div style="height:500px"></div></div>
<div id="host"></div><dialog id="dialog">modal</dialog><ul id="list"></ul><custom-element></custom-element></body></html>`;

let browser: Browser;
let file: string;

beforeAll(async () => {
  file = await readFile(new URL("../../../node_modules/@rrweb/record/dist/record.js", import.meta.url), "utf8");
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function bundle(source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, loader: "js" },
    bundle: true,
    format: "iife",
    globalName: "rrweb",
    write: false,
  });
  return outputFiles[0]!.text;
}

/** What rrweb makes of the page and of a few things that happen on it, without the times. */
async function record(source: string): Promise<unknown[]> {
  const page = await browser.newPage();
  await page.setContent(PAGE, { waitUntil: "load" });
  await page.addScriptTag({ content: await bundle(source) });
  await page.evaluate(() => {
    const { rrweb } = window as unknown as { rrweb: { record(options: object): () => void } };
    const events: unknown[] = [];
    const stop = rrweb.record({
      emit: (event: unknown) => events.push(event),
      maskAllInputs: true,
      slimDOMOptions: true,
      recordAfter: "DOMContentLoaded",
      sampling: { mousemove: 50, scroll: 100, media: 800 },
    });
    Object.assign(window, { events, stop });
  });
  await page.evaluate(async () => {
    const get = (id: string) => document.getElementById(id)!;
    const pause = () => new Promise((resolve) => setTimeout(resolve, 150));
    get("list").innerHTML = "<li>1</li><li data-x='1'>2</li>";
    await pause();
    get("list").append(get("list").firstElementChild!);
    get("list").lastElementChild!.remove();
    get("list").setAttribute("style", "color: blue");
    const root = get("host").attachShadow({ mode: "open" });
    root.innerHTML = "<b>shadow</b>";
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("b { color: green }");
    root.adoptedStyleSheets = [sheet];
    document.styleSheets[0]!.insertRule("p { margin: 0 }");
    (document.styleSheets[0]!.cssRules[1] as CSSStyleRule).style.setProperty("color", "pink");
    (get("dialog") as HTMLDialogElement).showModal();
    (get("dialog") as HTMLDialogElement).close();
    get("scroller").scrollTop = 100;
    customElements.define("custom-element", class extends HTMLElement {});
    (get("canvas") as HTMLCanvasElement).getContext("2d")!.fillRect(0, 0, 10, 10);
    const frame = document.createElement("iframe");
    document.body.append(frame);
    frame.contentDocument!.body.append("late");
    await pause();
  });
  await page.fill("input[name=text]", "typed");
  await page.click("h1");
  await page.selectOption("select", "1");
  await page.waitForTimeout(200);
  const events = await page.evaluate(() => {
    const { events: all, stop } = window as unknown as { events: RecordedEvent[]; stop: () => void };
    stop();
    document.body.append("after the end");
    return all;
  });
  await page.close();
  // Positions of the pointer are sampled by time.
  return events.map(({ type, data }) => ({ type, data })).filter(({ data }) => !("positions" in (data as object)));
}

test("what is cut out of rrweb changes nothing in what it records", async () => {
  const [whole, cut] = [await record(file), await record(cutRrweb(file))];
  expect(whole.length).toBeGreaterThan(15);
  expect(cut).toEqual(whole);
});

test("another rrweb is not cut blindly", () => {
  expect(() => cutRrweb(file.replace("class CanvasManager {", "class Canvases {"))).toThrow("CanvasManager");
  expect(() => cutRrweb(file.replace("processedNodeManager.destroy();", ""))).toThrow("expected once");
});
