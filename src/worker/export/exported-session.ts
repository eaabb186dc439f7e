import type { PageRow, SessionRow } from "../../protocol/api.schema.ts";
import { readChunkTexts, type ChunkRecord, type RegionStores, type KeyRing } from "../../storage/index.ts";

/** A session that is taken out, and where what is stored of it lies. */
export interface ExportedSession {
  stores: RegionStores;
  ring: KeyRing;
  tenant: string;
  row: SessionRow;
  pages: PageRow[];
  chunks: ChunkRecord[];
  /** Unix milliseconds. */
  exportedAt: number;
}

/** Its chunks, inflated, one at a time. */
export function chunkTexts({ stores, ring, tenant, row, chunks }: ExportedSession) {
  return readChunkTexts(stores, ring, { tenant, session: row.id }, chunks);
}
