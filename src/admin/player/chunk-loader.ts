import { ApiError } from "../api-error.ts";

/** A chunk is fetched with this many others at a time: more only share the line. */
const AT_ONCE = 4;
/** Between two chunks that nobody waits for, as long as the last one took: half of a core is left to whoever works here. */
const REST_MS = { least: 100, most: 400 } as const;
/** … and before one that play will come to: the picture that somebody waits for comes first. */
const NEAR_REST_MS = 150;
/** What nobody waits for is held back while a picture is made, so long at most: one that can't be made must not keep the rest away. */
const HOLD_MS = 1_500;
const RETRY_MS = [1_000, 3_000, 8_000];
/** A line that says nothing for so long is dead, and another one is tried: even a slow one has brought a chunk by then. */
const DEAD_MS = 60_000;

/** Loads chunks in an order that may change at any time. */
export interface ChunkLoader {
  /**
   * Loads those of these that are lacking, in this order: the first `urgent` side by side, up to `near` one at a time after them, and the
   * others one by one while nothing else is to be done.
   */
  want(order: readonly number[], urgent: number, near: number): void;
  /** Chunks that did not come after all tries. */
  failed(): ReadonlyMap<number, Error>;
  /** Try those again. */
  retry(): void;
  stop(): void;
}

/**
 * `load` fetches and keeps one chunk, `lacks` says whether that is to be done; `changed` is called after each that came or was given up.
 * `isBusy`: a picture is being made of what came, on the same core.
 */
export function createChunkLoader(
  load: (n: number, signal: AbortSignal) => Promise<void>,
  lacks: (n: number) => boolean,
  changed: () => void,
  isBusy: () => boolean = () => false,
): ChunkLoader {
  const loading = new Set<number>();
  const failed = new Map<number, Error>();
  const stopping = new AbortController();
  let queue: number[] = [];
  let urgent = 0;
  let near = 0;
  let rested = false;
  let took: number = REST_MS.most;
  let heldUntil = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      stopping.signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
    });
  }

  async function loadOne(n: number): Promise<void> {
    loading.add(n);
    const began = performance.now();
    for (let tries = 0; !stopping.signal.aborted; tries++) {
      try {
        await load(n, AbortSignal.any([stopping.signal, AbortSignal.timeout(DEAD_MS)]));
        break;
      } catch (error) {
        // What is not in the store is looked for once more, in case it was just being replaced.
        const gone = error instanceof ApiError && error.status === 404 && tries > 0;
        const wait = gone ? undefined : RETRY_MS[tries];
        if (wait === undefined) {
          failed.set(n, error instanceof Error ? error : new Error(String(error)));
          break;
        }
        await pause(wait);
      }
    }
    loading.delete(n);
    took = performance.now() - began;
    if (queue.indexOf(n) < urgent) heldUntil = performance.now() + HOLD_MS;
    if (stopping.signal.aborted) return;
    changed();
    fill();
  }

  /** Waits before the next of what is far. */
  function rest(ms: number): void {
    resting ??= setTimeout(() => {
      resting = undefined;
      rested = true;
      fill();
    }, ms);
  }

  function fill(): void {
    while (loading.size < AT_ONCE && !stopping.signal.aborted) {
      const at = queue.findIndex((each) => lacks(each) && !loading.has(each) && !failed.has(each));
      // What nobody waits for must not be in the way of what somebody does next.
      if (at < 0 || (at >= urgent && loading.size > 0)) return;
      const held = isBusy() && performance.now() < heldUntil;
      if (at >= urgent && (!rested || held))
        return rest(at < near ? NEAR_REST_MS : Math.min(REST_MS.most, Math.max(REST_MS.least, took)));
      void loadOne(queue[at]!);
      rested = false;
    }
  }

  return {
    want(order, first, second) {
      queue = [...order];
      [urgent, near] = [first, second];
      // Somebody jumps: what is far waits anew.
      if (queue.slice(0, first).some(lacks)) {
        clearTimeout(resting);
        resting = undefined;
        rested = false;
      }
      fill();
    },
    failed: () => failed,
    retry() {
      failed.clear();
      fill();
    },
    stop() {
      clearTimeout(resting);
      stopping.abort();
    },
  };
}
