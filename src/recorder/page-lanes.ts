import { uuidv7 } from "../protocol/ids.ts";
import type { Gate } from "./gate.ts";
import { clockNow } from "./natives.ts";
import type { LaneEvents, Outbox } from "./outbox.ts";
import type { Visit } from "./visit.ts";

/** The page ids of one document and the way of each to the server: one at a time is open. */
export interface PageLanes {
  /** The page id to ask for: another one when something was sent under the last and that has ended. */
  toAsk(): string;
  /** Begins to send. */
  open(): void;
  /** Goes on under another page id. `false` when nothing is being sent. */
  reopen(): boolean;
  /** Ends what is sent; what is on its way still arrives. */
  leave(): void;
}

/** `page`: the first id. */
export function createPageLanes(
  page: string,
  outbox: Outbox,
  gate: Gate,
  visit: () => Visit,
  events: LaneEvents,
): PageLanes {
  /** Something was sent under the present id. */
  let opened = false;
  const open = () => {
    opened = true;
    gate.open(outbox.open(page, visit(), events));
  };
  return {
    toAsk() {
      if (opened && !gate.lane()) {
        page = uuidv7(clockNow());
        opened = false;
      }
      return page;
    },
    open,
    reopen() {
      const lane = gate.lane();
      if (!lane) return false;
      outbox.leave(lane);
      page = uuidv7(clockNow());
      open();
      return true;
    },
    leave() {
      const lane = gate.lane();
      gate.shut();
      if (lane) outbox.leave(lane);
    },
  };
}
