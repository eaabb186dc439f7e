import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { AssetReport } from "../../../src/protocol/asset.schema.ts";
import { parseBatch, type Batch } from "../../../src/protocol/batch.ts";
import { customPayload, type CustomPayloads, type CustomTag } from "../../../src/protocol/events.ts";
import type { DecisionReason, Directions, StartRequest, StartResponse } from "../../../src/protocol/start.schema.ts";

const DIST = fileURLToPath(new URL("../../../dist/", import.meta.url));

export interface Reply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** Milliseconds before it is sent. */
  delay?: number;
  /** Hang up instead of answering. */
  drop?: boolean;
}

/** A batch as it came, whatever it was answered. */
export interface Upload {
  session: string;
  page: string;
  seq: number;
  token: string;
  batch: Batch;
  body: Buffer;
  at: number;
  status: number;
}

export interface Start extends StartRequest {
  at: number;
}

export function errorReply(status: number, code: string, headers: Record<string, string> = {}): Reply {
  return { status, body: { error: { code, message: `Refused: ${code}`, requestId: "r" } }, headers };
}

export const accepted: Reply = { status: 202, body: { ok: true } };

export function yes(overrides: Partial<Extract<StartResponse, { token: string }>> = {}): Omit<Reply, "body"> & {
  body: StartResponse;
} {
  const now = Date.now();
  return {
    status: 200,
    body: {
      level: "playback",
      reason: "recorded",
      serverTime: now,
      startedAt: now,
      token: "token-1",
      tokenExpiresAt: now + 7_200_000,
      recorder: "",
      interval: 300,
      ...overrides,
    },
  };
}

/** A no; with directions it is not final. */
export function no(reason: DecisionReason, directions: Partial<Directions> = {}): Reply {
  return { status: 200, body: { level: "off", reason, serverTime: Date.now(), ...directions } };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/**
 * A server that takes recordings, scripted by the test: `onStart` and `onBatch` answer, everything that arrives is kept. It
 * serves the built loader and recorder, as the real one does.
 */
export class Ingest {
  readonly starts: Start[] = [];
  readonly uploads: Upload[] = [];
  /** Files that were named; it has every one of them. */
  readonly files: AssetReport["assets"] = [];
  /** `METHOD path` of every request. */
  readonly requests: string[] = [];
  onStart: (request: StartRequest, nth: number) => Reply = () => yes();
  onBatch: (upload: Upload, nth: number) => Reply = () => accepted;
  private changed: (() => void)[] = [];
  private readonly server: Server;
  private assets = { path: "", capture: "", canvas: "", frames: "", signals: "" };

  constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  async listen(): Promise<this> {
    this.assets = JSON.parse(await readFile(join(DIST, "recorder.json"), "utf8")) as typeof this.assets;
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Batches that were acknowledged, first copies only. */
  get stored(): Upload[] {
    const seen = new Set<string>();
    return this.uploads.filter(({ page, seq, status }) => {
      const fresh = status === 202 && !seen.has(`${page} ${seq}`);
      if (fresh) seen.add(`${page} ${seq}`);
      return fresh;
    });
  }

  /** Payloads of our own events in what is stored, page by page in order. */
  payloads<T extends CustomTag>(tag: T): Partial<CustomPayloads[T]>[] {
    return this.stored
      .toSorted((a, b) => (a.page < b.page ? -1 : a.page > b.page ? 1 : a.seq - b.seq))
      .flatMap(({ batch }) => batch.events.map((event) => customPayload(event, tag)))
      .filter((payload) => payload !== null);
  }

  /** Waits until `holds`; looks again after every request. */
  async until(holds: () => boolean, what: string, timeout = 15_000): Promise<void> {
    const end = Date.now() + timeout;
    while (!holds()) {
      const left = end - Date.now();
      if (left <= 0) throw new Error(`Not within ${timeout} ms: ${what}\n${this.requests.join("\n")}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 100));
        this.changed.push(() => (clearTimeout(timer), resolve()));
      });
    }
  }

  /** Which chunks the page should load, as the real server says it. */
  private withChunks(answer: StartResponse): StartResponse {
    if (answer.level === "off" && !answer.watch && !answer.identity) return answer;
    const playback = answer.level === "playback" || answer.watch?.buffer;
    const { path, capture, canvas, frames, signals } = this.assets;
    return {
      ...answer,
      recorder: path,
      signals: { console: "warn", network: "resources", ...answer.signals, path: signals },
      ...(playback && { capture }),
      ...(answer.canvas !== undefined && { canvas }),
      ...(answer.frames && { frames: { ...answer.frames, path: frames } }),
    };
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {
      status,
      body,
      headers,
      delay = 0,
      drop,
    } = await this.answer(request).catch((error: unknown): Reply => ({ status: 500, body: String(error) }));
    if (delay) await new Promise((resolve) => setTimeout(resolve, delay));
    if (drop) response.destroy();
    else {
      response.writeHead(status, {
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "Retry-After",
        "content-type": "application/json",
        ...headers,
      });
      response.end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
    }
    for (const notify of this.changed.splice(0)) notify();
  }

  private async answer(request: IncomingMessage): Promise<Reply> {
    const url = new URL(request.url!, "http://ingest");
    this.requests.push(`${request.method} ${url.pathname}`);
    const body = await read(request);
    if (url.pathname === "/playhead.js" || url.pathname.startsWith("/r/")) {
      const headers = { "content-type": "text/javascript" };
      return { status: 200, body: await readFile(join(DIST, "client", url.pathname)), headers };
    }
    if (request.method !== "POST") return errorReply(405, "method_not_allowed");
    if (request.headers["content-type"]?.startsWith("text/plain") !== true) return errorReply(400, "bad_request");
    if (url.pathname === "/v1/sessions") {
      const start = { ...(JSON.parse(body.toString()) as StartRequest), at: Date.now() };
      this.starts.push(start);
      const reply = this.onStart(start, this.starts.length);
      if (reply.status === 200) reply.body = this.withChunks(reply.body as StartResponse);
      return reply;
    }
    if (/^\/v1\/sessions\/[^/]+\/assets/.test(url.pathname)) {
      const { assets = [] } = JSON.parse(body.toString()) as AssetReport;
      this.files.push(...assets);
      return { status: 200, body: { wanted: [], refused: [] } };
    }
    const [, session] = /^\/v1\/sessions\/([^/]+)\/batches$/.exec(url.pathname) ?? [];
    if (!session) return errorReply(404, "not_found");
    const upload: Upload = {
      session,
      page: url.searchParams.get("page")!,
      seq: Number(url.searchParams.get("seq")),
      token: url.searchParams.get("token")!,
      batch: parseBatch(body[0] === 0x1f ? gunzipSync(body) : body),
      body,
      at: Date.now(),
      status: 0,
    };
    this.uploads.push(upload);
    const reply = this.onBatch(upload, this.uploads.length);
    if (!reply.drop) upload.status = reply.status;
    return reply;
  }
}
