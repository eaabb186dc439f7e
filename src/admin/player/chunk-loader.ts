/** A chunk is fetched with this many others at a time: more only share the line. */
const AT_ONCE = 4;
const RETRY_MS = [1_000, 3_000, 8_000];

/** Loads chunks in an order that may change at any time. */
export interface ChunkLoader {
  /** Loads these, in this order, unless they are loaded, loading or given up. */
  want(order: readonly number[]): void;
  isLoaded(n: number): boolean;
  /** Chunks that did not come after all tries. */
  failed(): ReadonlyMap<number, Error>;
  /** Try those again. */
  retry(): void;
  stop(): void;
}

/** `load` fetches and keeps one chunk; `changed` is called after each that came or was given up. */
export function createChunkLoader(
  load: (n: number, signal: AbortSignal) => Promise<void>,
  changed: () => void,
): ChunkLoader {
  const loaded = new Set<number>();
  const loading = new Set<number>();
  const failed = new Map<number, Error>();
  const stopping = new AbortController();
  let queue: number[] = [];

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      stopping.signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
    });
  }

  async function loadOne(n: number): Promise<void> {
    loading.add(n);
    for (let tries = 0; !stopping.signal.aborted; tries++) {
      try {
        await load(n, stopping.signal);
        loaded.add(n);
        break;
      } catch (error) {
        const wait = RETRY_MS[tries];
        if (wait === undefined) {
          failed.set(n, error instanceof Error ? error : new Error(String(error)));
          break;
        }
        await pause(wait);
      }
    }
    loading.delete(n);
    if (stopping.signal.aborted) return;
    changed();
    fill();
  }

  function fill(): void {
    while (loading.size < AT_ONCE && !stopping.signal.aborted) {
      const n = queue.find((each) => !loaded.has(each) && !loading.has(each) && !failed.has(each));
      if (n === undefined) return;
      void loadOne(n);
    }
  }

  return {
    want(order) {
      queue = [...order];
      fill();
    },
    isLoaded: (n) => loaded.has(n),
    failed: () => failed,
    retry() {
      failed.clear();
      fill();
    },
    stop: () => stopping.abort(),
  };
}
