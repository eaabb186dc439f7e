import { EventType, IncrementalSource, type RecordedEvent } from "../../protocol/events.ts";

interface Serialised {
  id: number;
  tagName?: string;
  childNodes?: Serialised[];
}

interface Mutation {
  source: number;
  adds: { node: Serialised }[];
  attributes: { id: number; attributes: Record<string, unknown> }[];
}

/** Calls `found` with the id of each canvas in a serialised node. */
function search(node: Serialised, found: (id: number) => void): void {
  if (node.tagName === "canvas") found(node.id);
  for (const child of node.childNodes ?? []) search(child, found);
}

/** Calls `found` with the ids of what may be canvases that an event brings or resizes, which clears them. */
export function canvasesIn({ type, data }: RecordedEvent, found: (id: number) => void): void {
  if (type === EventType.FullSnapshot) search((data as { node: Serialised }).node, found);
  if (type !== EventType.IncrementalSnapshot) return;
  const { source, adds, attributes } = data as Mutation;
  if (source !== IncrementalSource.Mutation) return;
  for (const { node } of adds) search(node, found);
  for (const { id, attributes: changed } of attributes) if ("width" in changed || "height" in changed) found(id);
}
