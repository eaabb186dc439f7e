import type { PageRow, SessionRow } from "../../protocol/api.schema.ts";
import { readChunkTexts, type ChunkRecord, type RegionStores } from "../../storage/index.ts";

/** A session that is taken out, and where what is stored of it lies. */
export interface ExportedSession {
  stores: RegionStores;
  secret: string;
  tenant: string;
  row: SessionRow;
  pages: PageRow[];
  chunks: ChunkRecord[];
  /** Unix milliseconds. */
  exportedAt: number;
}

/** Its chunks, inflated, one at a time. */
export function chunkTexts({ stores, secret, tenant, row, chunks }: ExportedSession) {
  return readChunkTexts(stores, secret, { tenant, session: row.id }, chunks);
}
