import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Manifest, Me, SessionRow } from "../../../src/protocol/api.schema.ts";
import { chunkLine } from "../../../src/protocol/chunk-lines.ts";
import { batchText } from "../../../src/protocol/batch.ts";
import { STARTED_AT, type Recorded } from "./recordings.ts";

/** The policy that the admin is served under, as it is shipped. */
const POLICY = /Content-Security-Policy: (.+)/.exec(
  readFileSync(new URL("../../../src/admin/headers.txt", import.meta.url), "utf8"),
)![1]!;

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

const ME: Me = {
  user: { id: "u", name: "Ada Owner", email: "ada@example.com" },
  tenant: { id: "t", name: "Example", region: "eu" },
  role: "owner",
  permissions: ["view"],
  environment: null,
};

export interface AdminServer {
  /** Where it is served. */
  origin: string;
  /** The built admin, for another server of the same. */
  folder: string;
  /** What the API does instead of answering, by path. */
  faults: Map<string, { status: number; code: string; times: number }>;
  stop(): Promise<void>;
}

function rowOf(id: string, recorded: Recorded, part: Partial<SessionRow> = {}): SessionRow {
  const times = Object.values(recorded)
    .flatMap((events) => events.map(({ timestamp }) => timestamp))
    .filter(Number.isFinite);
  const lastAt = Math.max(...times);
  return {
    id,
    environment: "production",
    visitor: "019abf2e-0000-7000-8000-00000000beef",
    user: null,
    level: "playback",
    reason: "recorded",
    knownAs: null,
    status: "ended",
    startedAt: STARTED_AT,
    lastAt,
    durationMs: lastAt - STARTED_AT,
    expiresAt: STARTED_AT + 1e9,
    pages: Object.keys(recorded).length,
    navigations: 0,
    clicks: 0,
    inputs: 0,
    errors: 0,
    rages: 0,
    deads: 0,
    redactions: 0,
    quarantine: "none",
    events: times.length,
    wireBytes: 1,
    entryUrl: "https://shop.example/",
    lastUrl: "https://shop.example/",
    title: "Shop",
    country: "DE",
    city: "Berlin",
    browser: "Chrome",
    browserVersion: "156",
    os: "macOS",
    device: "desktop",
    ...part,
  };
}

function manifestOf(id: string, recorded: Recorded, part?: Partial<SessionRow>): Manifest {
  const pages = Object.entries(recorded).map(([page, events], index) => ({
    page,
    tab: `tab${index}`,
    url: `https://shop.example/${page}`,
    title: page,
    from: events[0]!.timestamp,
    to: events.at(-1)!.timestamp,
    width: 640,
    height: 400,
  }));
  // One chunk for each document: enough to see that only what is needed is waited for.
  const chunks = Object.entries(recorded).map(([page, events], n) => ({
    n,
    from: events[0]!.timestamp,
    to: events.at(-1)!.timestamp,
    batches: 1,
    storedBytes: 1,
    textBytes: JSON.stringify(events).length,
    keyframes: events.filter(({ type }) => type === 2).map(({ timestamp }) => ({ page, at: timestamp })),
  }));
  return {
    session: rowOf(id, recorded, part),
    pages,
    chunks,
    assets: [],
    grant: "grant",
    grantExpiresAt: Date.now() + 900_000,
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function build(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "playhead-admin-"));
  const configFile = fileURLToPath(new URL("../../../src/admin/vite.config.ts", import.meta.url));
  const vite = fileURLToPath(new URL("../../../node_modules/vite/bin/vite.js", import.meta.url));
  const options = ["--config", configFile, "--outDir", folder, "--logLevel", "error"];
  await promisify(execFile)(process.execPath, [vite, "build", ...options]);
  return folder;
}

/** How it is served: under which policy (`null`: none), and from a folder that is built already. */
interface Serving {
  policy?: string | null;
  folder?: string;
  /** What whoever is signed in may do. */
  permissions?: Me["permissions"];
  /** Answers by path of what the API knows besides. */
  answers?: Record<string, unknown>;
}

/**
 * Builds the admin into a folder of its own and serves it with an API that knows these sessions and nothing else. `rows` says what
 * is known of some of them besides.
 */
export async function startAdmin(
  sessions: Record<string, Recorded>,
  rows: Record<string, Partial<SessionRow>> = {},
  { policy = POLICY, folder: built, permissions = ["view"], answers = {} }: Serving = {},
): Promise<AdminServer> {
  const folder = built ?? (await build());
  const faults: AdminServer["faults"] = new Map();

  function answerApi(path: string, response: ServerResponse): void {
    const fault = faults.get(path);
    if (fault && fault.times-- > 0)
      return send(response, fault.status, { error: { code: fault.code, message: "As told.", requestId: "r" } });
    if (Object.hasOwn(answers, path)) return send(response, 200, answers[path]);
    if (path === "/api/me") return send(response, 200, { ...ME, permissions });
    if (path === "/api/config") return send(response, 200, { local: false, demo: null, signUp: false });
    if (path === "/api/sessions") {
      const list = Object.entries(sessions).map(([id, recorded]) => rowOf(id, recorded, rows[id]));
      return send(response, 200, { sessions: list, next: null });
    }
    if (path === "/api/sessions/count")
      return send(response, 200, { count: Object.keys(sessions).length, more: false });
    if (path === "/api/mentions") return send(response, 200, { mentions: [] });
    if (path === "/api/filters") return send(response, 200, { filters: [] });
    if (path.endsWith("/neighbours")) return send(response, 200, { previous: null, next: null });
    const [, id = "", part] = /^\/api\/sessions\/([^/]+)\/(manifest|chunks\/\d+)$/.exec(path) ?? [];
    const recorded = sessions[id];
    if (!recorded || !part)
      return send(response, 404, { error: { code: "not_found", message: "Not here.", requestId: "r" } });
    if (part === "manifest") return send(response, 200, manifestOf(id, recorded, rows[id]));
    const [page, events] = Object.entries(recorded)[Number(part.slice("chunks/".length))]!;
    const body = batchText(
      STARTED_AT,
      events.map((event) => JSON.stringify(event)),
    );
    response.writeHead(200, { "content-type": "application/x-ndjson" }).end(chunkLine(page, 0, STARTED_AT, body));
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname.startsWith("/api/")) return answerApi(pathname, response);
    const asked = join(folder, pathname);
    const file = extname(pathname) !== "" && existsSync(asked) ? asked : join(folder, "index.html");
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      ...(policy === null ? {} : { "content-security-policy": policy }),
    });
    response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    folder,
    faults,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      if (!built) rmSync(folder, { recursive: true, force: true });
    },
  };
}
