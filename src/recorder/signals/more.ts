import type { SignalDirections } from "../../protocol/start.schema.ts";
import { knowShapes } from "../filter.ts";
import { faults, listen, stopAll, type Stop } from "../guard.ts";
import type { Signal, SignalChunk } from "./signal.ts";

/** Errors that are kept until the chunk is there. */
const EARLY = 20;

export interface MoreLink {
  load(path: string): Promise<unknown>;
  inRoot(run: () => void): void;
  host: string;
}

/** The signals of dxa and above: fetches their chunk, and keeps the errors that happen meanwhile. */
export function moreSignals(settings: SignalDirections, { load, inRoot, host }: MoreLink): Signal {
  return (context) => {
    const early: Event[] = [];
    const keep = (event: Event) => void (early.length < EARLY && early.push(event));
    let stop: Stop | undefined = stopAll([listen(window, "error", keep), listen(window, "unhandledrejection", keep)]);
    const begin = (chunk: SignalChunk) => {
      if (!stop) return;
      stop();
      knowShapes(chunk.shapes);
      // The same object: what the chunk adds to it, others see.
      stop = chunk.start(Object.assign(context, { settings, host, early, fault: () => void faults.count++ }));
    };
    load(settings.path).then(
      (chunk) => inRoot(() => begin(chunk as SignalChunk)),
      () => faults.count++,
    );
    return () => {
      stop?.();
      stop = undefined;
    };
  };
}
