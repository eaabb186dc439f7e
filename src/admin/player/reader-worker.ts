import type { ChunkReader } from "./chunk-reader.ts";
import type { ReadBatch } from "./reader.ts";

type Answer = { id: number } & ({ batches: ReadBatch[] } | { error: string });

/** Reads away from the main thread, in a worker. Texts are read in the order they are given. */
export function startChunkReader(): ChunkReader {
  const worker = new Worker(new URL("./reader.worker.ts", import.meta.url), { type: "module" });
  const waiting = new Map<number, { resolve(batches: ReadBatch[]): void; reject(error: Error): void }>();
  let ids = 0;

  function fail(message: string): void {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  }

  worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if ("batches" in data) call?.resolve(data.batches);
    else call?.reject(new Error(`This part of the recording can't be read: ${data.error}`));
  });
  worker.addEventListener("error", () => fail("The part of the player that reads recordings did not start."));

  return {
    read(text, whole) {
      const id = ids++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
        worker.postMessage({ id, text, whole });
      });
    },
    stop() {
      worker.terminate();
      fail("stopped");
    },
  };
}
