import type { CanvasFault, CanvasPicture } from "../../protocol/canvas-picture.ts";
import { EventType, IncrementalSource, type RecordedEvent } from "../../protocol/events.ts";
import { FRAME_ORIGIN, originOf } from "./frame-origin.ts";
import type { Picture } from "./picture.ts";
import { rootsIn } from "./roots.ts";
import { canvasImage, labelImage } from "./stand-in-image.ts";
import type { Track } from "./track.ts";

/*
 * Without scripts a browser shows no canvas, only what is inside of it, and frames of other sites are empty. Both get an image: what
 * was recorded, or a box that says what is not there.
 */

const FAULTS: Record<CanvasFault, string> = {
  tainted: "Canvas of another site",
  too_large: "Canvas too large",
};
const NOT_RECORDED = "Canvas not recorded";

/** A canvas without sizes of its own (HTML, 4.12.5). */
const DEFAULT_SIZE = { width: 300, height: 150 };
/** Largest side of an image that is made, pixels. */
const SIDE_MAX = 16_384;

/** What an event may change: which elements need something that stands in for them, or what they show. */
function standInChange({ type, data }: RecordedEvent): "elements" | "images" | null {
  if (type === EventType.FullSnapshot) return "elements";
  if (type !== EventType.IncrementalSnapshot) return null;
  const { source, adds } = data as { source: number; adds?: unknown[] };
  if (source === IncrementalSource.Mutation) return adds?.length ? "elements" : "images";
  return source === IncrementalSource.Canvas ? "images" : null;
}

/** The last picture of each canvas, by id, in the events of a track from its keyframe on. */
function canvasPictures(track: Track, keyframe: number, applied: number): Map<number, CanvasPicture> {
  const pictures = new Map<number, CanvasPicture>();
  for (let index = keyframe; index < applied; index++) {
    const { type, data } = track.events[index]!;
    const picture = data as CanvasPicture;
    if (type === EventType.IncrementalSnapshot && picture.source === IncrementalSource.Canvas)
      pictures.set(picture.id, picture);
  }
  return pictures;
}

function side(element: Element, name: "width" | "height"): number {
  const size = /^\s*(\d+)/.exec(element.getAttribute(name) ?? "")?.[1];
  return size === undefined ? DEFAULT_SIZE[name] : Math.min(Number(size), SIDE_MAX);
}

/** What each element shows at the moment, so that nothing is set twice. */
const shown = new WeakMap<Element, string>();

function show(element: HTMLElement, property: string, image: string): void {
  // A change of the recorded style may have taken it away.
  if (shown.get(element) === image && element.style.getPropertyValue(property) !== "") return;
  shown.set(element, image);
  element.style.setProperty(property, image, "important");
}

function standForCanvas(canvas: HTMLElement, picture: CanvasPicture | undefined): void {
  const [width, height] = [side(canvas, "width"), side(canvas, "height")];
  const drawn = picture && canvasImage(width, height, picture.image);
  if (drawn) return show(canvas, "content", drawn);
  const fault = picture?.fault && Object.hasOwn(FAULTS, picture.fault) ? FAULTS[picture.fault] : NOT_RECORDED;
  // Before it has an image it has no size of its own.
  if (!shown.has(canvas)) show(canvas, "content", labelImage(width, height, ""));
  show(canvas, "content", labelImage(width, height, fault, canvas.clientWidth > 0 ? width / canvas.clientWidth : 1));
}

function standForFrame(frame: HTMLElement): void {
  const isEmpty = !(frame as HTMLIFrameElement).contentDocument?.body?.hasChildNodes();
  if (!isEmpty) {
    if (shown.delete(frame)) frame.style.removeProperty("background");
    return;
  }
  const origin = originOf(frame.getAttribute(FRAME_ORIGIN));
  const { clientWidth, clientHeight } = frame;
  const image = labelImage(clientWidth, clientHeight, origin ? `Frame of ${origin}` : "Frame of another site");
  show(frame, "background", `${image} center no-repeat`);
}

/** The canvases of a document, its frames and shadow roots, and the frames whose page could not be seen. */
function standInElements(document: Document): HTMLElement[] {
  return rootsIn(document).flatMap((root) => [
    ...root.querySelectorAll<HTMLElement>(`canvas, iframe[${FRAME_ORIGIN}]`),
  ]);
}

/** Puts images in place of canvases, and labels empty frames. `guarded` runs a step whose failure is only counted. */
export function createStandIns(picture: Picture, guarded: (step: () => void) => void) {
  let elements: HTMLElement[] = [];
  return {
    /** Some events have been applied: the last of those from the keyframe on. */
    see(track: Track, keyframe: number, applied: number, fresh: readonly RecordedEvent[]): void {
      const changes = new Set(fresh.map(standInChange));
      const document = picture.document();
      if (document && changes.has("elements")) elements = standInElements(document);
      else if (!changes.has("images")) return;
      if (elements.length === 0) return;
      guarded(() => {
        const byNode = new Map<Node | null, CanvasPicture>();
        for (const [id, drawn] of canvasPictures(track, keyframe, applied)) byNode.set(picture.node(id), drawn);
        for (const element of elements) {
          if (element.localName === "canvas") standForCanvas(element, byNode.get(element));
          else standForFrame(element);
        }
      });
    },
  };
}
