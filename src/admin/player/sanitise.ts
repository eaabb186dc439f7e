import { EventType, type RecordedEvent } from "../../protocol/events.ts";
import { sanitiseIncremental } from "./sanitise-incremental.ts";
import { NodeType, sanitiseNode } from "./sanitise-node.ts";
import { isNumber, isShape, isSize, isText, type Shape } from "./shapes.ts";

/*
 * Recordings are made by whoever knows a public key: every event passes here before rrweb sees it. What comes out has the shapes
 * that rrweb reads without checking, and nothing that runs, navigates or fetches. The page's CSP and the frame's sandbox
 * stand behind this; it is not the only fence.
 */

function sanitiseData(type: number, data: Shape): Shape | null {
  switch (type) {
    case EventType.FullSnapshot: {
      const node = sanitiseNode(data["node"]);
      const offset = isShape(data["initialOffset"]) ? data["initialOffset"] : {};
      const { left, top } = offset;
      return node?.type === NodeType.Document
        ? { node, initialOffset: { left: isNumber(left) ? left : 0, top: isNumber(top) ? top : 0 } }
        : null;
    }
    case EventType.IncrementalSnapshot:
      return sanitiseIncremental(data);
    case EventType.Meta:
      return isSize(data["width"]) && isSize(data["height"])
        ? { href: isText(data["href"]) ? data["href"] : "", width: data["width"], height: data["height"] }
        : null;
    case EventType.Custom:
      return isText(data["tag"]) ? { tag: data["tag"], payload: data["payload"] } : null;
    default:
      return null;
  }
}

/** The event as it may reach rrweb, `null` when nothing of it may. Never throws on any JSON. */
export function sanitise(event: RecordedEvent): RecordedEvent | null {
  if (!isShape(event) || !isNumber(event.timestamp) || !isShape(event.data)) return null;
  const data = sanitiseData(event.type, event.data);
  return data ? { type: event.type, data, timestamp: event.timestamp } : null;
}
