import { expect, test } from "vitest";
import { KEY } from "../recorder/site.ts";
import { useStage } from "../recorder/stage.ts";
import { useReplay } from "./replay.ts";

const stage = useStage();
const { fixture } = useReplay(stage);

/** Components as sites write them: defined by a script of the page. The first one in the page is the first to use the sheet. */
const COMPONENTS = `
  const make = (css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); return sheet; };
  const sheet = make(".stars { color: rgb(1, 2, 3) }");
  customElements.define("rating-stars", class extends HTMLElement {
    static observedAttributes = ["value"];
    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      root.innerHTML = '<div class="stars"><b>***</b> <i>**</i></div><slot name="more"></slot><slot></slot>';
    }
    attributeChangedCallback() {
      this.shadowRoot.querySelector(".stars").setAttribute("aria-label", this.getAttribute("value") + " of 5");
    }
  });
  customElements.define("closed-box", class extends HTMLElement {
    constructor() {
      super();
      this.inside = this.attachShadow({ mode: "closed" });
      this.inside.adoptedStyleSheets = [sheet];
      this.inside.innerHTML = '<div class="stars">closed <input> <slot></slot></div>';
    }
  });
  const draw = (...names) => {
    document.querySelector("ul").innerHTML =
      names.map((name) => "<li> <rating-stars value=" + name.length + ">" + name + "<b slot=more>m</b></rating-stars></li>").join("");
  };`;

function look(inside: Document): unknown {
  const rootOf = (host: Element) => (host as Element & { inside?: ShadowRoot }).inside ?? host.shadowRoot!;
  return {
    hosts: [...inside.querySelectorAll("rating-stars, closed-box")].map((host) => {
      const shown = rootOf(host)?.querySelector(".stars");
      const style = shown && getComputedStyle(shown);
      return [host.textContent, shown?.textContent, shown?.getAttribute("aria-label"), style?.color, style?.fontWeight];
    }),
    parents: [...inside.querySelectorAll("rating-stars")].map((host) => host.parentElement!.parentElement!.tagName),
    slotted: [...inside.querySelectorAll("[slot=more]")].every((each) => (each as HTMLElement).assignedSlot),
    defined: inside.querySelectorAll(":defined:is(rating-stars, closed-box)").length,
    body: getComputedStyle(inside.body).backgroundColor,
  };
}

test("components are as they were: drawn anew, moved, closed, with the sheets that they share", async () => {
  // Not async: what comes before the tag with a closed root stays unknown.
  const tag = `<script src="${stage.ingest.origin}/playhead.js" data-key="${KEY}"></script>`;
  stage.site.set("/", { tag, body: `<ul></ul><ol></ol><closed-box>early</closed-box><script>${COMPONENTS}</script>` });
  const { page, look: see, compare } = await fixture("/", look);
  const run = (script: string) => page.evaluate(script);
  await see("at first");
  await run(`draw("one", "three")`);
  await see("drawn");
  await run(`draw("four", "five", "sixteen")`);
  await see("drawn anew");
  await run(`draw("a"); draw("b", "c"); draw("d", "ee", "fff")`);
  await see("drawn three times at once");
  await run(`document.querySelector("ol").append(document.querySelector("ul li:nth-child(2)"))`);
  await see("one moved");
  await run(`document.querySelector("ul").append(document.createElement("rating-stars"));
    document.body.append(Object.assign(document.createElement("closed-box"), { textContent: "late" }))`);
  await see("others added");
  await run(`sheet.replaceSync(".stars { color: rgb(4, 5, 6) }"); sheet.insertRule(".stars { font-weight: 900 }")`);
  await see("the shared sheet changed");
  await run(`window.box = document.querySelector("closed-box"); box.inside.querySelector(".stars").append("!");
    document.adoptedStyleSheets.push(make("body { background-color: rgb(7, 8, 9) }"))`);
  await see("a sheet pushed, a closed root changed");
  await run(
    `document.adoptedStyleSheets = []; box.inside.adoptedStyleSheets = [make(".stars { color: rgb(9, 9, 9) }")]`,
  );
  const last = (await see("sheets taken away and replaced")) as { hosts: string[][] };
  expect(last.hosts.map(([, shown]) => shown)).toEqual(expect.arrayContaining(["*** **", "closed  !"]));
  await compare();
});

test("a sheet that the browser cannot write down is told by the text that its component has kept", async () => {
  const css = ".edge { border: solid var(--wide) rgb(4, 5, 6); border-top-width: 9px } .edge:hover { color: red }";
  stage.site.set("/", {
    head: "<style>:root { --wide: 3px }</style>",
    body: `<edged-box></edged-box><script>{
      const styleSheet = new CSSStyleSheet();
      styleSheet.replaceSync(${JSON.stringify(css)});
      customElements.define("edged-box", class extends HTMLElement {
        static elementStyles = [{ styleSheet, cssText: ${JSON.stringify(css)} }];
        constructor() {
          super();
          this.attachShadow({ mode: "open" }).innerHTML = '<p class="edge">Edged</p>';
          this.shadowRoot.adoptedStyleSheets = [styleSheet];
        }
      });
    }</script>`,
  });
  const {
    page,
    look: see,
    compare,
  } = await fixture(
    "/",
    (inside) => getComputedStyle(inside.querySelector("edged-box")!.shadowRoot!.querySelector(".edge")!).borderWidth,
  );
  await see("at first");
  await page.evaluate(() => void document.body.append(document.createElement("edged-box")));
  expect(await see("another one")).toBe("9px 3px 3px");
  await compare();
});
