import { ask } from "./ask.ts";
import type { Handover } from "./handover.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Visit } from "./visit.ts";

export interface RenewalLink {
  /** It is the visit that is going on. */
  isPresent(visit: Visit): boolean;
  /** Asks anew, and does what the answer says; resolves to whether that visit is still recorded. */
  again(visit: Visit): Promise<boolean>;
}

/** Gets new tokens for visits: the present one, and earlier ones that still have something to send. */
export function createRenewal(handover: Handover, knowledge: Knowledge, { isPresent, again }: RenewalLink) {
  return async (visit: Visit, page: string): Promise<boolean> => {
    if (isPresent(visit)) return again(visit);
    const next = await ask(handover, page, knowledge.facts(), visit.session());
    const isYes = typeof next != "string" && next.answer.level !== "off";
    if (isYes) visit.update(next);
    return isYes;
  };
}
