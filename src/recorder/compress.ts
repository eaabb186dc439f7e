import type { Stop } from "./guard.ts";
import { gzip, type Bytes } from "./gzip.ts";
import { clearTimeout, setTimeout } from "./natives.ts";

/** A worker that has not answered by then was not allowed to start, and did not say so. Milliseconds. */
const WORKER_TIMEOUT_MS = 3_000;

/** gzip at once, on the main thread: when the page is going away nothing asynchronous finishes. */
export function compressNow(text: string): Bytes {
  return gzip(new TextEncoder().encode(text));
}

/** The worker, as text: it comes from a Blob URL, so the site serves no file for it. */
const WORKER = `onmessage=({data:[id,text]})=>new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer().then(b=>postMessage([id,b],[b]),()=>postMessage([id]))`;

async function compressHere(text: string): Promise<Bytes> {
  try {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    return compressNow(text);
  }
}

export interface Compressor {
  compress(text: string): Promise<Bytes>;
  stop: Stop;
}

/**
 * gzip off the main thread. Where a worker cannot be had (a content security policy refuses it by an event, Trusted Types by
 * a throw, some by silence) the browser's own compression takes its place, and where that is missing, ours.
 */
export function createCompressor(): Compressor {
  let worker: Worker | undefined;
  let broken = false;
  let ids = 0;
  const waiting = new Map<number, (bytes?: Bytes) => void>();

  /** Nobody waits for the worker any longer: all that is under way is done here. */
  const stop = () => {
    broken = true;
    worker?.terminate();
    worker = undefined;
    for (const answer of waiting.values()) answer();
  };

  function started(): Worker | undefined {
    if (worker || broken) return worker;
    const address = URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" }));
    try {
      worker = new Worker(address);
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        stop();
      });
      worker.addEventListener("message", ({ data: [id, buffer] }: MessageEvent<[number, ArrayBuffer?]>) => {
        // The address is needed until the worker has read it, and it has when it answers.
        URL.revokeObjectURL(address);
        waiting.get(id)?.(buffer && new Uint8Array(buffer));
      });
    } catch {
      broken = true;
    }
    return worker;
  }

  return {
    stop,
    async compress(text) {
      const target = started();
      const bytes =
        target &&
        (await new Promise<Bytes | undefined>((resolve) => {
          const id = ids++;
          const timer = setTimeout(stop, WORKER_TIMEOUT_MS);
          waiting.set(id, (answer) => {
            waiting.delete(id);
            clearTimeout(timer);
            resolve(answer);
          });
          target.postMessage([id, text], []);
        }));
      return bytes ?? compressHere(text);
    },
  };
}
