import { LIMITS } from "../protocol/index.ts";
import { getChunk } from "./chunk-object.ts";
import type { ChunkPlace } from "./chunk-cipher.ts";
import type { RegionStores } from "./env.ts";
import type { KeyRing } from "./key-ring.ts";
import type { StoredChunk } from "./chunk-object.ts";
import { readDataKey } from "./session-salt.ts";

/** Which sessions of a tenant a rewrite is about. Times are those of their start, both included. */
export interface RewriteScope {
  environment: string | null;
  /** `null`: all of them. */
  sessions: readonly string[] | null;
  from: number;
  to: number;
}

/** Where a list of sessions was left. */
export interface RewriteCursor {
  startedAt: number;
  session: string;
}

const IN_SCOPE = `tenant = ?1 AND started_at BETWEEN ?2 AND ?3 AND (?4 IS NULL OR environment = ?4)
  AND (?5 IS NULL OR id IN (SELECT value FROM json_each(?5)))`;

function scopeValues(tenant: string, { environment, sessions, from, to }: RewriteScope) {
  return [tenant, from, to, environment, sessions && JSON.stringify(sessions)] as const;
}

/** How many sessions of the scope the index has. */
export async function countInScope(index: D1Database, tenant: string, scope: RewriteScope): Promise<number> {
  const statement = index
    .prepare(`SELECT count(*) AS count FROM sessions WHERE ${IN_SCOPE}`)
    .bind(...scopeValues(tenant, scope));
  const [answer] = await index.batch<{ count: number }>([statement]);
  return answer!.results[0]!.count;
}

/** The next sessions of the scope, the oldest first. */
export async function listInScope(
  index: D1Database,
  tenant: string,
  scope: RewriteScope,
  after: RewriteCursor | null,
): Promise<RewriteCursor[]> {
  const statement = index
    .prepare(
      `SELECT started_at AS startedAt, id AS session FROM sessions
       WHERE ${IN_SCOPE} AND (started_at, id) > (?6, ?7) ORDER BY started_at, id LIMIT ?8`,
    )
    .bind(
      ...scopeValues(tenant, scope),
      after?.startedAt ?? Number.MIN_SAFE_INTEGER,
      after?.session ?? "",
      LIMITS.rewriteListRows,
    );
  const [answer] = await index.batch<RewriteCursor>([statement]);
  return answer!.results;
}

/** A chunk as the index has it. */
export interface ChunkRevision {
  n: number;
  rev: number;
  textBytes: number;
  storedBytes: number;
  sha256: string;
}

/** All chunks of a session, in order. */
export async function chunkRevisions(index: D1Database, tenant: string, session: string): Promise<ChunkRevision[]> {
  const statement = index
    .prepare(
      `SELECT n, rev, text_bytes AS textBytes, stored_bytes AS storedBytes, sha256 FROM chunks
       WHERE tenant = ? AND session = ? ORDER BY n`,
    )
    .bind(tenant, session);
  const [answer] = await index.batch<ChunkRevision>([statement]);
  return answer!.results;
}

/** Has the index name the object of the next revision from now on. Repeated, it changes nothing. */
export async function switchChunk(
  index: D1Database,
  { tenant, session, n, rev }: Required<ChunkPlace>,
  { storedBytes, sha256 }: StoredChunk,
  textBytes: number,
): Promise<void> {
  await index.batch([
    index
      .prepare(
        `UPDATE chunks SET rev = ?4, stored_bytes = ?5, sha256 = ?6, text_bytes = ?7
         WHERE tenant = ?1 AND session = ?2 AND n = ?3 AND rev = ?4 - 1`,
      )
      .bind(tenant, session, n, rev, storedBytes, sha256, textBytes),
  ]);
}

async function currentRevision(index: D1Database, { tenant, session, n }: ChunkPlace): Promise<number> {
  const row = await index
    .prepare("SELECT rev FROM chunks WHERE tenant = ? AND session = ? AND n = ?")
    .bind(tenant, session, n)
    .first<{ rev: number }>();
  // A row that was lost: then it was never rewritten either, as far as anybody knows.
  return row?.rev ?? 0;
}

/**
 * The brotli bytes of a chunk as it is now, by its number, or `null` when there is none. A rewrite may take the object away between
 * the look at the index and the read: then the index names another by now.
 */
export async function readCurrentChunk(
  { index, bucket }: RegionStores,
  ring: KeyRing,
  place: Pick<ChunkPlace, "tenant" | "session" | "n">,
): Promise<Uint8Array | null> {
  const [key, first] = await Promise.all([
    readDataKey(bucket, ring, place.tenant, place.session),
    currentRevision(index, place),
  ]);
  if (!key) return null;
  for (let rev = first; ;) {
    const bytes = await getChunk(bucket, key, { ...place, rev });
    if (bytes) return bytes;
    const now = await currentRevision(index, place);
    if (now === rev) return null;
    rev = now;
  }
}
