import type { DomChunk } from "./handover.ts";

/** Capture of the DOM: its chunk is fetched when it is needed, and started when it is still wanted by then. */
export interface DomStart {
  start(path: string): Promise<void>;
  stop(): void;
}

export interface DomStartLink {
  load(path: string): Promise<unknown>;
  /** @throws when it cannot be captured */
  start(chunk: DomChunk): void;
  stop(): void;
  failed(): void;
}

export function createDomStart(link: DomStartLink): DomStart {
  /** Counts starts and stops: a chunk that comes after another one of them is not wanted. */
  let turn = 0;
  return {
    async start(path) {
      const mine = ++turn;
      try {
        const chunk = (await link.load(path)) as DomChunk;
        if (mine === turn) link.start(chunk);
      } catch {
        // Told by an event, and to the server.
        if (mine === turn) link.failed();
      }
    },
    stop() {
      turn++;
      link.stop();
    },
  };
}
