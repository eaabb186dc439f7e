import type { SessionPlace } from "./asset-map.ts";

/** A file as a session uses it: under which key, and what addresses in it are relative to. */
export interface SessionFile {
  key: string;
  sha256: string;
  type: string;
  base: string | null;
}

/** All stored files of a session, by key. */
export async function listSessionFiles(index: D1Database, { tenant, session }: SessionPlace): Promise<SessionFile[]> {
  const { results } = await index
    .prepare(
      `SELECT used."key", used.sha256, file.type, used.base FROM session_assets used
       JOIN assets file ON file.tenant = used.tenant AND file.sha256 = used.sha256 AND file.doomed_at IS NULL
       WHERE used.tenant = ? AND used.session = ? ORDER BY used."key"`,
    )
    .bind(tenant, session)
    .all<SessionFile>();
  return results;
}
