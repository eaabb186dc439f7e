// The recorded site: two origins that serve the pages, what they are made of out of npm, and test media.
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL(".", import.meta.url));

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".mp3": "audio/mpeg",
  ".mp4": "video/mp4",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".webm": "video/webm",
  ".wasm": "application/wasm",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".xhtml": "application/xhtml+xml; charset=utf-8",
};

/** Third-party pages that name servers elsewhere get ours instead: nothing leaves this machine. */
const EDITS = [
  [
    /swagger-ui-dist\/swagger-initializer\.js$/,
    (text) => text.replace("https://petstore.swagger.io/v2/swagger.json", "/api/petstore.json"),
  ],
  [
    /reveal\.js\/demo\.html$/,
    (text) =>
      text
        .replace(/https:\/\/static\.slid\.es\/[^"') ]*\.mp4/g, "/media/clip.mp4")
        .replace(/https:\/\/static\.slid\.es\/[^"') ]*/g, "/media/still.png")
        .replace(/http:\/\/i\.giphy\.com\/[^"') ]*/g, "/media/anim.gif"),
  ],
];

const PETS = [
  { id: 1, name: "Rex", status: "available", photoUrls: ["a.png"], tags: [{ id: 1, name: "dog" }] },
  { id: 2, name: "Tom", status: "available", photoUrls: [] },
];

function fileOf(path) {
  const below = path.replace(/^\/cors(?=\/nm\/)/, "");
  if (below.startsWith("/nm/")) return join(ROOT, "node_modules", below.slice("/nm/".length));
  return /^\/(?:site|media|apps)\//.test(below) ? join(ROOT, below) : null;
}

function stat(name) {
  return statSync(name, { throwIfNoEntry: false });
}

function json(response, value) {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

/** What is no file. Returns whether it has answered. */
function answer(path, request, response) {
  if (path === "/favicon.ico") response.writeHead(204).end();
  else if (path === "/auth/photo.jpg") {
    const known = /sid=1/.test(request.headers.cookie ?? "");
    response.writeHead(known ? 200 : 401, { "content-type": "image/jpeg" });
    response.end(known ? readFileSync(join(ROOT, "media/photo.jpg")) : "");
  } else if (path === "/api/petstore.json") {
    const description = readFileSync(join(ROOT, "node_modules/@readme/oas-examples/3.0/json/petstore.json"), "utf8");
    json(response, { ...JSON.parse(description), servers: [{ url: "/api/v2" }] });
  } else if (path.startsWith("/api/v2/")) json(response, path.includes("findBy") ? PETS : PETS[0]);
  else if (path.startsWith("/tiles/")) {
    const [, , z, x, y] = path.split("/");
    const hue = (Number(z) * 40 + Number(x) * 67 + Number.parseInt(y, 10) * 29) % 360;
    response.writeHead(200, { "content-type": "image/svg+xml" });
    response.end(
      `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"><rect width="256" height="256" fill="hsl(${hue} 40% 80%)" stroke="#666"/><path d="M0 ${hue / 2 + 30}L256 ${256 - hue / 2}" stroke="#fc6" stroke-width="9"/><text x="90" y="140" font-size="30">${x}/${Number.parseInt(y, 10)}</text></svg>`,
    );
  } else return false;
  return true;
}

function serve(origins, snippet) {
  return (request, response) => {
    const url = new URL(request.url, origins.A);
    const path = decodeURIComponent(url.pathname);
    response.setHeader("cache-control", "no-store");
    if (path.startsWith("/cors/")) response.setHeader("access-control-allow-origin", "*");
    if (path === "/site/assets.html") response.setHeader("set-cookie", "sid=1; Path=/; HttpOnly; SameSite=Lax");
    if (answer(path, request, response)) return;
    let file = fileOf(path);
    if (file && stat(file)?.isDirectory()) file = join(file, "index.html");
    const size = file && resolve(file).startsWith(ROOT) ? stat(file)?.size : undefined;
    if (size === undefined) return response.writeHead(404).end();
    const ending = extname(file);
    response.setHeader("content-type", TYPES[ending] ?? "application/octet-stream");
    const edit = EDITS.find(([pattern]) => pattern.test(file))?.[1];
    if (ending === ".html" || edit) {
      let text = readFileSync(file, "utf8");
      if (edit) text = edit(text);
      if (ending === ".html") {
        text = text.replaceAll("{{A}}", origins.A).replaceAll("{{B}}", origins.B);
        const script = snippet(request.headers.host === new URL(origins.A).host);
        text = /<head[^>]*>/i.test(text) ? text.replace(/<head[^>]*>/i, (head) => head + script) : script + text;
      }
      return response.end(text);
    }
    const [, from, to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? "") ?? [];
    if (from === undefined) {
      response.setHeader("content-length", size);
      return createReadStream(file).pipe(response);
    }
    const end = to ? Math.min(Number(to), size - 1) : size - 1;
    response.writeHead(206, {
      "accept-ranges": "bytes",
      "content-range": `bytes ${from}-${end}/${size}`,
      "content-length": end - Number(from) + 1,
    });
    createReadStream(file, { start: Number(from), end }).pipe(response);
  };
}

/**
 * Starts the site. `snippet(isA)` is put first into the head of every document: the recorder of the moment.
 * A is the recorded site, B another one in its frames.
 */
export async function startSite(snippet) {
  const origins = { A: "", B: "" };
  const listen = async (host) => {
    const server = createServer(serve(origins, snippet));
    await new Promise((done) => {
      server.listen(0, host, done);
    });
    return server;
  };
  const servers = [await listen("127.0.0.1"), await listen("localhost")];
  origins.A = `http://127.0.0.1:${servers[0].address().port}`;
  origins.B = `http://localhost:${servers[1].address().port}`;
  return {
    ...origins,
    close() {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
