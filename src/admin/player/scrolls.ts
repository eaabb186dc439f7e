import { EventType, IncrementalSource } from "../../protocol/events.ts";
import type { SerialisedNode } from "./sanitise-node.ts";
import type { Track } from "./track.ts";

export interface ScrollPosition {
  x: number;
  y: number;
}

interface Attached {
  isAttachIframe: boolean;
  adds: { node: SerialisedNode }[];
}

function addFromNode(positions: Map<number, ScrollPosition>, node: SerialisedNode): void {
  const x = node.attributes?.["rr_scrollLeft"];
  const y = node.attributes?.["rr_scrollTop"];
  if (typeof x === "number" || typeof y === "number") positions.set(node.id, { x: Number(x ?? 0), y: Number(y ?? 0) });
  for (const child of node.childNodes ?? []) addFromNode(positions, child);
}

/** Where everything was scrolled to after the first `count` events, from the keyframe on, by node id. */
export function scrollPositions(track: Track, keyframe: number, count: number): Map<number, ScrollPosition> {
  const positions = new Map<number, ScrollPosition>();
  for (let index = keyframe; index < count; index++) {
    const event = track.events[index]!;
    if (event.type === EventType.FullSnapshot) {
      const { node, initialOffset } = event.data as {
        node: SerialisedNode;
        initialOffset: { left: number; top: number };
      };
      positions.clear();
      addFromNode(positions, node);
      positions.set(node.id, { x: initialOffset.left, y: initialOffset.top });
    } else if (event.type === EventType.IncrementalSnapshot) {
      const data = event.data as ScrollPosition & { source: number; id: number } & Partial<Attached>;
      if (data.source === IncrementalSource.Scroll) positions.set(data.id, { x: data.x, y: data.y });
      // The document of a frame comes as it was then, like a full snapshot.
      if (data.isAttachIframe) for (const { node } of data.adds ?? []) addFromNode(positions, node);
    }
  }
  return positions;
}

/** Scrolls at once, whatever the recorded page says about smoothness. */
export function applyScrolls(positions: ReadonlyMap<number, ScrollPosition>, node: (id: number) => Node | null): void {
  for (const [id, { x, y }] of positions) {
    const found = node(id);
    // By node type, not `instanceof`: these nodes belong to another window.
    const target = found?.nodeType === 9 ? (found as Document).defaultView : (found as Element | null);
    target?.scrollTo?.({ left: x, top: y, behavior: "instant" });
  }
}
