/** Longer than this no work of ours keeps the page from answering, where it can be parted. Milliseconds. */
export const SLICE_MS = 40;

/** Lets the page draw and answer; goes on at once when there is nothing to do. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener(
      "message",
      () => {
        port1.close();
        resolve();
      },
      { once: true },
    );
    port1.start();
    port2.postMessage(null);
  });
}
