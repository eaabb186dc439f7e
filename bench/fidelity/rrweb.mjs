// rrweb as it comes: its recorder's events kept in memory, its player on a page of its own.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

const FILES = {
  "/record.js": ["record/dist/record.umd.min.cjs", "text/javascript"],
  "/replay.js": ["replay/dist/replay.umd.min.cjs", "text/javascript"],
  "/replay.css": ["replay/dist/style.min.css", "text/css"],
};

const PLAYER = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/replay.css">
<style>html,body{margin:0;overflow:hidden;background:#fff}.replayer-wrapper{position:absolute;left:0;top:0}
.replayer-wrapper>iframe{border:0}.replayer-mouse,.replayer-mouse-tail{display:none!important}</style>
<div id="root"></div><script src="/replay.js"></script>`;

/** The recorder and player of rrweb, in the form that `run.mjs` measures. */
export async function startRrweb() {
  let page = null;
  const server = createServer((request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    const [file, kind] = FILES[request.url] ?? [];
    if (file) {
      const path = fileURLToPath(new URL(`../../node_modules/@rrweb/${file}`, import.meta.url));
      return response.writeHead(200, { "content-type": kind }).end(readFileSync(path));
    }
    if (request.url === "/") return response.writeHead(200, { "content-type": "text/html" }).end(PLAYER);
    return response.writeHead(404).end();
  });
  await new Promise((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    name: "rrweb",
    snippet(isA) {
      if (!isA && !page?.crossOrigin) return "";
      const options = {
        collectFonts: true,
        maskAllInputs: false,
        recordCrossOriginIframes: page?.crossOrigin === true,
        ...(page?.crossOrigin ? { recordAfter: "DOMContentLoaded" } : {}),
      };
      return `<script src="${origin}/record.js"></script><script>rrwebRecord.record({...${JSON.stringify(options)},emit(event){window.keep?.(JSON.stringify(event))}})</script>`;
    },
    async begin(context, definition) {
      page = definition;
      const events = [];
      await context.exposeBinding("keep", (_source, event) => events.push(JSON.parse(event)));
      return { events };
    },
    now: (visited) => visited.evaluate(() => Date.now()),
    async end(visited, { events }) {
      await visited.waitForTimeout(700);
      return events.toSorted((a, b) => a.timestamp - b.timestamp);
    },
    async open(browser, events) {
      const context = await browser.newContext({ viewport: { width: 1880, height: 1200 } });
      const player = await context.newPage();
      return {
        context,
        async start() {
          await player.goto(origin);
          await player.evaluate((all) => {
            window.first = all[0].timestamp;
            window.replayer = new window.rrwebReplay.Replayer(all, {
              root: document.getElementById("root"),
              mouseTail: false,
              loadTimeout: 2_000,
              triggerFocus: true,
            });
          }, events);
        },
        seek: (at) => player.evaluate((time) => window.replayer.pause(Math.max(0, time - window.first)), at),
        picture: (size) => player.screenshot({ animations: "allow", caret: "initial", clip: { x: 0, y: 0, ...size } }),
      };
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
