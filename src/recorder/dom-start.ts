import type { DomExtraChunk } from "./dom-extra.ts";
import { faults } from "./guard.ts";
import type { DomChunk } from "./handover.ts";

/** Capture of the DOM: its chunk is fetched when it is needed, and started when it is still wanted by then. */
export interface DomStart {
  /** `extras`: paths of chunks that add to it. */
  start(path: string, extras: readonly string[]): Promise<void>;
  stop(): void;
}

export interface DomStartLink {
  load(path: string): Promise<unknown>;
  /** @throws when it cannot be captured */
  start(chunk: DomChunk, extras: DomExtraChunk[]): void;
  stop(): void;
  failed(): void;
}

export function createDomStart(link: DomStartLink): DomStart {
  /** Counts starts and stops: a chunk that comes after another one of them is not wanted. */
  let turn = 0;
  return {
    async start(path, extras) {
      const mine = ++turn;
      // Without one of them the rest is recorded as ever.
      const more = extras.map((extra) => link.load(extra).catch(() => void faults.count++));
      try {
        const chunk = (await link.load(path)) as DomChunk;
        const loaded = (await Promise.all(more)) as (DomExtraChunk | undefined)[];
        if (mine === turn)
          link.start(
            chunk,
            loaded.filter((extra) => !!extra),
          );
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
