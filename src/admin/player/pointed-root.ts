import { EventType, IncrementalSource } from "../../protocol/events.ts";
import type { SerialisedNode } from "./sanitise-node.ts";
import type { Track } from "./track.ts";

function find(node: SerialisedNode, id: number): SerialisedNode | undefined {
  if (node.id === id) return node;
  for (const child of node.childNodes ?? []) {
    const found = find(child, id);
    if (found) return found;
  }
  return undefined;
}

/**
 * Id of the document in which a node was that may be gone: what was under the pointer in a frame is often drawn anew, and the
 * pointer's place is told in coordinates of that frame. Nothing for one of the page itself. Looks through what the first `count`
 * events brought, the last first.
 */
export function rootOf(track: Track, keyframe: number, count: number, id: number): number | undefined {
  for (let index = count - 1; index >= keyframe; index--) {
    const { type, data } = track.events[index]!;
    const { source, node, adds } = data as {
      source?: number;
      node?: SerialisedNode;
      adds?: { node: SerialisedNode }[];
    };
    const brought =
      type === EventType.FullSnapshot
        ? [node!]
        : type === EventType.IncrementalSnapshot && source === IncrementalSource.Mutation
          ? (adds ?? []).map((add) => add.node)
          : [];
    for (const each of brought) {
      const found = find(each, id);
      if (found) return found.rootId;
    }
  }
  return undefined;
}
