import { EventType, IncrementalSource } from "../../protocol/events.ts";
import { documentOf, rootsIn, type Root } from "./roots.ts";
import type { SerialisedNode } from "./sanitise-node.ts";
import type { Track } from "./track.ts";

/**
 * When each node was last added or changed (session time), for nodes that were after the keyframe: where an animation on it
 * began, as far as a recording tells.
 */
export function touchedTimes(track: Track, keyframe: number, count: number): Map<number, number> {
  const touched = new Map<number, number>();
  const add = (node: SerialisedNode, at: number): void => {
    touched.set(node.id, at);
    for (const child of node.childNodes ?? []) add(child, at);
  };
  for (let index = keyframe + 1; index < count; index++) {
    const event = track.events[index]!;
    if (event.type !== EventType.IncrementalSnapshot) continue;
    const data = event.data as {
      source: number;
      adds?: { node: SerialisedNode }[];
      attributes?: { id: number; attributes: Record<string, unknown> }[];
    };
    if (data.source !== IncrementalSource.Mutation) continue;
    for (const { node } of data.adds ?? []) add(node, track.at[index]!);
    for (const { id, attributes } of data.attributes ?? [])
      if ("class" in attributes || "style" in attributes) touched.set(id, track.at[index]!);
  }
  return touched;
}

function animationsIn(root: Root): Animation[] {
  const { timeline } = documentOf(root);
  // Scroll-driven ones follow the scroll position by themselves.
  return root.getAnimations().filter((animation) => animation.timeline === timeline);
}

/** Whether it is already where it belongs, else puts it there: `true` when it still moved. */
function freeze(animation: Animation, time: number, born: (node: Node) => number): boolean {
  const effect = animation.effect as KeyframeEffect | null;
  if (!effect || animation.playState === "finished") return false;
  const end = Number(effect.getComputedTiming().endTime ?? 0);
  const elapsed = Math.max(0, time - (effect.target ? born(effect.target) : 0));
  if ("transitionProperty" in animation || (Number.isFinite(end) && elapsed >= end)) {
    animation.finish();
    return true;
  }
  if (animation.playState === "paused" && animation.currentTime === elapsed) return false;
  animation.pause();
  animation.currentTime = elapsed;
  return true;
}

/**
 * Puts what moves to where it was at `time`: transitions to their end, animations by the time since they began, SVG's clock
 * too. All of it stands still afterwards. `born` tells when a node began to move, session time. Returns how many still moved.
 */
export function freezeMotion(document: Document, time: number, born: (node: Node) => number): number {
  let moving = 0;
  for (const root of rootsIn(document)) {
    moving += animationsIn(root).filter((animation) => freeze(animation, time, born)).length;
    for (const svg of root.querySelectorAll("svg")) {
      svg.pauseAnimations();
      svg.setCurrentTime(Math.max(0, time - born(svg)) / 1000);
    }
  }
  return moving;
}

/** Lets everything move again. */
export function resumeMotion(document: Document): void {
  for (const root of rootsIn(document)) {
    for (const animation of animationsIn(root)) if (animation.playState === "paused") animation.play();
    for (const svg of root.querySelectorAll("svg")) svg.unpauseAnimations();
  }
}
