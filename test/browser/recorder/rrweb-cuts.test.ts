import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import type { DomCapture, startRrweb } from "../../../src/recorder/rrweb.ts";
import { mangleProps } from "../../../scripts/mangled.mjs";
import { cutRrweb } from "../../../src/recorder/rrweb-cuts.mjs";
import { launchChromium } from "../chromium.ts";

/** A page with one of everything whose capture passes by what is cut out. */
const PAGE = `<!doctype html><html><head>  <title>All</title>
<style id="style">body { color: red } .a::before { content: "x" } @media all { i { color: red } } @supports (color: red) { u { color: red } }</style>
<meta name="robots" content="none"><meta name="Twitter:card" content="1"><meta property="og:title" content="1"><meta name="viewport" content="width=device-width">
<meta http-equiv="x-other" content="1"><meta name="description" content="1"><meta name="author" content="1"><meta name="csrf-token" content="1">
<meta name="application-name" content="1"><meta name="twitter" content="1"><meta name="xrobots" content="1"><meta rel="icon" content="1"><meta property="article:tag" content="1">
<link rel="icon" href="data:,"><link rel="shortcut icon" href="data:,"><link rel="modulepreload" href="/x.js"><link rel="preload" as="script" href="/x.js">
<link rel="prefetch" href="/x.js"><link rel="prefetch" href="/x.png"><link rel="stylesheet" href="data:text/css,b{color:red}"><script>var script = 1;</script></head>
<body background="/b.png"><!-- comment --><h1 class="a" title="t">Title</h1><p class="rr-mask">masked <b>text</b></p><div class="rr-block" style="width:20px"><p>blocked</p></div>
<form><input name="text" value="secret"><input type="checkbox" checked><input type="password" value="pw"><input class="rr-ignore" id="ignored">
<input type="radio" name="r" value="1" checked><input type="radio" name="r" value="2" id="radio"><input type="color" value="#123456"><input type="submit" value="go">
<select><option>1</option><option selected>2</option></select><textarea id="area">text</textarea></form>
<canvas id="canvas" width="20" height="20"></canvas><object data="/o"></object>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" srcset="/a.png 1x, /b(1,2).png 2x">
<video id="video" muted autoplay></video><svg viewBox="0 0 1 1"><use href="#x"></use><use xlink:href="#y"></use></svg>
<iframe srcdoc="<p>inner</p><style>p{color:red}</style>"></iframe><iframe src="data:text/html,other"></iframe>
<div id="scroller" style="height:50px;overflow:auto;background:url(/c.png)"><div style="height:500px"></div></div><noscript>none</noscript>
<div id="host"></div><div><template shadowrootmode="open"><slot></slot><i>declared</i></template><b>light</b></div>
<dialog id="dialog">modal</dialog><ul id="list"></ul><custom-element></custom-element><bad.tag>bad</bad.tag></body></html>`;

let browser: Browser;
let file: string;

beforeAll(async () => {
  file = await readFile(new URL("../../../node_modules/@rrweb/record/dist/record.js", import.meta.url), "utf8");
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** Our own use of rrweb, with all its options, around this text of it, and with the names of the build. */
async function bundle(source: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../../../src/recorder/rrweb.ts", import.meta.url))],
    plugins: [
      {
        name: "rrweb",
        setup({ onLoad }) {
          onLoad({ filter: /@rrweb\/record\/dist\/record\.js$/ }, () => ({ contents: source, loader: "js" }));
        },
      },
    ],
    bundle: true,
    // An event has no name that is shortened.
    ...(source !== file && { mangleProps: mangleProps("capture") }),
    format: "iife",
    globalName: "capture",
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
    const { capture } = window as unknown as { capture: { startRrweb: typeof startRrweb } };
    const events: RecordedEvent[] = [];
    const dom = capture.startRrweb(
      (event) => events.push(JSON.parse(JSON.stringify(event)) as RecordedEvent),
      () => events.push({ type: 5, data: { tag: "fault", payload: {} }, timestamp: 0 }),
      { seePage() {}, isOpenField: () => false, isShown: () => true },
      { work: (run) => run(), fitsPage: () => true, step() {}, lost() {}, later: (run, ms) => setTimeout(run, ms) },
    );
    Object.assign(window, { events, dom });
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
    const style = get("style") as HTMLStyleElement;
    for (const index of [2, 4]) {
      const group = style.sheet!.cssRules[index] as CSSGroupingRule | undefined;
      group?.insertRule?.("em { color: red }");
      (group?.cssRules?.[0] as CSSStyleRule | undefined)?.style?.setProperty("color", "blue", "important");
      group?.deleteRule?.(0);
    }
    (style.sheet!.cssRules[0] as CSSStyleRule).style.removeProperty("color");
    style.sheet!.deleteRule(0);
    style.sheet!.addRule("s", "color: red");
    style.sheet!.removeRule(0);
    style.append("s { color: red }");
    sheet.replaceSync("b { color: gray }");
    await sheet.replace("b { color: black }");
    document.adoptedStyleSheets = [sheet];
    frame.contentDocument!.styleSheets[0]?.insertRule("p { margin: 0 }");
    await pause();
    get("area").textContent = "other text";
    get("area").firstChild!.nodeValue = "third text";
    document.querySelector(".rr-mask b")!.firstChild!.nodeValue = "still masked";
    document.querySelector(".rr-block")!.append("still blocked");
    document.title = "Another";
    get("list").append(document.createComment("none"), "text", document.createElement("script"));
    get("list").style.setProperty("color", "green");
    get("scroller").setAttribute("src", "/relative");
    document.querySelector("input[type=password]")!.setAttribute("type", "text");
    document.querySelector("form input")!.setAttribute("value", "set by script");
    (document.querySelector("select") as HTMLSelectElement).selectedIndex = 0;
    const late = document.createElement("div");
    late.attachShadow({ mode: "open" }).innerHTML = "<style>i{color:red}</style><i>late</i>";
    document.body.append(late);
    await pause();
    get("host").shadowRoot!.querySelector("b")!.textContent = "changed";
    document.body.prepend(get("list"), get("host"));
    get("dialog").remove();
    getSelection()!.selectAllChildren(document.querySelector("h1")!);
    (get("video") as HTMLVideoElement).volume = 0.5;
    const press = { bubbles: true, clientX: 3, clientY: 4 };
    for (const pointerType of ["touch", "pen", "mouse", ""])
      for (const type of ["pointerdown", "pointerup", "click"])
        document.body.dispatchEvent(new PointerEvent(type, { ...press, pointerType }));
    document.body.dispatchEvent(new MouseEvent("click", press));
    document.body.dispatchEvent(new MouseEvent("dblclick", press));
    document.body.dispatchEvent(new MouseEvent("contextmenu", press));
    const touch = new Touch({ identifier: 1, target: document.body, clientX: 5, clientY: 6 });
    document.body.dispatchEvent(new TouchEvent("touchcancel", { changedTouches: [touch], bubbles: true }));
    document.body.dispatchEvent(new TouchEvent("touchcancel", { bubbles: true }));
    (window as unknown as { dom: DomCapture }).dom.keyframe();
    await pause();
  });
  await page.fill("input[name=text]", "typed");
  await page.click("h1");
  await page.selectOption("select", "2");
  await page.click("#radio");
  await page.fill("#ignored", "ignored");
  await page.fill("#area", "written");
  await page.mouse.wheel(0, 100);
  await page.waitForTimeout(200);
  const events = await page.evaluate(() => {
    const { events: all, dom } = window as unknown as { events: RecordedEvent[]; dom: DomCapture };
    dom.stop();
    document.body.append("after the end");
    return all;
  });
  await page.close();
  // Positions of the pointer are sampled by time.
  return events
    .filter(({ data }) => !("positions" in (data as object)) && !isState(data as Mutation))
    .map(({ type, data }) => ({ type, data: withoutState(data) }));
}

interface Mutation {
  attributes?: { attributes: object }[];
  adds?: object[];
  removes?: object[];
  texts?: object[];
}

/** What only we say of fields; see page-state.ts. */
const STATE = /^rr_(?:valid|typed|auto)$/;

function withoutState(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data, (name, value: unknown) => (STATE.test(name) ? undefined : value)));
}

/** A change that says nothing else. */
function isState({ attributes = [], adds, removes, texts }: Mutation): boolean {
  const names = attributes.flatMap((change) => Object.keys(change.attributes));
  return (
    !adds?.length && !removes?.length && !texts?.length && names.length > 0 && names.every((name) => STATE.test(name))
  );
}

/** Sources whose events the browser sends when it likes, between those of others: scroll, input, media, selection. */
const LOOSE = new Set([3, 5, 7, 14]);
/** Adopted sheets are told with each serialisation of their host, and at once: more often and earlier than rrweb does. */
const SHEETS = 15;

/** Events in order, apart from loose ones, which are in order among their own kind. */
function inOrder(events: unknown[]): Record<string, unknown[] | undefined> {
  return Object.groupBy(events, (event) => {
    const { source } = (event as { data: { source?: number } }).data;
    return LOOSE.has(source!) || source === SHEETS ? `source ${source}` : "others";
  });
}

/** Which sheets hosts take, and what is in sheets; which of the events brings that may be another. */
function told(events: unknown[]): string[] {
  return events.flatMap((event) => {
    const {
      id,
      styleIds,
      styles = [],
    } = (event as { data: { id: number; styleIds: number[]; styles?: object[] } }).data;
    return [`${id}: ${styleIds.join()}`, ...styles.map((style) => JSON.stringify(style))];
  });
}

test("what is cut out of rrweb changes nothing in what it records", async () => {
  const [whole, cut] = [await record(file), await record(cutRrweb(file))];
  expect(whole.length).toBeGreaterThan(60);
  const { [`source ${SHEETS}`]: sheets, ...ours } = inOrder(cut);
  const { [`source ${SHEETS}`]: rrwebs, ...theirs } = inOrder(whole);
  // Selections in fields and frames are recorded as well.
  expect(ours["source 14"]!.length).toBeGreaterThan(theirs["source 14"]!.length);
  expect(ours["source 14"]).toEqual(expect.arrayContaining(theirs["source 14"]!));
  ours["source 14"] = theirs["source 14"];
  expect(ours).toEqual(theirs);
  expect(told(sheets!)).toEqual(expect.arrayContaining(told(rrwebs!)));
});

test("another rrweb is not cut blindly", () => {
  expect(() => cutRrweb(file.replace("class CanvasManager {", "class Canvases {"))).toThrow("CanvasManager");
  expect(() => cutRrweb(file.replace("function getEventTarget(", "function target("))).toThrow("getEventTarget");
  expect(() => cutRrweb(file.replace("  isFrozen() {", "  isCold() {"))).toThrow("isFrozen");
});

test("what a sheet refuses is an error of the page's own, and every method is given back", async () => {
  const page = await browser.newPage();
  await page.setContent("<style>a { color: red }</style>");
  await page.addScriptTag({ content: await bundle(cutRrweb(file)) });
  const seen = await page.evaluate(() => {
    const { capture } = window as unknown as { capture: { startRrweb: typeof startRrweb } };
    const { prototype } = CSSStyleSheet;
    const methods = () => [prototype.insertRule, prototype.deleteRule, prototype.addRule, prototype.removeRule];
    const before = methods();
    let faults = 0;
    const dom = capture.startRrweb(
      () => {},
      () => faults++,
      { seePage() {}, isOpenField: () => false, isShown: () => true },
      { work: (run) => run(), fitsPage: () => true, step() {}, lost() {}, later: (run, ms) => setTimeout(run, ms) },
    );
    let refused = "";
    try {
      document.styleSheets[0]!.insertRule("no rule");
    } catch (error) {
      refused = (error as Error).name;
    }
    const hooked = methods().every((method, i) => method !== before[i]);
    dom.stop();
    return { refused, faults, hooked, back: methods().every((method, i) => method === before[i]) };
  });
  await page.close();
  expect(seen).toEqual({ refused: "SyntaxError", faults: 0, hooked: true, back: true });
});
