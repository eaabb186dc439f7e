// Batches a second through the Worker, against a bare Worker that inflates and appends the same body, in the same run.
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from "miniflare";
import { root } from "../scripts/lib.mjs";
import { uuidv7 } from "../src/protocol/ids.ts";
import { bundleWorker, startWorker } from "../test/process/host.mjs";
import { DEMO } from "../src/worker/local/demo-tenant.ts";

/** As many objects as the baseline measured elsewhere uses; connections of one busy site behind one machine. */
const SESSIONS = 64;
const CONNECTIONS = 32;
const BATCHES = 3_000;
const ROUNDS = 3;

/** Bytes of a body: an ordinary batch with a small snapshot. */
const BODY_BYTES = 20 * 1024;

function makeBody() {
  let seed = 1;
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x7fffffff;
  const events = [];
  for (;;) {
    for (let i = 0; i < 40; i++) {
      const position = {
        x: Math.trunc(random() * 1_280),
        y: Math.trunc(random() * 800),
        id: Math.trunc(random() * 9_999),
        timeOffset: -Math.trunc(random() * 500),
      };
      events.push({
        type: 3,
        data: { source: 1, positions: [position] },
        timestamp: 1.7e12 + Math.trunc(random() * 1e9),
      });
    }
    const body = gzipSync(JSON.stringify({ v: 1, sent: 1.7e12, events }));
    if (body.byteLength >= BODY_BYTES) return body;
  }
}

function post(agent, base, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const options = {
      agent,
      method: "POST",
      headers: { "Content-Length": body.byteLength, "Content-Type": "text/plain", ...headers },
    };
    const sent = request(new URL(path, base), options, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => resolve({ status: response.statusCode, text: Buffer.concat(parts).toString() }));
    });
    // A kept connection may have been closed by the server just then; Node leaves it to the caller to ask again.
    sent.on("error", (error) => (sent.reusedSocket ? resolve(post(agent, base, path, body, headers)) : reject(error)));
    sent.end(body);
  });
}

/** Posts `BATCHES` bodies over `CONNECTIONS` connections and answers how many a second were taken. */
async function measure(base, pathOf, body) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let next = 0;
  const started = performance.now();
  const worker = async () => {
    for (let i = next++; i < BATCHES; i = next++) {
      const { status, text } = await post(agent, base, pathOf(i), body);
      if (status !== 202) throw new Error(`answered ${status}: ${text}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  return BATCHES / ((performance.now() - started) / 1_000);
}

async function startOurs(folder) {
  const bundle = join(folder, "worker.js");
  await bundleWorker(bundle);
  return startWorker({ bundle, folder: join(folder, "ours") });
}

async function startBare(folder) {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      scriptPath: join(root, "bench/bare-worker.mjs"),
      compatibilityDate: "2026-08-15",
      durableObjects: { LOG: { className: "Log", useSQLite: true } },
      resourcePersistencePath: join(folder, "bare"),
      log: new Log(LogLevel.ERROR),
    }),
  );
  return { miniflare, base: await miniflare.ready };
}

async function openSessions(base) {
  const agent = new Agent({ keepAlive: true });
  const sessions = [];
  for (let i = 0; i < SESSIONS; i++) {
    const start = {
      key: DEMO.key,
      session: uuidv7(),
      visitor: uuidv7(),
      page: uuidv7(),
      url: "http://localhost/",
      recorder: "bench",
    };
    const { status, text } = await post(agent, base, "/v1/sessions", Buffer.from(JSON.stringify(start)), {
      Origin: "http://localhost:3000",
    });
    if (status !== 200) throw new Error(`not let in: ${text}`);
    sessions.push({ ...start, token: JSON.parse(text).token });
  }
  agent.destroy();
  return sessions;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Prints batches/s of the Worker, of the bare one, and their ratio. */
export async function throughput() {
  const folder = mkdtempSync(join(tmpdir(), "playhead-bench-"));
  const [ours, bare] = [await startOurs(folder), await startBare(folder)];
  try {
    const sessions = await openSessions(ours.base);
    const body = makeBody();
    const rates = { ours: [], bare: [] };
    for (let round = 0; round < ROUNDS; round++) {
      rates.bare.push(await measure(bare.base, (i) => `/?log=${i % SESSIONS}`, body));
      rates.ours.push(
        await measure(
          ours.base,
          (i) => {
            const { session, page, token } = sessions[i % SESSIONS];
            return `/v1/sessions/${session}/batches?page=${page}&seq=${round * BATCHES + i}&token=${token}`;
          },
          body,
        ),
      );
    }
    const [mine, base] = [median(rates.ours), median(rates.bare)];
    console.log(
      `batches           ${mine.toFixed(0)} a second; bare Worker ${base.toFixed(0)}; ratio ${(mine / base).toFixed(2)} (body ${body.byteLength} B gzip)`,
    );
  } finally {
    await ours.miniflare.dispose();
    await bare.miniflare.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}
