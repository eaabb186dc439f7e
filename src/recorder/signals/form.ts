import type { CustomPayloads } from "../../protocol/events.ts";
import { listen, stopAll, type Stop } from "../guard.ts";
import type { Signal } from "./signal.ts";
import { nameOf, pathOf } from "./target.ts";

/** A field while it has the focus, and after. Times are those of events: milliseconds since the document began. */
interface Visit {
  element: Element;
  since: number;
  until?: number;
}

const FIELDS = "select,textarea,input:not([type=submit],[type=button],[type=reset],[type=image],[type=hidden])";
/** These do not leave the shadow root they happen in. */
const LOCAL = ["change", "submit", "invalid"];

/**
 * `playhead.form`: what was done with a field or form, by their names; passwords and card numbers are fields like others. No
 * value, no length and no text is looked at. A form is abandoned when the page is left with the form on it, begun and not sent.
 */
export const form: Signal = ({ send }) => {
  let present: Visit | undefined;
  /** The field that was filled in last of each form that was begun. */
  const begun = new Map<Element, Visit>();
  const roots = new Set<Node>([document]);
  const stops: Stop[] = [];

  const tell = (
    action: CustomPayloads["playhead.form"]["action"],
    owner?: Element | null,
    visit?: Visit,
    now?: number,
  ) => {
    const ms = visit && now ? { ms: Math.round((visit.until ?? now) - visit.since) } : {};
    send("playhead.form", { form: ownName(owner), field: ownName(visit?.element), action, ...ms });
  };

  const hear = (event: Event) => {
    const [element] = pathOf(event) as [HTMLInputElement];
    const { type, timeStamp } = event;
    if (!element || !event.isTrusted) return;
    if (type === "submit") {
      begun.delete(element);
      tell(type, element);
    }
    if (!element.matches(FIELDS)) return;
    const visit = type !== "focusin" && present?.element === element ? present : { element, since: timeStamp };
    if (type === "focusin") {
      present = visit;
      const root = element.getRootNode();
      if (!roots.has(root)) for (const local of LOCAL) stops.push(listen(root, local, hear));
      roots.add(root);
      tell("focus", element.form, visit);
    } else if (type === "focusout") visit.until = timeStamp;
    else if (type === "input") {
      if (element.form) begun.set(element.form, visit);
    } else if (type === "change" || type === "invalid")
      tell(type, element.form, visit, type === "change" ? timeStamp : 0);
  };

  stops.push(
    ...["focusin", "focusout", "input", ...LOCAL].map((type) => listen(document, type, hear)),
    listen(window, "pagehide", ({ timeStamp }) => {
      for (const [owner, visit] of begun) if (owner.isConnected) tell("abandon", owner, visit, timeStamp);
      begun.clear();
    }),
  );
  return stopAll(stops);
};

/** A name of its own. Not that of what is around it: two fields would share one. */
function ownName(element?: Element | null): string {
  return (element && nameOf([element])) || "";
}
