import type { IdentitySource } from "../protocol/start.schema.ts";
import { uuidv7 } from "../protocol/ids.ts";
import { RECORDER } from "../protocol/limits.ts";
import { watchActivity } from "./activity.ts";
import { ask } from "./ask.ts";
import { createAsker } from "./asker.ts";
import { createCapture } from "./capture.ts";
import { createGate } from "./gate.ts";
import { guard, listen, stopAll } from "./guard.ts";
import type { Answered, DomChunk, Facts, Handover, Recorder } from "./handover.ts";
import { keptId } from "./identity.ts";
import { readIdentity } from "./identity-source.ts";
import { createKeyframes } from "./keyframes.ts";
import { customEvent } from "./lane.ts";
import { clockNow, stringify } from "./natives.ts";
import { createOutbox } from "./outbox.ts";
import { NOTHING, planOf, steps, type Plan, type Step } from "./plan.ts";
import { createStore } from "./store.ts";
import { createTimers } from "./timers.ts";
import { namesToTell } from "./tracked.ts";
import { scrubUrl } from "./urls.ts";
import { createVisit, type Visit } from "./visit.ts";
import { whoOf } from "./who.ts";
import { createZone } from "./zone.ts";

/**
 * Recording of one document. Does what the last answer says – records at its level, keeps the last of it in memory, or only
 * looks out for what can change the answer – and asks again when that has happened. Pauses when the visit is over, and goes on
 * with another when the visitor is back.
 */
export function startCourse(handover: Handover, first: Answered): Recorder {
  const { host, warn, load } = handover;
  const inRoot = createZone();
  const tab = keptId(
    createStore(() => sessionStorage, handover.storagePrefix),
    "tab",
  );
  const outbox = createOutbox(host);
  const timers = createTimers<"after" | "retry" | "find" | "pause">();
  const keyframes = createKeyframes(() => capture.keyframe());
  const gate = createGate(keyframes.soon);
  /** Calls of the site made while `waiting` for the document or for a session. */
  const kept: (() => void)[] = [];
  /** Names of events that the site has tracked in this document. */
  const tracked = new Set<string>();
  let waiting = true;
  let stopped = false;
  let plan: Plan = NOTHING;
  let why = "";
  let { facts, page } = handover;
  let opened = false;
  let last = first;
  let answering = true;
  let visit: Visit | undefined;
  /** Counts starts and stops of the DOM's capture, which is fetched meanwhile. */
  let domTurn = 0;
  let address = scrubUrl(location.href);
  /** Found in the page; an event says so once, when there are events. */
  let foundId: string | undefined;
  let announced = true;

  const whoText = ({ user, attributes, signature }: Facts) => stringify([user, attributes, signature]);
  let told = whoText(facts);

  const again = () => void inRoot(asker.again);

  const finish = (ending: string, forget: boolean) => {
    why = ending;
    end();
    if (forget) outbox.abort(ending);
    else outbox.close();
    handover.ended(ending);
  };
  const abort = (ending: string) => finish(ending, true);

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

  const capture = createCapture({
    emit(event) {
      if (!visit!.isOver()) gate.push(event);
      // The capture is in the middle of something.
      else timers.set("pause", pause, 0);
    },
    now: () => visit!.now(),
    tab,
    warn,
    moved() {
      const next = scrubUrl(location.href);
      const moved = next !== address;
      address = next;
      if (moved && plan.watch.url) {
        gate.hold(true);
        again();
      }
      // The page shows the id when it has rendered.
      if (plan.identity) timers.set("find", findAgain, 0);
    },
  });

  const events = {
    keyframe: keyframes.soon,
    ask: again,
    finish: (ending: string) => finish(ending, false),
    abort,
  };

  /** Looks for an id in the page, and takes it for a call of `identify` when it is another. */
  const find = (source: IdentitySource | undefined) => {
    const id = source && readIdentity(source, window);
    if (!id || id === foundId) return;
    foundId = id;
    if (id === facts.user) return;
    announced = false;
    handover.found(id);
    facts = { ...facts, user: id, attributes: undefined, signature: undefined };
  };

  /** As with addresses: the answer may be that this visitor is not recorded. */
  const holdForWho = ({ watch, identity }: Plan) => {
    if (whoText(facts) !== told && (watch.user || identity)) gate.hold(false);
  };

  const askWho = () => {
    if (whoText(facts) === told) return;
    holdForWho(plan);
    again();
  };

  const announce = () => {
    if (announced || !capture.calls.identify) return;
    announced = true;
    capture.calls.identify(foundId!);
  };

  const findAgain = () => {
    find(plan.identity);
    askWho();
    announce();
  };

  const tellNames = () => {
    const names = plan.watch.events && namesToTell(tracked, visit!.session().events ?? []);
    if (!names) return;
    visit!.tell(names);
    again();
  };

  const fail = (reason: string) => {
    facts = { ...facts, unsupported: true };
    change(planOf(last.answer, true), reason);
    again();
  };

  const startDom = async (path: string) => {
    const mine = ++domTurn;
    try {
      const chunk = (await load(host + path)) as DomChunk;
      if (mine === domTurn) inRoot(() => capture.startDom(chunk));
    } catch {
      // Told by the event, and to the server.
      if (mine === domTurn) fail("capture_failed");
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
        if (opened) page = uuidv7(clockNow());
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

  const apply = (answered: Answered) => {
    const { answer, session } = answered;
    waiting = false;
    // The visitor's next act begins another visit.
    if (answer.reason === "session_expired" && visit) return pause();
    if (visit?.id === session.id) visit.update(answered);
    else {
      pause();
      visit = createVisit(handover, answered, renew);
    }
    last = answered;
    why = answer.reason;
    const next = planOf(answer, facts.unsupported);
    if (next.watch.after) timers.set("after", again, next.watch.after);
    else timers.drop("after");
    find(next.identity);
    holdForWho(next);
    change(next, next.reason);
    if (stopped) return;
    askWho();
    announce();
    tellNames();
    for (const call of kept.splice(0)) guard(call)();
  };

  const asker = createAsker(async () => {
    gate.ask();
    told = whoText(facts);
    const of = gate.lane() ? visit!.session() : undefined;
    const buffered = visit && gate.buffered(visit.now());
    const answered = await ask(handover, page, { ...facts, ...(buffered !== undefined && { buffered }) }, of);
    answering = typeof answered != "string";
    if (stopped) return;
    if (typeof answered == "string") {
      if (plan === NOTHING) abort(answered);
      else timers.set("retry", again, RECORDER.retryCapMs);
      return;
    }
    timers.drop("retry");
    apply(answered);
    if (plan.level === "off") gate.unhold();
    else gate.release(visit!.now(), !asker.isPending());
  });

  async function renew(of: Visit, at: string): Promise<boolean> {
    if (of === visit && plan !== NOTHING) {
      await inRoot(asker.again);
      return answering && of === visit && plan.level !== "off";
    }
    const answered = await ask(handover, at, facts, of.session());
    const isYes = typeof answered != "string" && answered.answer.level !== "off";
    if (isYes) of.update(answered);
    return isYes;
  }

  const act = () => {
    if (visit?.isOver()) pause();
    if (plan !== NOTHING) visit!.touch();
    else if (!waiting) {
      waiting = true;
      again();
    }
  };

  /** Back from the back/forward cache. The server may have ended that page meanwhile: this is another. */
  const restore = () => {
    const lane = gate.lane();
    if (!lane) return;
    outbox.leave(lane);
    page = uuidv7(clockNow());
    gate.open(outbox.open(page, visit!, events));
    if (plan.ring) gate.keep();
    capture.again();
  };

  /** The browser says at once when the page's policy forbids our requests: trying again would only fill the console. */
  const checkPolicy = (event: Event) => {
    const { blockedURI, disposition } = event as SecurityPolicyViolationEvent;
    if (disposition === "enforce" && blockedURI.startsWith(host)) abort("the page's policy forbids it");
  };

  const stop = stopAll([
    timers.clear,
    keyframes.stop,
    watchActivity(act),
    listen(window, "pageshow", (event) => (event as PageTransitionEvent).persisted && restore()),
    listen(window, "pagehide", gate.forget),
    listen(document, "securitypolicyviolation", checkPolicy),
    leave,
  ]);

  function end(): void {
    stopped = true;
    waiting = false;
    stop();
    plan = NOTHING;
    for (const call of kept.splice(0)) guard(call)();
  }

  const whenReady = (call: () => void) => {
    if (waiting) kept.push(call);
    else call();
  };
  void inRoot(() => {
    const ready = () => timers.set("after", () => apply(first), 0);
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready, { once: true });
    else ready();
  });

  return {
    start() {
      facts = { ...facts, manual: true };
      whenReady(() => plan.level !== "playback" && again());
    },
    again() {
      if (!waiting && plan.level === "off") again();
    },
    stop() {
      why = "stopped";
      end();
      outbox.close();
    },
    abort,
    flush: () =>
      new Promise((resolve, reject) =>
        whenReady(async () => {
          if (gate.isHeld()) await asker.idle();
          const lane = gate.lane();
          if (lane) lane.flush().then(resolve, reject);
          else if (!stopped && plan === NOTHING) resolve();
          else reject(new Error(`Playhead is not recording: ${why}`));
        }),
      ),
    identify(...call) {
      const who = whoOf(...call);
      if (who.user) facts = { ...facts, attributes: undefined, signature: undefined, ...who };
      whenReady(() => {
        askWho();
        capture.calls.identify?.(call[0], call[1]);
      });
    },
    track(...call) {
      whenReady(() => {
        capture.calls.track?.(...call);
        const [name] = call;
        tracked.add(name);
        tellNames();
      });
    },
    sessionId: () => (gate.lane() ? visit!.id : null),
    sessionUrl: () =>
      gate.lane()
        ? `${host}/sessions/${visit!.id}?t=${Math.max(0, Math.round(visit!.now() - visit!.startedAt()))}`
        : null,
    now: () => (visit ? visit.now() : clockNow()),
  };
}
