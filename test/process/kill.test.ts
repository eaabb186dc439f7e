import { brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Manifest } from "../../src/protocol/api.schema.ts";
import { batchText, isGzip, parseChunkLines, uuidv7 } from "../../src/protocol/index.ts";
import type { StartResponse } from "../../src/protocol/start.schema.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { KilledHost } from "./killed-host.ts";

/** The short run; `npm run test:long` sets both to the figures of the goals: 200 kills, 100,000 batches. */
const KILLS = Number(process.env["KILLS"] ?? 8);
const BATCHES = Number(process.env["BATCHES"] ?? 2_000);
const SESSIONS = 8;
const CLIENTS = 16;

const host = new KilledHost();
let starting: Promise<void>;

const base = () => host.base;

interface Recorded {
  session: string;
  token: string;
  /** Texts by `page/seq`, of what was acknowledged. */
  acknowledged: Map<string, string>;
}

async function open(): Promise<Recorded> {
  const body = {
    key: DEMO.key,
    session: uuidv7(),
    visitor: uuidv7(),
    page: uuidv7(),
    url: "http://localhost/",
    recorder: "test",
  };
  const response = await fetch(`${base()}/v1/sessions`, {
    method: "POST",
    headers: { Origin: "http://localhost:3000" },
    body: JSON.stringify(body),
  });
  const { token } = (await response.json()) as Extract<StartResponse, { token: string }>;
  return { session: body.session, token, acknowledged: new Map() };
}

/** Every fourth batch inflates to a megabyte, so that chunks are cut all the time. */
function makeText(n: number): string {
  const data = { source: 0, texts: [{ id: n, value: n % 4 === 0 ? `${n} `.repeat(150_000) : `value ${n}` }] };
  return batchText(n, [JSON.stringify({ type: 3, data, timestamp: Date.now() })]);
}

let repeated = 0;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Sends a batch until it is acknowledged, whatever happens to the server. */
async function deliver(
  { session, token, acknowledged }: Recorded,
  page: string,
  seq: number,
  text: string,
): Promise<void> {
  const address = `${base()}/v1/sessions/${session}/batches?page=${page}&seq=${seq}&token=${token}`;
  for (;;) {
    await starting.catch(() => undefined);
    const status = await fetch(address, { method: "POST", body: gzipSync(text) })
      .then(async (response) => {
        await response.text();
        return response.status;
      })
      // Killed before or in the middle of its answer.
      .catch(() => 0);
    if (status === 202) break;
    if (status >= 400 && status < 500) throw new Error(`a valid batch was answered with ${status}`);
    repeated++;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  acknowledged.set(`${page}/${seq}`, text);
}

/** What is still in the object, over the live socket, as `page/seq` → text. */
async function readBuffered(session: string, grant: string, cookie: string): Promise<[string, string][]> {
  const found: [string, string][] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = new WebSocket(`${base().replace("http", "ws")}/api/sessions/${session}/live?grant=${grant}`, {
    headers: { cookie, origin: base() },
  } as never);
  socket.binaryType = "arraybuffer";
  socket.addEventListener("error", () => reject(new Error("the live socket failed")));
  socket.addEventListener("message", ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (typeof data === "string") {
      if ((JSON.parse(data) as { kind: string }).kind === "current") resolve();
      return;
    }
    const frame = Buffer.from(data);
    const end = frame.indexOf(10);
    const { page, seq } = JSON.parse(frame.subarray(0, end).toString()) as { page: string; seq: number };
    const body = frame.subarray(end + 1);
    found.push([`${page}/${seq}`, (isGzip(body) ? gunzipSync(body) : body).toString()]);
  });
  await promise;
  socket.close();
  return found;
}

/** All that can be read of a session: chunks, then what is in none. */
async function readBack(session: string, cookie: string): Promise<{ found: Map<string, string>; chunks: number }> {
  const get = (path: string) => fetch(base() + path, { headers: { cookie } });
  const manifest = (await (await get(`/api/sessions/${session}/manifest`)).json()) as Manifest;
  const found: [string, string][] = [];
  for (const { n } of manifest.chunks) {
    const response = await get(`/api/sessions/${session}/chunks/${n}?grant=${manifest.grant}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes[0] === 0x7b ? bytes : brotliDecompressSync(bytes);
    for (const { page, seq, body } of parseChunkLines(text.toString()))
      found.push([`${page}/${seq}`, JSON.stringify(body)]);
  }
  found.push(...(await readBuffered(session, manifest.grant, cookie)));
  return { found: new Map(found), chunks: manifest.chunks.length };
}

beforeAll(async () => {
  await host.build();
  await (starting = host.start());
});
afterAll(() => host.end());

describe("the runtime is killed again and again while batches come in", () => {
  it(
    `loses none of ${BATCHES} acknowledged batches in ${KILLS} kills`,
    { timeout: 60_000 + KILLS * 20_000 + BATCHES * 100 },
    async () => {
      const sessions = await Promise.all(Array.from({ length: SESSIONS }, open));
      const page = uuidv7();
      let next = 0;
      let done = false;
      const client = async () => {
        for (let n = next++; n < BATCHES; n = next++)
          await deliver(sessions[n % SESSIONS]!, page, Math.floor(n / SESSIONS), makeText(n));
      };
      const killer = async () => {
        for (let kills = 0; kills < KILLS; kills++) {
          // At equal shares of the work, in the middle of whatever is going on.
          const share = ((kills + 1) * BATCHES) / (KILLS + 1);
          await until(() => next >= share || done);
          await host.kill();
          await (starting = host.start());
        }
      };
      await Promise.all([Promise.all(Array.from({ length: CLIENTS }, client)).then(() => (done = true)), killer()]);

      const cookie = await host.signIn();
      let cut = 0;
      for (const { session, acknowledged } of sessions) {
        const { found, chunks } = await readBack(session, cookie);
        cut += chunks;
        const lost = [...acknowledged].filter(([id, text]) => found.get(id) !== text).map(([id]) => id);
        expect(lost).toEqual([]);
        expect(found.size).toBe(acknowledged.size);
      }
      // Both ways of reading were needed: some batches were cut into chunks while the runtime was killed, some were not yet.
      expect(cut).toBeGreaterThan(SESSIONS);
      expect(sessions.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0)).toBe(BATCHES);
      // Otherwise nothing was going on when it was killed.
      expect(repeated).toBeGreaterThan(0);
    },
  );
});
