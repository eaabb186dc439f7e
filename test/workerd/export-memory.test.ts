import { env } from "cloudflare:test";
import { expect, it } from "vitest";
import { chunkLine, uuidv7, type ExportTail } from "../../src/protocol/index.ts";
import type { SessionRow } from "../../src/protocol/api.schema.ts";
import { chunkKey, ensureDataKey, putChunk, storesOf, type ChunkRecord, keyRing } from "../../src/storage/index.ts";
import { ndjsonOf } from "../../src/worker/export/ndjson.ts";
import { START, wireText } from "./builders.ts";

const CHUNKS = 240;
/** Three hours. */
const CHUNK_MS = 45_000;
const FILLER = "lorem ipsum ".repeat(800);

it("a session of three hours in hundreds of chunks is never in memory as a whole", async () => {
  const [tenant, session, page] = [uuidv7(), uuidv7(), uuidv7()];
  const stores = storesOf(env, "us");
  const key = await ensureDataKey(stores.bucket, keyRing(env), tenant, session);
  const chunks: ChunkRecord[] = [];
  let whole = 0;
  for (let n = 0; n < CHUNKS; n++) {
    const from = START + n * CHUNK_MS;
    const events = Array.from({ length: 20 }, (_, i) => ({
      type: 5,
      data: { tag: "playhead.track", payload: { name: FILLER } },
      // Two seconds over the end: what reaches into the next chunk waits for it.
      timestamp: from + i * 2_350,
    }));
    const text = new TextEncoder().encode(`${chunkLine(page, n, from, wireText(events))}\n`);
    whole += text.byteLength;
    const stored = await putChunk(stores.bucket, key, { tenant, session, n }, text);
    const to = events.at(-1)!.timestamp;
    chunks.push({ n, from, to, batches: 1, textBytes: text.byteLength, keyframes: [], ...stored });
  }

  // What has been read and not been given out is what is held.
  const sizes = new Map(chunks.map(({ n, textBytes }) => [chunkKey(tenant, session, n), textBytes]));
  let read = 0;
  const bucket = new Proxy(stores.bucket, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (name === "get") read += sizes.get(String(args[0])) ?? 0;
        return (value as (...all: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  const row = { id: session } as SessionRow;
  let [given, peak, last] = [0, 0, ""];
  for await (const block of ndjsonOf({
    stores: { ...stores, bucket },
    ring: keyRing(env),
    tenant,
    row,
    pages: [],
    chunks,
    exportedAt: START,
  })) {
    peak = Math.max(peak, read - given);
    given += block.byteLength;
    last = new TextDecoder().decode(block);
  }
  expect(whole).toBeGreaterThan(40_000_000);
  expect(read).toBe(whole);
  expect((JSON.parse(last) as ExportTail).events).toBe(CHUNKS * 20);
  // Two chunks, of the two hundred and forty.
  expect(peak).toBeLessThan((2 * whole) / CHUNKS);
});
