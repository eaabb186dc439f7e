import type { Capture } from "./capture.ts";
import type { Gate } from "./gate.ts";
import { namesToTell, type Knowledge } from "./knowledge.ts";
import type { Plan } from "./plan.ts";
import { scrubUrl } from "./urls.ts";
import type { Visit } from "./visit.ts";

/** What the server does not know yet and has asked to be told, because the decision may be another then. */
export interface Telling {
  /** The answer may be that this visitor is not recorded: what happens until then waits. */
  holdForWho(plan: Plan): void;
  /** Who the visitor is. */
  who(): void;
  /** Names of tracked events. */
  names(): void;
  /** The address has changed, or the title. */
  moved(): void;
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
  /** Runs something when the page has shown what it is about to show. */
  rendered(run: () => void): void;
}

export function createTelling(link: TellingLink): Telling {
  const { capture, gate, knowledge, tracked, plan, visit, again } = link;
  let address = scrubUrl(location.href);
  const holdForWho = ({ watch, identity }: Plan) => {
    if (knowledge.isUntold() && (watch.user || identity)) gate.hold(false);
  };
  const who = () => {
    if (knowledge.isUntold()) {
      holdForWho(plan());
      again();
    }
    const id = capture.calls.identify && knowledge.unsaid();
    if (id) capture.calls.identify?.(id);
  };
  return {
    holdForWho,
    who,
    names() {
      const names = plan().watch.events && namesToTell(tracked, visit()!.session().events ?? []);
      if (!names) return;
      visit()!.tell(names);
      again();
    },
    moved() {
      const next = scrubUrl(location.href);
      if (next !== address && plan().watch.url) {
        gate.hold(true);
        again();
      }
      address = next;
      if (plan().identity) link.rendered(() => (knowledge.find(plan().identity), who()));
    },
  };
}
