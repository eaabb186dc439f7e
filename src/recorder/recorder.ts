import { ask } from "./ask.ts";
import { CONSENT_PATH, PENDING_NO, type ConsentChunk } from "./consent-site.ts";
import { createCourse, type Course } from "./course.ts";
import type { Handover, Recorder } from "./handover.ts";
import { clockNow } from "./natives.ts";
import { createStore } from "./store.ts";
import { supportsPlayback } from "./support.ts";
import { createZone } from "./zone.ts";

/** What the site can ask of a running course. */
function recorderOf({ host, roots }: Handover, course: Course): Recorder {
  const { asker, capture, gate, knowledge, visit, whenReady } = course;
  return {
    start() {
      knowledge.add({ manual: true });
      whenReady(() => course.level() !== "playback" && course.again());
    },
    again: () => whenReady(() => course.level() === "off" && course.again()),
    stop() {
      course.stop();
      // The loader's, unless somebody else has wrapped it since.
      const { prototype } = Element;
      prototype.attachShadow = (roots?.get(prototype.attachShadow as never) as never) ?? prototype.attachShadow;
    },
    abort: course.abort,
    flush: () =>
      new Promise((resolve, reject) =>
        whenReady(async () => {
          if (gate.isHeld()) await asker.idle();
          const lane = gate.lane();
          if (lane) lane.flush().then(resolve, reject);
          // What there was has been sent, or will be.
          else if (course.isPaused()) resolve();
          else reject(new Error(`Playhead is not recording: ${course.why()}`));
        }),
      ),
    identify(user, traits, signature) {
      knowledge.identify(user, traits, signature);
      whenReady(() => {
        course.telling.who();
        capture.calls.identify?.(user, traits);
      });
    },
    track(name, properties) {
      whenReady(() => {
        capture.calls.track?.(name, properties);
        course.tracked.add(name);
        course.telling.names();
      });
    },
    sessionId: () => (gate.lane() ? visit()!.id : null),
    sessionUrl() {
      if (!gate.lane()) return null;
      const { id, now, startedAt } = visit()!;
      return `${host}/sessions/${id}?t=${Math.max(0, Math.round(now() - startedAt()))}`;
    },
    now: () => visit()?.now() ?? clockNow(),
  };
}

/** Whether a no of this visitor waits to reach the server; then it is sent, and nothing is recorded. */
async function saysNo(handover: Handover): Promise<boolean> {
  const store = createStore(() => localStorage, handover.storagePrefix);
  if (!store.get(PENDING_NO)) return false;
  // Sends it, or tries again on the next page.
  const chunk = (await handover.load(handover.host + CONSENT_PATH)) as ConsentChunk;
  chunk.openConsent(handover);
  return true;
}

/** Goes on where the loader's question led. Resolves to the recorder, or to why there is nothing to do. */
export async function record(handover: Handover): Promise<Recorder | string> {
  const inRoot = createZone();
  if (await inRoot(() => saysNo(handover))) return "consent_refused";
  const supported = supportsPlayback(window);
  // The loader knows nothing of that: what it was answered does not hold here.
  const facts = supported ? handover.facts : { ...handover.facts, unsupported: true };
  const first = supported ? handover.first : undefined;
  const answered = await inRoot(() => ask(handover, handover.page, facts, undefined, first));
  if (typeof answered == "string") return answered;
  if (!answered.answer.recorder) return answered.answer.reason;
  return inRoot(() => recorderOf(handover, createCourse({ ...handover, facts }, answered)));
}
