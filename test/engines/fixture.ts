import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";

/** What engines do differently, on one page: sheets by script, shadow trees, fields, top layer, frames, scrolling, SVG. */
const BODY = `
<style>
  body { margin: 0; font: 16px/24px monospace; }
  /* Not the style and the script: what a replay has there is told in other words. */
  body > :not(style, script) { display: block; margin: 8px; width: 600px; box-sizing: border-box; }
  #long { height: 72px; overflow: auto; border: 1px solid #888; }
  #panel { padding: 4px; border: 1px solid #888; }
  /* Each engine gives fields a size and a baseline of its own. */
  form > * { box-sizing: border-box; width: 100px; height: 30px; margin: 0; vertical-align: top; }
  svg { height: 40px; } iframe { height: 60px; border: 0; }
</style>
<h1 id="title">Engines</h1>
<button id="go">Change everything</button>
<div id="panel">Panel</div>
<x-part id="part"></x-part>
<form><input id="text" value="given"> <input id="check" type="checkbox"> <input id="range" type="range" value="20">
<select id="one"><option>first<option>second</select> <textarea id="area">words</textarea></form>
<details id="more"><summary>More</summary><p>Details</p></details>
<dialog id="dialog"><p>Dialog</p></dialog>
<div id="long">1<br>2<br>3<br>4<br>5<br>6<br>7<br>8</div>
<svg id="drawing" viewBox="0 0 600 40"><circle id="dot" cx="20" cy="20" r="15" fill="teal"/></svg>
<iframe id="inner" srcdoc="<p id=words>Inside</p>"></iframe>
<p id="editable" contenteditable data-playhead="allow">Edit</p>
<script>
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("p { margin: 0; padding: 6px; background: rgb(200, 220, 240) }");
  customElements.define("x-part", class extends HTMLElement {
    constructor() {
      super();
      this.attachShadow({ mode: "open" }).innerHTML = "<p>Shadow <slot></slot></p>";
      this.shadowRoot.adoptedStyleSheets = [sheet];
    }
  });
  const rules = document.head.appendChild(document.createElement("style")).sheet;
  go.onclick = () => {
    rules.insertRule("#panel#panel { padding: 20px; background: rgb(255, 220, 150) }", 0);
    sheet.insertRule("p { font-size: 20px; line-height: 40px }", 1);
    part.textContent = "slotted";
    panel.append(" ", Object.assign(document.createElement("b"), { textContent: "changed" }));
    more.open = true;
    dialog.show();
    one.selectedIndex = 1;
    check.checked = true;
    range.value = 80;
    dot.setAttribute("cx", "300");
    inner.contentDocument.getElementById("words").textContent = "Changed inside";
    long.scrollTop = 96;
  };
</script>`;

/** Serves the fixture with the recorder of the server at `playhead`. */
export async function serveFixture(playhead: string): Promise<{ address: string; close(): void }> {
  const script = `<script async src="${playhead}/playhead.js" data-key="${DEMO.key}"></script>`;
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(
      `<!doctype html><html><head><title>Engines</title><link rel="icon" href="data:,">${script}</head><body>${BODY}</body></html>`,
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
