import { RECORDER } from "../../protocol/limits.ts";
import { uptime } from "../uptime.ts";

/** When the step before ended; 0: the next one has no beginning. */
let last = 0;
/** Milliseconds of the present piece of work: in steps, and of those in which the processor did something else. */
let stepped = 0;
let away = 0;

/** What comes now is no step: it may take long by itself. */
export function rest(): void {
  last = 0;
}

/**
 * A node is being looked at. That takes some microseconds; of what lies between two of them no more than a step can take is held
 * against us: the rest is another program's time on a busy machine, which no clock of a page tells from ours.
 */
export function step(node?: Partial<Element>): void {
  // These come with texts of any length, or with a document.
  if (!node || /^(?:STYLE|LINK|IFRAME)$/.test(node.tagName!)) return rest();
  const now = uptime();
  if (last) {
    stepped += now - last;
    away += Math.max(0, now - last - RECORDER.stepMs);
  }
  last = now;
}

/** Measures what is done from now on. Answers the milliseconds of it that were ours. */
export function stopwatch(): () => number {
  const from = uptime();
  stepped = away = last = 0;
  return () => {
    const all = uptime() - from;
    // Where most of it was steps, the machine was as busy for the rest.
    return stepped > all / 2 ? all * (1 - away / stepped) : all - away;
  };
}
