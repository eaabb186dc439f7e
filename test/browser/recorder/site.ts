import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export const KEY = "ph_us_0123456789abcdef0123456789abcdef_ABCDEFGHIJKLMNOPQRSTUVWX";

export interface SitePage {
  /** Goes into `<head>` before the script tag. */
  head?: string;
  body?: string;
  headers?: Record<string, string>;
  /** In place of the usual script tag. */
  tag?: string;
}

export interface Site {
  origin: string;
  /** Puts a page at a path. */
  set(path: string, page: SitePage): void;
  close(): Promise<void>;
}

const BODY = `<h1>Shop</h1><button id="buy">Buy</button><input id="name"><a id="next" href="/next?secret=1">Next</a>`;

/** A customer's site, on an origin of its own, with the script tag of `host` on every page. `name`: a host name of this machine. */
export async function openSite(host: string, name = "localhost"): Promise<Site> {
  const pages = new Map<string, SitePage>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, "http://site");
    const page = pages.get(pathname) ?? (pathname === "/favicon.ico" ? undefined : {});
    if (!page) return void response.writeHead(204).end();
    const {
      head = "",
      body = BODY,
      headers,
      tag = `<script async src="${host}/playhead.js" data-key="${KEY}"></script>`,
    } = page;
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers });
    response.end(
      `<!doctype html><html><head><title>${pathname}</title>${head}${tag}</head><body>${body}</body></html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://${name}:${(server.address() as AddressInfo).port}`,
    set: (path, page) => void pages.set(path, page),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
