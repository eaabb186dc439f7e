import type { NotePlace } from "../../../protocol/note.schema.ts";
import type { Picture } from "../picture.ts";

/** Where an element's box begins in `outer`, the recorded window, through the frames that it is in; `null` when it has none. */
export function boxBegin(element: Element, outer: Document): { x: number; y: number } | null {
  const { left, top, width, height } = element.getBoundingClientRect();
  if (width === 0 && height === 0) return null;
  if (element.ownerDocument === outer) return { x: left, y: top };
  const frame = element.ownerDocument.defaultView?.frameElement;
  const around = frame ? boxBegin(frame, outer) : null;
  return around && { x: around.x + frame!.clientLeft + left, y: around.y + frame!.clientTop + top };
}

/** Where the pin of a note belongs now: with its element, which may have moved; at its place when that is not known. */
export function placeNow(place: NotePlace, picture: Pick<Picture, "node" | "document">): { x: number; y: number } {
  const { node, x, y, dx, dy } = place;
  const found = node === null || dx === undefined || dy === undefined ? null : picture.node(node);
  // By node type, not `instanceof`: it belongs to another window.
  const outer = picture.document();
  const begin = outer && found?.nodeType === 1 && found.isConnected ? boxBegin(found as Element, outer) : null;
  return begin ? { x: begin.x + dx!, y: begin.y + dy! } : { x, y };
}
