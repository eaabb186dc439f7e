import type { Capture } from "./capture.ts";
import { createDomStart } from "./dom-start.ts";
import type { Gate } from "./gate.ts";
import type { Admission } from "./handover.ts";
import { customEvent } from "./lane.ts";
import { NOTHING, steps, withoutDom, type Plan, type Step } from "./plan.ts";
import type { Visit } from "./visit.ts";
import { createWatchdog, type Watchdog } from "./watchdog/watchdog.ts";

/** What is done in this document now: the plan, as far as the page can bear it. */
export interface Enactment {
  watchdog: Watchdog;
  plan(): Plan;
  /** Goes over to another plan. */
  follow(plan: Plan, reason: string): void;
  /** Nothing is done; what was begun has been ended. */
  rest(): void;
  stopDom(): void;
}

export interface EnactmentLink {
  gate: Gate;
  capture(): Capture;
  visit(): Visit;
  /** What the last answer means, whatever the page can bear. */
  wanted(): Plan;
  load(path: string): Promise<unknown>;
  inRoot(run: () => void): void;
  /** Begins to send. */
  open(): void;
  /** Ends what is sent. */
  leave(): void;
  /** The DOM cannot be captured here, whatever the server says. */
  unsupported(): void;
  /** Asks. */
  again(): void;
  finish(why: string): void;
}

export function createEnactment(link: EnactmentLink): Enactment {
  const { gate } = link;
  let plan: Plan = NOTHING;
  /** The visit whose recording says that it is without the DOM. */
  let loweredFor = "";

  const adapt = (reason: string) => plan !== NOTHING && follow(link.wanted(), reason);
  const say = (level: "off" | Admission["level"], reason: string) =>
    gate.push(customEvent("playhead.level", { level, reason }, link.visit().now()));

  const watchdog = createWatchdog({
    queued: () => gate.lane()?.bytes() ?? 0,
    isCapturing: () => !!plan.dom,
    lower: adapt,
    raise: () => adapt("calm"),
    end(reason) {
      say("off", reason);
      link.finish(reason);
    },
  });

  const dom = createDomStart({
    load: link.load,
    start: (chunk, extras) => link.inRoot(() => link.capture().startDom(chunk, extras, plan.frames)),
    stop: () => link.capture().stopDom(),
    failed() {
      link.unsupported();
      adapt("capture_failed");
      link.again();
    },
  });

  const change = (next: Plan, reason: string): Step[] => {
    const list = steps(plan, next);
    plan = next;
    const act: Record<Step, () => void> = {
      leave: link.leave,
      stop_dom: dom.stop,
      open: link.open,
      tell: () => say(next.level, reason),
      keep: gate.keep,
      drain: gate.drain,
      drop: gate.drop,
      signals: () => link.capture().run(next.ring ? "dxa" : next.level, next.signals),
      start_dom: () => void dom.start(next.dom!, next.extras),
      end: () => link.finish(reason),
    };
    for (const step of list) act[step]();
    return list;
  };

  function follow(to: Plan, reason: string): void {
    const why = watchdog.reason();
    const full = to.level === "playback";
    if (!why) return void change(to, reason);
    const told = change(withoutDom(to, why), full ? why : reason).includes("tell");
    if (!full) return;
    // A visit that began without the DOM says so as well.
    if (!told && loweredFor !== link.visit().id) say(plan.level as Admission["level"], why);
    loweredFor = link.visit().id;
  }

  return {
    watchdog,
    plan: () => plan,
    follow,
    rest() {
      plan = NOTHING;
    },
    stopDom: dom.stop,
  };
}
