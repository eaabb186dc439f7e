import { record } from "@rrweb/record";
import { EventType, IncrementalSource, type RecordedEvent } from "../../protocol/events.ts";
import { guard, listen, stopAll } from "../guard.ts";
import { clockNow } from "../natives.ts";
import { startRrweb, type DomCapture } from "../rrweb.ts";
import { createCarried } from "./carried.ts";
import { createMemory } from "./memory.ts";
import { createReporter } from "./reporter.ts";
import type { AssetSite } from "./site.ts";
import { walkEvent } from "./walk.ts";

/**
 * Captures the DOM, with the key of every file in the addresses of what is recorded, and sees to it that the server has these
 * files. Without a `site` (a recorder of an earlier version) addresses stay as they are.
 * @throws when rrweb cannot start
 */
export function startDom(emit: (event: RecordedEvent) => void, fault: () => void, site?: AssetSite): DomCapture {
  if (!site) return startRrweb(emit, fault);
  const memory = createMemory(site);
  const reporter = createReporter(site, memory);
  const carried = createCarried(site, memory, (attributes) =>
    mark({
      type: EventType.IncrementalSnapshot,
      data: { source: IncrementalSource.Mutation, texts: [], removes: [], adds: [], attributes },
      timestamp: clockNow(),
    }),
  );
  const walk = guard((event: RecordedEvent) =>
    walkEvent(event, { node: (id) => record.mirror.getNode(id), use: reporter.use, visit: carried.visit }),
  );
  const mark = (event: RecordedEvent) => {
    walk(event);
    emit(event);
  };
  const giveUp = () => {
    carried.giveUp();
    guard(reporter.leave)();
  };
  const stop = stopAll([
    reporter.stop,
    // On the window: before the document's listener that sends what there is. When a page goes, both fire, this one last.
    listen(window, "pagehide", giveUp),
    listen(window, "visibilitychange", () => document.visibilityState === "hidden" && giveUp()),
  ]);
  const dom = startRrweb(mark, fault);
  return {
    keyframe: dom.keyframe,
    stop() {
      dom.stop();
      giveUp();
      stop();
    },
  };
}
