import { readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const SHOP = fileURLToPath(new URL("../../examples/shop/", import.meta.url));

const TYPES: Record<string, string> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mp4": "video/mp4",
  ".svg": "image/svg+xml",
  ".vtt": "text/vtt",
  ".webm": "video/webm",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/** What a path is answered with instead of the shop's file. */
export interface Answer {
  body: string | Buffer;
  type: string;
  headers?: Record<string, string>;
  /** Only for who sends this cookie; others get 401. */
  cookie?: string;
}

export interface ShopSite {
  origin: string;
  /** Answers by path, for pages that the shop does not have. */
  answers: Map<string, Answer>;
  /** Paths that were asked for, each time. */
  asked: string[];
  close(): Promise<void>;
}

/** The demo shop on an origin of its own, which can be switched off. */
export async function openShop(playhead: string): Promise<ShopSite> {
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  const send = async (path: string, cookies: string, response: ServerResponse) => {
    const own = answers.get(path);
    if (own?.cookie && !cookies.includes(own.cookie)) return response.writeHead(401).end();
    const name = path.endsWith("/") ? `${path}index.html` : path;
    const type = own?.type ?? TYPES[extname(name)] ?? "application/octet-stream";
    const body = own?.body ?? (await readFile(join(SHOP, normalize(name))).catch(() => null));
    if (body === null) return response.writeHead(404).end();
    const text = type.startsWith("text/html")
      ? String(body).replaceAll('"/playhead.js"', `"${playhead}/playhead.js"`)
      : body;
    response.writeHead(200, { "content-type": type, "cache-control": "max-age=600", ...own?.headers }).end(text);
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://shop");
    asked.push(pathname);
    void send(pathname, request.headers.cookie ?? "", response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
