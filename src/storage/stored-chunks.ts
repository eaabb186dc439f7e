import { brotliDecompressSync } from "node:zlib";
import { getChunk } from "./chunk-object.ts";
import type { RegionStores } from "./env.ts";
import type { KeyRing } from "./key-ring.ts";
import type { ChunkRecord } from "./session-index.ts";
import { readCurrentChunk } from "./session-rewrite.ts";
import { readDataKey } from "./session-salt.ts";

/** One chunk after the other of a session, inflated: one in memory at a time. Those that are gone are passed over. */
export async function* readChunkTexts(
  stores: RegionStores,
  ring: KeyRing,
  { tenant, session }: { tenant: string; session: string },
  chunks: readonly Pick<ChunkRecord, "n" | "rev">[],
): AsyncGenerator<{ n: number; text: Uint8Array }> {
  const key = await readDataKey(stores.bucket, ring, tenant, session);
  if (!key) return;
  for (const { n, rev = 0 } of chunks) {
    // What was rewritten since the list was made has another name by now.
    const packed =
      (await getChunk(stores.bucket, key, { tenant, session, n, rev })) ??
      (await readCurrentChunk(stores, ring, { tenant, session, n }));
    if (packed) yield { n, text: brotliDecompressSync(packed) };
  }
}
