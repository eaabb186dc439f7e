import { expect, test } from "vitest";
import { useReplays } from "./replays.ts";

const { record, play } = useReplays();

const CSS = `
  :root { color-scheme: light dark; } body { margin: 0; height: 2000px; background: Canvas; }
  #a { color: rgb(1, 1, 1); } #a:hover { color: rgb(2, 2, 2); } #a:active { color: rgb(3, 3, 3); }
  .hover\\:x { outline: 1px solid rgb(4, 4, 4); }
  @media (prefers-color-scheme: dark) { #dark { color: rgb(5, 5, 5); } }
  @media (prefers-color-scheme: light) { #light { color: rgb(5, 5, 5); } }
  @media (prefers-reduced-motion) and (min-width: 500px) { #still { color: rgb(5, 5, 5); } }
  @media (hover: none) { #touch { color: rgb(5, 5, 5); } }
  @media (min-resolution: 2dppx) { #sharp { color: rgb(5, 5, 5); } }
  @media (scripting: none) { #scriptless { color: rgb(5, 5, 5); } }
  @media (width < 600px) { #narrow { color: rgb(5, 5, 5); } }
  #scheme { color: light-dark(rgb(6, 6, 6), rgb(7, 7, 7)); }
  #box { width: 100px; height: 60px; overflow: auto; } #box > div { height: 500px; }`;

const BODY = `<button id="a">A</button><div id="host"></div><div id="list"><p>one</p></div>
  <iframe id="frame" srcdoc="<style>b{color:rgb(1,1,1)}b:hover{color:rgb(2,2,2)}</style><b id=b>frame</b>"></iframe>
  ${["dark", "light", "still", "touch", "sharp", "scriptless", "narrow", "scheme"].map((id) => `<p id="${id}">${id}</p>`).join("")}
  <div id="box"><div>box</div></div>
  <script>
    const root = host.attachShadow({ mode: "open" });
    root.innerHTML = "<i>shadow</i>";
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("i { color: rgb(1, 1, 1) } i:hover { color: rgb(2, 2, 2) } @media (prefers-color-scheme: dark) { i { font-weight: 700 } }");
    root.adoptedStyleSheets = [sheet];
    const style = document.head.appendChild(document.createElement("style"));
    style.sheet.insertRule("#list p { color: rgb(1, 1, 1) }");
    style.sheet.insertRule("#list p:hover { color: rgb(2, 2, 2) !important }", 1);
  </script>`;

function colours(view: Window) {
  const { document } = view;
  const of = (element: Element) => element.ownerDocument.defaultView!.getComputedStyle(element);
  const ids = ["a", "dark", "light", "still", "touch", "sharp", "scriptless", "narrow", "scheme"];
  const inner = document.querySelector<HTMLIFrameElement>("#frame")!.contentDocument!;
  const shadow = document.querySelector("#host")!.shadowRoot!.querySelector("i")!;
  return {
    ...Object.fromEntries(ids.map((id) => [id, of(document.getElementById(id)!).color])),
    frame: of(inner.querySelector("b")!).color,
    shadow: of(shadow).color,
    weight: of(shadow).fontWeight,
    list: [...document.querySelectorAll("#list p")].map((item) => of(item).color),
    canvas: of(document.body).backgroundColor,
    width: document.documentElement.clientWidth,
  };
}

test("a replay answers media queries and shows hover and presses as the visitor's window did", async () => {
  const moments: number[] = [];
  const seen: unknown[] = [];
  const events = await record(
    { head: `<meta name="viewport" content="width=device-width"><style>${CSS}</style>`, body: BODY },
    async (page, mark) => {
      const look = async () => {
        const { moment, seen: there } = await mark(colours);
        moments.push(moment);
        seen.push(there);
      };
      await look();
      await page.hover("#a");
      await look();
      await page.mouse.down();
      await look();
      await page.mouse.up();
      await page.hover("#host i");
      await look();
      await page.frameLocator("#frame").locator("b").hover();
      await look();
      await page.hover("#list p");
      await look();
      // Another element comes under a pointer that rests.
      await page.evaluate(() => {
        document.querySelector("#list")!.insertAdjacentHTML("afterbegin", "<p>before</p>");
      });
      await look();
      await page.emulateMedia({ colorScheme: "light" });
      await look();
    },
    { colorScheme: "dark", reducedMotion: "reduce", deviceScaleFactor: 2, viewport: { width: 900, height: 500 } },
  );
  expect(new Set(seen.map((each) => JSON.stringify(each))).size).toBe(seen.length);
  const replay = await play(events);
  for (const at of [7, 0, 3, 1, 2, 4, 6, 5]) {
    await replay.at(moments[at]!);
    expect({ at, seen: await replay.see(colours) }).toEqual({ at, seen: seen[at] });
  }
});
