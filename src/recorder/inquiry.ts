import { ask } from "./ask.ts";
import { createAsker, type Asker } from "./asker.ts";
import type { Gate } from "./gate.ts";
import type { Answered, Handover } from "./handover.ts";
import type { Knowledge } from "./knowledge.ts";
import type { PageLanes } from "./page-lanes.ts";
import { NOTHING, type Plan } from "./plan.ts";
import type { Visit } from "./visit.ts";

/** The questions of one document after the first. */
export interface Inquiry extends Asker {
  /** Gets a new token for a visit: the present one, or an earlier one that still has something to send. */
  renew(visit: Visit, page: string): Promise<boolean>;
}

export interface InquiryLink {
  handover: Handover;
  gate: Gate;
  knowledge: Knowledge;
  lanes: PageLanes;
  plan(): Plan;
  visit(): Visit | undefined;
  isStopped(): boolean;
  /** There is an answer. */
  apply(answered: Answered): void;
  /** There is none: why. */
  unanswered(why: string): void;
}

export function createInquiry(link: InquiryLink): Inquiry {
  const { handover, gate, knowledge, lanes, plan, visit } = link;
  /** The last question had an answer. */
  let answered = true;

  const asker = createAsker(async () => {
    gate.ask();
    knowledge.ask();
    const present = visit();
    const of = gate.lane() ? present!.session() : undefined;
    const page = lanes.toAsk();
    const buffered = present && gate.buffered(present.now());
    const facts = { ...knowledge.facts(), ...(buffered !== undefined && { buffered }) };
    const next = await ask(handover, page, facts, of);
    if (link.isStopped()) return;
    answered = typeof next != "string";
    if (typeof next == "string") return link.unanswered(next);
    link.apply(next);
    if (plan().level === "off") gate.unhold();
    else gate.release(visit()!.now(), !asker.isPending());
  });

  return {
    ...asker,
    async renew(of, page) {
      if (of === visit() && plan() !== NOTHING) {
        await asker.again();
        return answered && of === visit() && plan().level !== "off";
      }
      const next = await ask(handover, page, knowledge.facts(), of.session());
      const isYes = typeof next != "string" && next.answer.level !== "off";
      if (isYes) of.update(next);
      return isYes;
    },
  };
}
