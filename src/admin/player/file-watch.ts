/** Files of a running session come within seconds of the events that name them. Milliseconds. */
const FIRST_MS = 1_500;
const LAST_MS = 20_000;

/**
 * Looks for files that a picture of a running session lacked: soon at first, then less often, because some never come. `ask` gets
 * the list. Returns the stop.
 */
export function watchFiles(live: boolean, lacking: () => boolean, ask: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = !live;
  let wait = FIRST_MS;

  function later(): void {
    if (stopped) return;
    timer = setTimeout(() => void look(), wait);
  }
  async function look(): Promise<void> {
    if (lacking()) {
      wait = Math.min(LAST_MS, wait * 1.5);
      // The next look may have more luck; the picture itself says what is not there.
      await ask().catch(() => undefined);
    }
    later();
  }

  later();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
