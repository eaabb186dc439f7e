import { api } from "../api.ts";
import { startChunkReader } from "./reader-worker.ts";
import type { SessionSource } from "./session-source.ts";

/** A session of this server, for a member. */
export function memberSource(id: string): SessionSource {
  const address: SessionSource["fileAddress"] = ({ key, sha256 }, grant) =>
    `/api/sessions/${encodeURIComponent(id)}/assets/${sha256}?${new URLSearchParams({ grant, key })}`;
  return {
    manifest: (signal) => api.manifest(id, signal),
    renew: (grant) => api.renewGrant(id, grant),
    watched: (grant, watched) => api.watched(id, grant, watched),
    chunk: (n, grant, signal) => api.chunk(id, n, grant, signal),
    files: (grant, signal) => api.files(id, grant, signal),
    fileAddress: address,
    sheet: (file, grant, signal) => api.fileText(address(file, grant), signal),
    liveAddress: (grant) => api.liveAddress(id, grant),
    reader: startChunkReader,
  };
}
