import type { BatchEvents, ChunkReader } from "./chunk-reader.ts";
import type { EventText } from "./event-store.ts";
import { lazyBody, type ReadBatch } from "./reader.ts";
import type { ReaderAnswer, ReaderAsk, SentBatch } from "./reader-messages.ts";

interface Call {
  done(answer: ReaderAnswer): void;
  reject(error: Error): void;
}

function batchOf({ page, seq, at, digest, sent, text }: SentBatch): ReadBatch {
  return { page, seq, at, digest, body: lazyBody(text ?? "[]", sent), ...(text === null && { away: true }) };
}

function eventsOf({ page, seq, text }: EventText): BatchEvents {
  return { page, seq, body: lazyBody(text, 0) };
}

/** Reads away from the main thread, in a worker. Texts are read in the order they are given, those that somebody waits for first. */
export function startChunkReader(): ChunkReader {
  const worker = new Worker(new URL("./reader.worker.ts", import.meta.url), { type: "module" });
  const waiting = new Map<number, Call>();
  let ids = 0;

  function fail(message: string): void {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  }

  worker.addEventListener("message", ({ data }: MessageEvent<ReaderAnswer>) => {
    const call = waiting.get(data.id);
    if ("part" in data) return call?.done(data);
    waiting.delete(data.id);
    if ("error" in data) call?.reject(new Error(`This part of the recording can't be read: ${data.error}`));
    else call?.done(data);
  });
  worker.addEventListener("error", () => fail("The part of the player that reads recordings did not start."));

  function ask(message: ReaderAsk, call: Call): void {
    waiting.set(message.id, call);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    worker.postMessage(message);
  }

  return {
    read(text, whole, chunk) {
      const message: ReaderAsk = {
        kind: "read",
        id: ids++,
        text,
        whole,
        n: chunk?.n ?? null,
        urgent: chunk?.urgent ?? true,
      };
      return new Promise((resolve, reject) =>
        ask(message, { done: (answer) => "batches" in answer && resolve(answer.batches.map(batchOf)), reject }),
      );
    },
    recall(n, first, take) {
      return new Promise((resolve, reject) =>
        ask(
          { kind: "recall", id: ids++, n, first },
          {
            done(answer) {
              if ("part" in answer) take(answer.part.map(eventsOf), answer.page);
              else if ("found" in answer) resolve(answer.found);
            },
            reject,
          },
        ),
      );
    },
    stop() {
      worker.terminate();
      fail("stopped");
    },
  };
}
