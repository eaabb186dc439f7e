import { ask } from "./ask.ts";
import { startCourse } from "./course.ts";
import type { Handover, Recorder } from "./handover.ts";
import { supportsPlayback } from "./support.ts";
import { createZone } from "./zone.ts";

/**
 * Goes on where the loader's question led. Resolves to the recorder, or to why there is nothing to do.
 */
export async function record(handover: Handover): Promise<Recorder | string> {
  const inRoot = createZone();
  const supported = supportsPlayback(window);
  // The loader knows nothing of that: what it was answered does not hold here.
  const facts = supported ? handover.facts : { ...handover.facts, unsupported: true };
  const first = supported ? handover.first : undefined;
  const answered = await inRoot(() => ask(handover, handover.page, facts, undefined, first));
  if (typeof answered == "string") return answered;
  if (!answered.answer.recorder) return answered.answer.reason;
  return inRoot(() => startCourse({ ...handover, facts }, answered));
}
