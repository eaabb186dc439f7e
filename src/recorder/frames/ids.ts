import { EventType, IncrementalSource } from "../../protocol/events.ts";

type Loose = Record<string, unknown>;

/** Ids of nodes and sheets of frames begin here: rrweb counts those of the page itself from 1. */
const FIRST = 2 ** 31;
/** Deeper than any page: two levels for each element, as on the wire. */
const DEPTH_MAX = 1_200;

const NODE_KEYS = /^(?:id|parentId|nextId|previousId|rootId|start|end)$/;
/** Changes that a page in a frame has a say in: not of the window, of its fonts and logs. */
const SOURCES = new Set([0, 1, 2, 3, 5, 6, 7, 8, IncrementalSource.Canvas, 12, 13, 14, 15]);

/** Numbers that nobody else has: for all frames of a page. */
export function createCounter(): () => number {
  let last = FIRST;
  return () => ++last;
}

/**
 * Puts the ids of one frame's page into those of the page around it, so that what it says can concern nothing but itself. Pure.
 * `nodesMax`: how many nodes it may name.
 */
export function createFrameIds(next: () => number, nodesMax: number) {
  const nodes = new Map<number, number>();
  const sheets = new Map<number, number>();
  let root: number | undefined;

  const mapped = (map: Map<number, number>, value: unknown): unknown => {
    if (!Number.isInteger(value) || (value as number) <= 0) return value;
    let own = map.get(value as number);
    if (own === undefined) {
      if (nodes.size + sheets.size >= nodesMax) throw new RangeError("too many nodes");
      map.set(value as number, (own = next()));
    }
    return own;
  };

  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null) return;
    if (depth > DEPTH_MAX) throw new RangeError("too deep");
    const part = value as Loose;
    for (const key of Object.keys(part)) {
      const inner = part[key];
      if (NODE_KEYS.test(key)) part[key] = mapped(nodes, inner);
      else if (key === "styleId") part[key] = mapped(sheets, inner);
      else if (key === "styleIds" && Array.isArray(inner)) part[key] = inner.map((id) => mapped(sheets, id));
      // Attributes of an element may be called anything; a list of changed ones holds ids.
      else if (key !== "attributes" || Array.isArray(inner)) visit(inner, depth + 1);
    }
  };

  /** Nodes say which document they belong to, unless it is the page itself: in a frame it is not. */
  const setRoot = (node: Loose): void => {
    if (node["type"] !== 0) node["rootId"] ??= root;
    for (const child of (node["childNodes"] as Loose[] | undefined) ?? []) setRoot(child);
  };

  return {
    /**
     * The data of incremental events that say the same in the page around; none for what does not concern it. Changes the event.
     * `frame`: id of the frame element.
     * @throws on what no recorder says
     */
    convert({ type, data }: { type?: unknown; data?: unknown }, frame: number): Loose[] {
      const said = data as Loose;
      if (type === EventType.FullSnapshot) {
        visit(said, 0);
        const node = said["node"] as Loose;
        root = node["id"] as number;
        setRoot(node);
        const { left = 0, top = 0 } = (said["initialOffset"] ?? {}) as { left?: number; top?: number };
        return [attached(frame, node), { source: IncrementalSource.Scroll, id: root, x: left, y: top }];
      }
      if (type !== EventType.IncrementalSnapshot || !SOURCES.has(said["source"] as number)) return [];
      visit(said, 0);
      if (said["source"] === IncrementalSource.Mutation)
        for (const { node } of said["adds"] as { node: Loose }[]) setRoot(node);
      return [said];
    },
    /** A document without anything in it: the page has gone. */
    empty(frame: number): Loose {
      const html = { type: 2, tagName: "html", attributes: {}, childNodes: [], id: next() };
      return attached(frame, { type: 0, childNodes: [html], id: next() });
    },
  };
}

function attached(parentId: number, node: Loose): Loose {
  const adds = [{ parentId, nextId: null, node }];
  return { source: IncrementalSource.Mutation, adds, removes: [], texts: [], attributes: [], isAttachIframe: true };
}
