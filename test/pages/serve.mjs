import { createServer } from "node:http";
import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const PAGES = fileURLToPath(new URL(".", import.meta.url));
const MODULES = fileURLToPath(new URL("../../node_modules/", import.meta.url));
const MODULES_PREFIX = "/nm/";
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const NOT_FOUND = new Set(["ENOENT", "ENOTDIR", "EISDIR", "ERR_INVALID_ARG_VALUE"]);

/** First into `<head>`; into a document without one, where the parser will open it. */
function withSnippet(document, snippet) {
  const opening = /<head(?:\s[^>]*)?>/i.exec(document) ?? /<html(?:\s[^>]*)?>/i.exec(document);
  const at = opening ? opening.index + opening[0].length : (/^\s*<!doctype[^>]*>/i.exec(document)?.[0].length ?? 0);
  return document.slice(0, at) + snippet + document.slice(at);
}

/** The file behind a request path, or null where the path leads out of its folder. Links are followed first. */
async function fileBehind(pathname, modules) {
  const isModule = pathname.startsWith(MODULES_PREFIX);
  const root = await realpath(isModule ? modules : PAGES);
  const wanted = join(root, isModule ? pathname.slice(MODULES_PREFIX.length) : pathname);
  if (!wanted.startsWith(root + sep)) return null;
  const file = await realpath(wanted);
  return file.startsWith(root + sep) ? file : null;
}

async function answer(request, { snippet, modules }) {
  if (request.method !== "GET" && request.method !== "HEAD") return { status: 405, body: "method not allowed" };
  try {
    const pathname = decodeURIComponent(request.url.split("?")[0]);
    const file = await fileBehind(pathname, modules);
    if (!file) return { status: 403, body: "outside the served folders" };
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const body = await readFile(file);
    return { status: 200, type, body: type.startsWith("text/html") ? withSnippet(body.toString(), snippet) : body };
  } catch (error) {
    if (error instanceof URIError) return { status: 400, body: "malformed path" };
    if (NOT_FOUND.has(error.code)) return { status: 404, body: "not found" };
    return { status: 500, body: String(error) };
  }
}

/**
 * Serves this folder at `/` and npm packages at `/nm/<package>/…` on 127.0.0.1, with `snippet` put first into the head
 * of every HTML document. Port 0 takes a free one; `modules` is the folder of packages, the repository's by default.
 */
export async function startPages({ port, snippet, modules = MODULES }) {
  const server = createServer(async (request, response) => {
    const { status, type = "text/plain; charset=utf-8", body } = await answer(request, { snippet, modules });
    response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() {
      return new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
    },
  };
}
