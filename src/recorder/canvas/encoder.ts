import type { Stop } from "../guard.ts";
import { clearTimeout, setTimeout } from "../natives.ts";
import { encode, type Encoded } from "./encode.ts";

/** A worker that has not answered by then was not allowed to start. Milliseconds; a large picture takes a few hundred. */
const WORKER_TIMEOUT_MS = 5_000;

export interface Encoder {
  /**
   * Takes the bitmap.
   * @throws {DOMException} DataCloneError or SecurityError when it holds pixels of another site
   */
  encode(bitmap: ImageBitmap, last: number, quality: number): Promise<Encoded>;
  stop: Stop;
}

/** Encodes off the main thread; on it where the page's policy allows no worker. */
export function createEncoder(): Encoder {
  let worker: Worker | undefined;
  let broken = false;
  let ids = 0;
  const waiting = new Map<number, (encoded?: Encoded) => void>();

  const stop = () => {
    broken = true;
    worker?.terminate();
    worker = undefined;
    for (const answer of waiting.values()) answer();
  };

  function started(): Worker | undefined {
    if (worker || broken) return worker;
    const text = `const e=${String(encode)};onmessage=({data:[id,...a]})=>e(...a).then(r=>postMessage([id,r]),()=>postMessage([id]))`;
    const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    try {
      worker = new Worker(address);
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        stop();
      });
      worker.addEventListener("message", ({ data: [id, encoded] }: MessageEvent<[number, Encoded?]>) => {
        // The address is needed until the worker has read it, and it has when it answers.
        URL.revokeObjectURL(address);
        waiting.get(id)?.(encoded);
      });
    } catch {
      broken = true;
    }
    return worker;
  }

  return {
    stop,
    async encode(bitmap, last, quality) {
      const target = started();
      if (!target) return encode(bitmap, last, quality);
      const encoded = await new Promise<Encoded | undefined>((resolve, reject) => {
        const id = ids++;
        const timer = setTimeout(stop, WORKER_TIMEOUT_MS);
        const done = () => {
          waiting.delete(id);
          clearTimeout(timer);
        };
        waiting.set(id, (answer) => {
          done();
          resolve(answer);
        });
        try {
          target.postMessage([id, bitmap, last, quality], [bitmap]);
        } catch (error) {
          done();
          reject(error as Error);
        }
      });
      if (!encoded) throw new Error("not encoded");
      return encoded;
    },
  };
}
