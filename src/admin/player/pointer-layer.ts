import type { Picture } from "./picture.ts";
import { pointerCount, type PointerSample, type Track } from "./track.ts";

/** How long a trail the pointer draws, milliseconds. */
const TRAIL_MS = 600;

const SVG = "http://www.w3.org/2000/svg";

/** A point of a document in a frame, in the coordinates of the picture. */
function inPicture({ id, x, y }: PointerSample, { node, frame }: Picture): { x: number; y: number } {
  const found = node(id);
  let view = (found?.ownerDocument ?? (found as Document | null))?.defaultView ?? null;
  const at = { x, y };
  while (view && view !== frame.contentWindow && view.frameElement) {
    const inner = view.frameElement as HTMLElement;
    const { left, top } = inner.getBoundingClientRect();
    at.x += left + inner.clientLeft;
    at.y += top + inner.clientTop;
    view = inner.ownerDocument.defaultView;
  }
  return at;
}

/** What lies over a picture besides the pointer: the way it came. */
export interface PointerLayer {
  draw(track: Track, time: number): void;
}

export function createPointerLayer(picture: Picture): PointerLayer {
  const layer = document.createElementNS(SVG, "svg");
  // Named as rrweb's own trail is: who compares pictures leaves it out.
  layer.setAttribute("class", "replayer-mouse-tail");
  layer.setAttribute("aria-hidden", "true");
  const trail = document.createElementNS(SVG, "polyline");
  layer.append(trail);
  picture.wrapper.append(layer);
  let drawn = "";

  return {
    draw(track, time) {
      const recent = track.pointer.slice(pointerCount(track, time - TRAIL_MS), pointerCount(track, time));
      const way = recent.map((sample) => inPicture(sample, picture));
      const points = way.length > 1 ? way.map(({ x, y }) => `${x},${y}`).join(" ") : "";
      if (points !== drawn) trail.setAttribute("points", (drawn = points));
    },
  };
}
