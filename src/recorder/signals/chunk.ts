import { SIGNAL_SHAPES as shapes } from "../../protocol/privacy/signal-shapes.ts";
import { faults, guard, stopAll, type Stop } from "../guard.ts";
import { depth } from "./depth.ts";
import { error } from "./error.ts";
import { form } from "./form.ts";
import { log } from "./log.ts";
import { network } from "./network.ts";
import { place } from "./place.ts";
import { reaction } from "./reaction.ts";
import type { MoreContext, MoreSignal } from "./signal.ts";
import { task } from "./task.ts";
import { vital } from "./vital.ts";

/** What is loaded at dxa and above, when the recorder is there: what playback does not wait for. */
export { shapes };

const SIGNALS: readonly MoreSignal[] = [place, depth, form, reaction, error, log, network, task, vital];

/** Starts them all, and returns how to stop. */
export function start(context: MoreContext): Stop {
  // This chunk has its own copy: its faults are counted with the others.
  Object.defineProperty(faults, "count", { get: () => 0, set: context.fault, configurable: true });
  return stopAll(SIGNALS.map((signal) => guard(signal)(context) ?? (() => {})));
}
