import { RECORDER } from "../protocol/limits.ts";
import { createCapture } from "./capture.ts";
import { filesMode, isShown, setPrivacy } from "./filter.ts";
import { createEnactment } from "./enactment.ts";
import { createGate } from "./gate.ts";
import { stopAll } from "./guard.ts";
import type { Answered, Handover } from "./handover.ts";
import { keptId } from "./identity.ts";
import { createInquiry } from "./inquiry.ts";
import { createKeyframes } from "./keyframes.ts";
import { createKnowledge } from "./knowledge.ts";
import { createOutbox } from "./outbox.ts";
import { createPageLanes } from "./page-lanes.ts";
import { NOTHING, planOf } from "./plan.ts";
import { createStore } from "./store.ts";
import { isPartOfPage } from "./support.ts";
import { watchSurroundings, whenDocumentIsReady } from "./surroundings.ts";
import { createTelling } from "./telling.ts";
import { createTimers } from "./timers.ts";
import { createVisit, type Visit } from "./visit.ts";
import { createWaitingCalls } from "./waiting-calls.ts";
import { createZone } from "./zone.ts";

/**
 * Recording of one document. Does what the last answer says – records at its level, keeps the last of it in memory, or only
 * looks out for what can change the answer – and asks again when that has happened. Pauses when the visit is over, and goes on
 * with another when the visitor is back.
 */
export function createCourse(handover: Handover, first: Answered) {
  const { host, warn, load } = handover;
  const inRoot = createZone();
  const store = createStore(() => sessionStorage, handover.storagePrefix);
  const outbox = createOutbox(host);
  const timers = createTimers<"begin" | "after" | "retry" | "find" | "pause">();
  const keyframes = createKeyframes((passable) => capture.keyframe(passable));
  const gate = createGate(keyframes.soon, (event) => capture.sent(event));
  const knowledge = createKnowledge(handover.facts, window, handover.found);
  const calls = createWaitingCalls();
  /** Names of events that the site has tracked in this document. */
  const tracked = new Set<string>();
  let stopped = false;
  let why = "";
  let last = first;
  let visit: Visit | undefined;

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

  const lanes = createPageLanes(handover.page, outbox, gate, () => visit!, events);

  const wanted = () => planOf(last.answer, knowledge.facts().unsupported || isPartOfPage(window));

  const leave = () => {
    enactment.stopDom();
    capture.stop();
    lanes.leave();
  };

  const pause = () => {
    if (plan() === NOTHING) return;
    enactment.rest();
    leave();
    timers.clear();
  };

  const enactment = createEnactment({
    gate,
    capture: () => capture,
    visit: () => visit!,
    wanted,
    load: (path) => load(host + path),
    inRoot,
    open: lanes.open,
    leave,
    unsupported: () => knowledge.add({ unsupported: true }),
    again,
    finish: events.finish,
  });
  const { watchdog, plan } = enactment;
  const known = { gate, knowledge, plan, visit: () => visit, again };

  const capture = createCapture({
    emit(event, frame) {
      if (!visit!.isOver())
        watchdog.work(() => {
          const bytes = gate.push(event, frame);
          keyframes.see(event, bytes);
          return bytes;
        });
      // The capture is in the middle of something.
      else timers.set("pause", pause, 0);
    },
    now: () => visit!.now(),
    tab: keptId(store, "tab"),
    warn,
    watchdog,
    roots: handover.roots,
    more: { load: (path) => load(host + path), inRoot, host },
    assets: {
      prefix: handover.storagePrefix,
      place: () =>
        plan().level === "playback" && gate.lane() && !gate.isHeld() && filesMode() !== "none"
          ? visit!.assets(host)
          : undefined,
      mode: filesMode,
      isShown,
      load: (path) => load(host + path),
    },
    moved: () => telling.moved(),
    soon: keyframes.soon,
  });

  const telling = createTelling({
    ...known,
    capture,
    tracked,
    // The page shows the id when it has rendered.
    rendered: (run) => timers.set("find", run, 0),
  });

  const apply = (next: Answered) => {
    const { answer, session } = next;
    calls.end();
    // The visitor's next act begins another visit.
    if (answer.reason === "session_expired" && visit) return pause();
    if (visit?.id === session.id) visit.update(next);
    else {
      pause();
      visit = createVisit(handover, next, (of, at) => inRoot(() => asker.renew(of, at)));
    }
    last = next;
    why = answer.reason;
    const to = wanted();
    timers.drop("retry");
    timers.drop("after");
    if (to.watch.after) timers.set("after", again, to.watch.after);
    knowledge.find(to.identity);
    if (answer.privacy) setPrivacy(answer.privacy);
    // Before anything is sent.
    telling.holdForWho(to);
    enactment.follow(to, to.reason);
    if (stopped) return;
    telling.who();
    telling.names();
    calls.run();
  };

  const asker = createInquiry({
    ...known,
    handover,
    lanes,
    isStopped: () => stopped,
    apply,
    // Without a plan nothing was being recorded, and nothing was watched.
    unanswered: (ending) => (plan() === NOTHING ? abort(ending) : timers.set("retry", again, RECORDER.retryCapMs)),
  });

  const stop = stopAll([
    timers.clear,
    keyframes.stop,
    watchdog.stop,
    watchSurroundings(host, {
      act() {
        if (visit?.isOver()) pause();
        if (plan() !== NOTHING) return visit!.touch();
        if (calls.isWaiting()) return;
        calls.wait();
        again();
      },
      /** The server may have ended that page meanwhile: this is another. */
      restore() {
        if (!lanes.reopen()) return;
        if (plan().ring) gate.keep();
        capture.again();
      },
      leave: gate.forget,
      forbidden: () => abort("the page's policy forbids it"),
    }),
    leave,
  ]);

  function end(): void {
    stopped = true;
    calls.end();
    stop();
    enactment.rest();
    calls.run();
  }

  // Not at once: what the site has said while nothing was decided comes first.
  inRoot(() => whenDocumentIsReady(() => stopped || timers.set("begin", () => apply(first), 0)));

  return {
    ...known,
    asker,
    capture,
    tracked,
    abort,
    telling,
    level: () => plan().level,
    isPaused: () => !stopped && plan() === NOTHING,
    why: () => why,
    whenReady: calls.call,
    stop() {
      why = "stopped";
      end();
      outbox.close();
    },
  };
}

export type Course = ReturnType<typeof createCourse>;
