import type { RecordedEvent } from "../protocol/events.ts";
import { uuidv7 } from "../protocol/ids.ts";
import { watchActivity } from "./activity.ts";
import { startCapture, type Capture } from "./capture.ts";
import { guard, listen, stopAll } from "./guard.ts";
import type { Admitted, Handover, Recorder } from "./handover.ts";
import { keptId, storagePrefix } from "./identity.ts";
import type { Lane } from "./lane.ts";
import { clockNow } from "./natives.ts";
import { clearTimeout, setTimeout } from "./timers.ts";
import { createOutbox } from "./outbox.ts";
import { createStore } from "./store.ts";
import { createVisit, type Visit } from "./visit.ts";

/** Least time between two full snapshots that were asked for, milliseconds: each costs the page tens of them. */
const KEYFRAME_GAP_MS = 5_000;

/** What is being recorded: the lane of the present page id, and what makes its events. */
interface Take {
  visit: Visit;
  lane: Lane;
  capture?: Capture;
}

/** Recording of one document: pauses when the visit is over, and goes on with another when the visitor is back. */
function start(handover: Handover): Recorder {
  const { host, key, warn } = handover;
  const tab = keptId(
    createStore(() => sessionStorage, storagePrefix(key)),
    "tab",
  );
  const outbox = createOutbox(host);
  /** Calls of the site made while `waiting` for the document or for a session. */
  const kept: ((take: Take | undefined) => void)[] = [];
  let waiting = true;
  let stopped = false;
  let visit: Visit | undefined;
  let take: Take | undefined;
  let keyframeAt = 0;
  let keyframeTimer: number | undefined;

  const events = {
    /** Soon, not now: most reasons for one come up inside the capture itself. */
    keyframe() {
      const run = guard(() => {
        keyframeTimer = undefined;
        keyframeAt = clockNow();
        take?.capture?.keyframe();
      });
      keyframeTimer ??= setTimeout(run, Math.max(0, keyframeAt + KEYFRAME_GAP_MS - clockNow()));
    },
    finish(why: string) {
      end();
      outbox.close();
      setTimeout(() => handover.ended(why), 0);
    },
    abort(why: string) {
      end();
      outbox.abort(why);
      setTimeout(() => handover.ended(why), 0);
    },
  };

  const pause = () => {
    const last = take;
    take = undefined;
    last?.capture?.stop();
    if (last) outbox.leave(last.lane);
  };

  const emit = (event: RecordedEvent) => {
    if (!take?.visit.isOver()) take?.lane.push(event);
    // The capture is in the middle of something.
    else setTimeout(guard(pause), 0);
  };

  const open = (page: string, of: Visit): Take => (take = { visit: of, lane: outbox.open(page, of, events) });

  const begin = guard((page: string, admitted: Admitted) => {
    if (stopped) return;
    visit = createVisit(handover, admitted);
    const mine = open(page, visit);
    try {
      mine.capture = startCapture({ now: visit.now, tab, warn, emit });
    } catch (error) {
      return events.abort(`this page cannot be captured: ${String(error)}`);
    }
    waiting = false;
    for (const call of kept.splice(0)) guard(call)(mine);
  });

  /** The visitor is back: in another session, or in that which another tab has begun. */
  const resume = async () => {
    waiting = true;
    const page = uuidv7(clockNow());
    const admitted = await handover.ask(page);
    if (admitted) begin(page, admitted);
    else if (!stopped) events.abort("the next session is not recorded");
  };

  const act = () => {
    if (take?.visit.isOver()) pause();
    if (take) take.visit.touch();
    else if (!waiting) void resume();
  };

  /** Back from the back/forward cache. The server may have ended that page meanwhile: this is another. */
  const restore = () => {
    if (!take?.capture) return;
    const { lane, capture, visit: same } = take;
    outbox.leave(lane);
    open(uuidv7(clockNow()), same).capture = capture;
    capture.again();
  };

  /** The browser says at once when the page's policy forbids our requests: trying again would only fill the console. */
  const checkPolicy = (event: Event) => {
    const { blockedURI, disposition } = event as SecurityPolicyViolationEvent;
    if (disposition === "enforce" && blockedURI.startsWith(host)) events.abort("the page's policy forbids it");
  };

  const stop = stopAll([
    () => clearTimeout(keyframeTimer),
    watchActivity(act),
    listen(window, "pageshow", (event) => (event as PageTransitionEvent).persisted && restore()),
    listen(document, "securitypolicyviolation", checkPolicy),
    pause,
  ]);

  const end = () => {
    stopped = true;
    waiting = false;
    stop();
    for (const call of kept.splice(0)) guard(call)(undefined);
  };

  const withTake = (call: (take: Take | undefined) => void) => {
    if (waiting) kept.push(call);
    else call(take);
  };

  const ready = () => begin(handover.page, handover.admitted);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready, { once: true });
  else ready();

  return {
    stop() {
      end();
      outbox.close();
    },
    abort: events.abort,
    flush: () =>
      new Promise((resolve, reject) =>
        withTake((running) => {
          if (running) running.lane.flush().then(resolve, reject);
          else if (stopped) reject(new Error("Playhead is not recording: stopped"));
          else resolve();
        }),
      ),
    identify: (...call) => withTake((running) => running?.capture?.calls.identify?.(...call)),
    track: (...call) => withTake((running) => running?.capture?.calls.track?.(...call)),
    sessionId: () => (take ? take.visit.id : null),
    sessionUrl: () =>
      take
        ? `${host}/sessions/${take.visit.id}?t=${Math.max(0, Math.round(take.visit.now() - take.visit.startedAt))}`
        : null,
    now: () => (visit ? visit.now() : clockNow()),
  };
}

/** Starts recording. */
export function record(handover: Handover): Recorder {
  // In Angular's zone every timer and listener of ours would start its change detection.
  const { Zone } = window as { Zone?: { root?: { run<Result>(run: () => Result): Result } } };
  return Zone?.root ? Zone.root.run(() => start(handover)) : start(handover);
}
