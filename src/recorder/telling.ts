import type { Capture } from "./capture.ts";
import type { Gate } from "./gate.ts";
import { namesToTell, type Knowledge } from "./knowledge.ts";
import type { Plan } from "./plan.ts";
import type { Visit } from "./visit.ts";

/** What the server does not know yet and has asked to be told, because the decision may be another then. */
export interface Telling {
  /** The answer may be that this visitor is not recorded: what happens until then waits. */
  holdForWho(plan: Plan): void;
  /** Who the visitor is. */
  who(): void;
  /** Names of tracked events. */
  names(): void;
}

export interface TellingLink {
  capture: Capture;
  gate: Gate;
  knowledge: Knowledge;
  /** Names of events that the site has tracked in this document. */
  tracked: ReadonlySet<string>;
  plan(): Plan;
  visit(): Visit | undefined;
  /** Asks. */
  again(): void;
}

export function createTelling({ capture, gate, knowledge, tracked, plan, visit, again }: TellingLink): Telling {
  const holdForWho = ({ watch, identity }: Plan) => {
    if (knowledge.isUntold() && (watch.user || identity)) gate.hold(false);
  };
  return {
    holdForWho,
    who() {
      if (knowledge.isUntold()) {
        holdForWho(plan());
        again();
      }
      const id = capture.calls.identify && knowledge.unsaid();
      if (id) capture.calls.identify?.(id);
    },
    names() {
      const names = plan().watch.events && namesToTell(tracked, visit()!.session().events ?? []);
      if (!names) return;
      visit()!.tell(names);
      again();
    },
  };
}
