import { RECORDER } from "../../protocol/limits.ts";
import { uptime } from "../uptime.ts";
import type { DomWatch } from "./dom-watch.ts";
import { createLimiter, type Name } from "./limiter.ts";

type Records = readonly MutationRecord[];

/** What rrweb does with the changes of one document or shadow root. */
export type Process = (records: Records) => void;

/** The change of it is what rrweb marks fields by that have been passwords. */
const UNLIMITED = "type";

/**
 * The change from something that cannot be to what is: no text equals one that is longer, and the name of a CSS property of that
 * length makes rrweb write a whole style instead of its difference from before.
 */
function present(target: Node, name: Name): MutationRecord {
  const value = name === null ? target.textContent : (target as Element).getAttribute(name);
  const oldValue = `--${"x".repeat(value?.length ?? 0)}:0`;
  return {
    type: name === null ? "characterData" : "attributes",
    target,
    attributeName: name,
    oldValue,
  } as MutationRecord;
}

/** Whether so many elements come into the page, or move in it, that it may have become too large. */
function isFlood(records: Records): boolean {
  let count = 0;
  for (const { addedNodes } of records)
    for (const node of addedNodes) {
      if (node instanceof Element) count += 1 + node.querySelectorAll("*").length;
      if (count > RECORDER.pageElements) return true;
    }
  return false;
}

/**
 * Stands between the browser and rrweb: lets through as many changes of attributes and texts as a node may have, and hands in the
 * present state of the others when it may. rrweb writes that as it writes everything, so masking and blocking are the same.
 */
export function limitStorms(watch: DomWatch): (process: Process) => Process {
  const limiter = createLimiter<Node>({ burst: RECORDER.nodeBurst, perSecond: RECORDER.nodePerSecond });
  /** Who looks after a node. */
  const processes = new WeakMap<Node, Process>();
  let waiting = false;

  const settle = () => {
    waiting = false;
    const byProcess = new Map<Process, MutationRecord[]>();
    for (const [node, names] of limiter.due(uptime())) {
      const process = processes.get(node)!;
      const records = byProcess.get(process) ?? [];
      byProcess.set(process, records);
      if (node.isConnected) for (const name of names) records.push(present(node, name));
    }
    for (const [process, records] of byProcess) watch.work(() => process(records));
    wait();
  };

  function wait(): void {
    if (waiting || !limiter.isLate()) return;
    waiting = true;
    watch.later(settle, 1000 / RECORDER.nodePerSecond);
  }

  /** Nodes whose changes among these may not be recorded. */
  const lateOf = (records: Records, process: Process): Set<Node> => {
    const names = new Map<Node, Name[]>();
    for (const { type, target, attributeName } of records) {
      if (type === "childList" || attributeName === UNLIMITED) continue;
      const of = names.get(target);
      if (of) of.push(attributeName);
      else names.set(target, [attributeName]);
    }
    const late = new Set<Node>();
    const now = uptime();
    for (const [node, of] of names) {
      if (limiter.take(node, of, now)) continue;
      late.add(node);
      processes.set(node, process);
    }
    return late;
  };

  return (process) => (records) =>
    watch.work(() => {
      if (isFlood(records) && !watch.fitsPage()) return;
      const late = lateOf(records, process);
      if (!late.size) return process(records);
      const kept = records.filter(
        ({ type, target, attributeName }) => type === "childList" || attributeName === UNLIMITED || !late.has(target),
      );
      watch.lost("rate_limited", records.length - kept.length, 0);
      wait();
      process(kept);
    });
}
