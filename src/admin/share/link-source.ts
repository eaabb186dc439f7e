import type { OpenedShare } from "../../protocol/share.schema.ts";
import { api } from "../api.ts";
import { startChunkReader } from "../player/reader-worker.ts";
import type { SessionSource } from "../player/session-source.ts";

/** The session of a link that has been opened. A view that is over is opened again with the same token and password. */
export function linkSource(first: OpenedShare, token: string, password: string | undefined): SessionSource {
  const { share } = first;
  let opened: OpenedShare | null = first;
  const address: SessionSource["fileAddress"] = ({ key, sha256 }, grant) =>
    `/api/shared/${share}/assets/${sha256}?${new URLSearchParams({ grant, key })}`;
  return {
    async manifest(signal) {
      const manifest = opened ?? (await api.openShare(token, password, signal));
      opened = null;
      return manifest;
    },
    renew: (grant) => api.renewSharedGrant(share, grant),
    watched: (grant, watched) => api.watchedShared(share, grant, watched),
    chunk: (n, grant, signal) => api.sharedChunk(share, n, grant, signal),
    files: (grant, signal) => api.sharedFiles(share, grant, signal),
    fileAddress: address,
    sheet: (file, grant, signal) => api.fileText(address(file, grant), signal),
    // What has come since is in no chunk yet; a link plays what is stored.
    liveAddress: () => null,
    reader: startChunkReader,
  };
}
