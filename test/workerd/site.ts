import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Port of a web site on this machine that answers what tests tell it to. */
    sitePort: number;
  }
}

/** One answer of the site. */
export interface SiteAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** Base64. */
  body?: string;
  /** So many zeros instead of a body; with `gzip` they are packed. */
  zeros?: number;
  gzip?: boolean;
  /** The connection is cut instead. */
  cut?: boolean;
  /** Nothing is answered. */
  hang?: boolean;
}

function answer(
  { status = 200, headers = {}, body = "", zeros, gzip, cut, hang }: SiteAnswer,
  response: ServerResponse,
) {
  if (hang) return;
  if (cut) {
    response.destroy();
    return;
  }
  const bytes = zeros === undefined ? Buffer.from(body, "base64") : Buffer.alloc(zeros);
  response.writeHead(status, { ...headers, ...(gzip && { "content-encoding": "gzip" }) });
  response.end(gzip ? gzipSync(bytes) : bytes);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString());
}

/** Starts the site. Tests put answers with `PUT`, in the order in which they are given, the last one for ever, and see what was asked. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const answers = new Map<string, SiteAnswer[]>();
  const asked = new Map<string, IncomingMessage["headers"][]>();
  const server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    if (request.method === "PUT") {
      answers.set(path, (await readJson(request)) as SiteAnswer[]);
      response.end();
    } else if (path.startsWith("/asked?")) {
      response.end(JSON.stringify(asked.get(path.slice("/asked?".length)) ?? []));
    } else {
      asked.set(path, [...(asked.get(path) ?? []), request.headers]);
      const known = answers.get(path) ?? [{ status: 404 }];
      answer((known.length > 1 ? known.shift() : known[0])!, response);
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  project.provide("sitePort", (server.address() as AddressInfo).port);
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
}
