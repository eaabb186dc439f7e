import { uuidv7 } from "../protocol/ids.ts";
import { RECORDER } from "../protocol/limits.ts";
import { ask } from "./ask.ts";
import { createAsker } from "./asker.ts";
import { createCapture } from "./capture.ts";
import { createGate } from "./gate.ts";
import { guard, stopAll } from "./guard.ts";
import type { Answered, DomChunk, Handover } from "./handover.ts";
import { keptId } from "./identity.ts";
import { createKeyframes } from "./keyframes.ts";
import { createKnowledge, namesToTell } from "./knowledge.ts";
import { customEvent } from "./lane.ts";
import { clockNow } from "./natives.ts";
import { createOutbox } from "./outbox.ts";
import { NOTHING, planOf, steps, type Plan, type Step } from "./plan.ts";
import { createStore } from "./store.ts";
import { watchSurroundings, whenDocumentIsReady } from "./surroundings.ts";
import { createTimers } from "./timers.ts";
import { scrubUrl } from "./urls.ts";
import { createVisit, type Visit } from "./visit.ts";
import { createZone } from "./zone.ts";

/**
 * Recording of one document. Does what the last answer says – records at its level, keeps the last of it in memory, or only
 * looks out for what can change the answer – and asks again when that has happened. Pauses when the visit is over, and goes on
 * with another when the visitor is back.
 */
export function createCourse(handover: Handover, first: Answered) {
  const { host, warn, load } = handover;
  const inRoot = createZone();
  const tab = keptId(
    createStore(() => sessionStorage, handover.storagePrefix),
    "tab",
  );
  const outbox = createOutbox(host);
  const timers = createTimers<"begin" | "after" | "retry" | "find" | "pause">();
  const keyframes = createKeyframes(() => capture.keyframe());
  const gate = createGate(keyframes.soon);
  const knowledge = createKnowledge(handover.facts, window, handover.found);
  /** Calls of the site made while `waiting` for the document or for a session. */
  const kept: (() => void)[] = [];
  /** Names of events that the site has tracked in this document. */
  const tracked = new Set<string>();
  let waiting = true;
  let stopped = false;
  let plan: Plan = NOTHING;
  let why = "";
  let { page } = handover;
  /** Something was sent under that page id. */
  let opened = false;
  let last = first;
  /** The last question had an answer. */
  let answered = true;
  let visit: Visit | undefined;
  /** Counts starts and stops of the DOM's capture, which is fetched meanwhile. */
  let domTurn = 0;
  let address = scrubUrl(location.href);

  const again = () => void inRoot(asker.again);

  const finish = (ending: string, forget: boolean) => {
    why = ending;
    end();
    if (forget) outbox.abort(ending);
    else outbox.close();
    handover.ended(ending);
  };
  const abort = (ending: string) => finish(ending, true);
  const events = { keyframe: keyframes.soon, ask: again, finish: (ending: string) => finish(ending, false), abort };

  const leave = () => {
    domTurn++;
    capture.stop();
    const lane = gate.lane();
    gate.shut();
    if (lane) outbox.leave(lane);
  };

  const pause = () => {
    if (plan === NOTHING) return;
    plan = NOTHING;
    timers.clear();
    leave();
  };

  /** The answer may be that this visitor is not recorded. */
  const holdForWho = ({ watch, identity }: Plan) => {
    if (knowledge.isUntold() && (watch.user || identity)) gate.hold(false);
  };

  const askWho = () => {
    if (knowledge.isUntold()) {
      holdForWho(plan);
      again();
    }
    const id = capture.calls.identify && knowledge.unsaid();
    if (id) capture.calls.identify?.(id);
  };

  const tellNames = () => {
    const names = plan.watch.events && namesToTell(tracked, visit!.session().events ?? []);
    if (!names) return;
    visit!.tell(names);
    again();
  };

  const capture = createCapture({
    emit(event) {
      if (!visit!.isOver()) gate.push(event);
      // The capture is in the middle of something.
      else timers.set("pause", pause, 0);
    },
    now: () => visit!.now(),
    tab,
    warn,
    assets: {
      prefix: handover.storagePrefix,
      place: () => (plan.level === "playback" && gate.lane() && !gate.isHeld() ? visit!.assets(host) : undefined),
    },
    moved() {
      const next = scrubUrl(location.href);
      if (next !== address && plan.watch.url) {
        gate.hold(true);
        again();
      }
      address = next;
      if (!plan.identity) return;
      // The page shows the id when it has rendered.
      timers.set("find", () => (knowledge.find(plan.identity), askWho()), 0);
    },
  });

  const startDom = async (path: string) => {
    const mine = ++domTurn;
    try {
      const chunk = (await load(host + path)) as DomChunk;
      if (mine === domTurn) inRoot(() => capture.startDom(chunk));
    } catch {
      // Told by an event, and to the server.
      if (mine !== domTurn) return;
      knowledge.add({ unsupported: true });
      change(planOf(last.answer, true), "capture_failed");
      again();
    }
  };

  const change = (next: Plan, reason: string) => {
    const list = steps(plan, next);
    plan = next;
    const act: Record<Step, () => void> = {
      leave,
      stop_dom() {
        domTurn++;
        capture.stopDom();
      },
      open() {
        opened = true;
        gate.open(outbox.open(page, visit!, events));
      },
      tell: () => gate.push(customEvent("playhead.level", { level: next.level as "dxa", reason }, visit!.now())),
      keep: gate.keep,
      drain: gate.drain,
      drop: gate.drop,
      signals: () => capture.run(next.ring ? "dxa" : next.level),
      start_dom: () => void startDom(next.dom!),
      end: () => finish(reason, false),
    };
    for (const step of list) act[step]();
  };

  const apply = (next: Answered) => {
    const { answer, session } = next;
    waiting = false;
    // The visitor's next act begins another visit.
    if (answer.reason === "session_expired" && visit) return pause();
    if (visit?.id === session.id) visit.update(next);
    else {
      pause();
      visit = createVisit(handover, next, renew);
    }
    last = next;
    why = answer.reason;
    const to = planOf(answer, knowledge.facts().unsupported);
    timers.drop("after");
    if (to.watch.after) timers.set("after", again, to.watch.after);
    knowledge.find(to.identity);
    // Before anything is sent.
    holdForWho(to);
    change(to, to.reason);
    if (stopped) return;
    askWho();
    tellNames();
    for (const call of kept.splice(0)) guard(call)();
  };

  const asker = createAsker(async () => {
    gate.ask();
    knowledge.ask();
    const of = gate.lane() ? visit!.session() : undefined;
    if (opened && !of) {
      page = uuidv7(clockNow());
      opened = false;
    }
    const buffered = visit && gate.buffered(visit.now());
    const facts = { ...knowledge.facts(), ...(buffered !== undefined && { buffered }) };
    const next = await ask(handover, page, facts, of);
    if (stopped) return;
    answered = typeof next != "string";
    if (typeof next == "string") {
      // Nothing was being recorded, and nothing was watched.
      if (plan === NOTHING) abort(next);
      else timers.set("retry", again, RECORDER.retryCapMs);
      return;
    }
    timers.drop("retry");
    apply(next);
    if (plan.level === "off") gate.unhold();
    else gate.release(visit!.now(), !asker.isPending());
  });

  async function renew(of: Visit, at: string): Promise<boolean> {
    if (of === visit && plan !== NOTHING) {
      await inRoot(asker.again);
      return answered && of === visit && plan.level !== "off";
    }
    const next = await ask(handover, at, knowledge.facts(), of.session());
    const isYes = typeof next != "string" && next.answer.level !== "off";
    if (isYes) of.update(next);
    return isYes;
  }

  const stop = stopAll([
    timers.clear,
    keyframes.stop,
    watchSurroundings(host, {
      act() {
        if (visit?.isOver()) pause();
        if (plan !== NOTHING) return visit!.touch();
        if (waiting) return;
        waiting = true;
        again();
      },
      /** The server may have ended that page meanwhile: this is another. */
      restore() {
        const lane = gate.lane();
        if (!lane) return;
        outbox.leave(lane);
        page = uuidv7(clockNow());
        gate.open(outbox.open(page, visit!, events));
        if (plan.ring) gate.keep();
        capture.again();
      },
      leave: gate.forget,
      forbidden: () => abort("the page's policy forbids it"),
    }),
    leave,
  ]);

  function end(): void {
    stopped = true;
    waiting = false;
    stop();
    plan = NOTHING;
    for (const call of kept.splice(0)) guard(call)();
  }

  // Not at once: what the site has said while nothing was decided comes first.
  inRoot(() => whenDocumentIsReady(() => stopped || timers.set("begin", () => apply(first), 0)));

  return {
    asker,
    capture,
    gate,
    knowledge,
    tracked,
    again,
    abort,
    askWho,
    tellNames,
    level: () => plan.level,
    isPaused: () => !stopped && plan === NOTHING,
    why: () => why,
    visit: () => visit,
    /** Calls when the document and a session are there, or never will be. */
    whenReady(call: () => void) {
      if (waiting) kept.push(call);
      else call();
    },
    stop() {
      why = "stopped";
      end();
      outbox.close();
    },
  };
}

export type Course = ReturnType<typeof createCourse>;
