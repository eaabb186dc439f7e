import { RECORDER } from "../protocol/limits.ts";
import { createBudget } from "./budget.ts";
import { createCompressor } from "./compress.ts";
import { listen, stopAll } from "./guard.ts";
import { createLane, type Lane } from "./lane.ts";
import type { Visit } from "./visit.ts";

/** What a lane's owner hears. */
export interface LaneEvents {
  /** A full snapshot is needed. */
  keyframe(): void;
  /** The decision may be another now. */
  ask(): void;
  /** Recording has to end; what is left may be sent. */
  finish(why: string): void;
  /** Recording has to end, and what is left is not wanted. */
  abort(why: string): void;
}

/** All lanes of this document: the one being recorded and earlier ones that still have something to send. */
export interface Outbox {
  open(page: string, visit: Visit, events: LaneEvents): Lane;
  /** Nothing more will be pushed into this lane; what it holds is still sent. */
  leave(lane: Lane): void;
  /** Opens no more lanes, and gives everything back when the last one is empty. */
  close(): void;
  /** Forgets what is left, and gives everything back. */
  abort(why: string): void;
}

export function createOutbox(host: string): Outbox {
  const budget = createBudget(RECORDER.keepaliveBytes);
  const compressor = createCompressor();
  const active = new Set<Lane>();
  const left = new Set<Lane>();
  /** Milliseconds between batches, when the server's last answer named some: somebody is watching. */
  let interval: number | undefined;
  let closed = false;

  const each = (run: (lane: Lane) => void) => {
    for (const lane of [...left, ...active]) run(lane);
  };
  const tail = () => each((lane) => lane.tail());

  // On the document, so that the signals on the window have been heard. Never `unload`: it keeps pages from the back/forward
  // cache, and mobile browsers do not fire it.
  const stop = stopAll([
    compressor.stop,
    listen(document, "visibilitychange", () => document.visibilityState === "hidden" && tail()),
    listen(window, "pagehide", tail),
    listen(window, "online", () => each((lane) => lane.wake())),
  ]);

  const tidy = () => {
    for (const lane of left) if (lane.isEmpty()) left.delete(lane);
    if (closed && !left.size) stop();
  };

  return {
    open(page, visit, events) {
      const own = visit.interval() || RECORDER.flushIntervalMs;
      const lane: Lane = createLane(page, interval || own, {
        url: (seq) =>
          `${host}/v1/sessions/${visit.id}/batches?page=${page}&seq=${seq}&token=${encodeURIComponent(visit.token())}`,
        now: visit.now,
        compress: compressor.compress,
        budget,
        isStale: visit.isStale,
        renew: () => visit.renew(page),
        settled(directives) {
          if (directives) lane.setInterval((interval = directives.interval) || own);
          if (directives?.ask) events.ask();
          if (directives?.stop) events.abort(directives.stop);
          else if (directives?.keyframe && active.has(lane) && !lane.holdsKeyframe()) events.keyframe();
          tidy();
        },
        lost(keyframe) {
          if (keyframe) events.finish("the page is too large to record");
          else if (active.has(lane)) events.keyframe();
        },
        stop(why) {
          if (active.has(lane)) return events.abort(why);
          // An earlier page: what is recorded now may be another session.
          lane.abort(why);
          left.delete(lane);
          tidy();
        },
      });
      active.add(lane);
      return lane;
    },
    leave(lane) {
      active.delete(lane);
      left.add(lane);
      lane.flush().catch(() => {
        // Whoever aborted it knows.
      });
      tidy();
    },
    close() {
      closed = true;
      tidy();
    },
    abort(why) {
      each((lane) => lane.abort(why));
      left.clear();
      active.clear();
      closed = true;
      tidy();
    },
  };
}
