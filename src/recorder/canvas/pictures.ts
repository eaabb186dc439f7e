import type { CanvasFault, CanvasPicture } from "../../protocol/canvas-picture.ts";
import { EventType, IncrementalSource } from "../../protocol/events.ts";
import { LIMITS, RECORDER } from "../../protocol/limits.ts";
import type { DomLink } from "../dom-extra.ts";
import { faults, type Stop } from "../guard.ts";
import { uptime } from "../uptime.ts";
import type { Encoder } from "./encoder.ts";

/** What is known of a canvas. */
interface Known {
  /** Of the picture that was told last. */
  hash: number;
  /** When it was last read, as `uptime()`. */
  readAt: number;
  isBusy: boolean;
  /** Smaller than one where a picture was too large. */
  scale: number;
  told?: Omit<CanvasPicture, "id">;
}

/** Reads canvases and tells what they show, when that is something else, within the bounds. */
export interface Pictures {
  /** Whether a canvas may be read now: not too soon after the last time, and there are bytes left for it. */
  isDue(canvas: HTMLCanvasElement): boolean;
  /** Reads one at once. `isLate`: nothing drawn may mean that what was drawn is gone already. */
  read(canvas: HTMLCanvasElement, isLate: boolean): Promise<void>;
  /** Tells once more what it has shown. */
  repeat(canvas: HTMLCanvasElement): void;
  stop: Stop;
}

const { createImageBitmap } = globalThis;

/** Size of the picture: that on the screen, within bounds. */
function sizeOf({ width, height, clientWidth }: HTMLCanvasElement, scale: number) {
  const shown = clientWidth ? Math.min(1, clientWidth / width) : 1;
  const by = Math.min(shown, RECORDER.canvasSide / Math.max(width, height)) * scale;
  return { resizeWidth: Math.max(1, Math.round(width * by)), resizeHeight: Math.max(1, Math.round(height * by)) };
}

function pictureOf({ width, height }: HTMLCanvasElement): Omit<CanvasPicture, "id"> {
  return { source: IncrementalSource.Canvas, width, height };
}

/** `again`: a canvas has to be read once more, when it is due. */
export function createPictures(link: DomLink, encoder: Encoder, again: (canvas: HTMLCanvasElement) => void): Pictures {
  const canvases = new WeakMap<HTMLCanvasElement, Known>();
  let tokens: number = RECORDER.canvasBurstBytes;
  let filledAt = uptime();
  let stopped = false;

  const knownOf = (canvas: HTMLCanvasElement) => {
    const known = canvases.get(canvas) ?? { hash: 0, readAt: -Infinity, isBusy: false, scale: 1 };
    canvases.set(canvas, known);
    return known;
  };

  const left = () => {
    const now = uptime();
    tokens += ((now - filledAt) / 1000) * RECORDER.canvasBytesPerSecond;
    tokens = Math.min(RECORDER.canvasBurstBytes, tokens);
    filledAt = now;
    return tokens;
  };

  const tell = (canvas: HTMLCanvasElement, picture: Omit<CanvasPicture, "id">, timestamp: number) => {
    const id = link.id(canvas);
    knownOf(canvas).told = picture;
    tokens -= picture.image?.length ?? 0;
    if (id > 0) link.emit({ type: EventType.IncrementalSnapshot, data: { id, ...picture }, timestamp });
  };

  const fail = (canvas: HTMLCanvasElement, fault: CanvasFault) => {
    const { told } = knownOf(canvas);
    if (told?.fault !== fault) tell(canvas, { ...pictureOf(canvas), fault }, link.now());
  };

  const take = async (canvas: HTMLCanvasElement, known: Known, isLate: boolean) => {
    const at = link.now();
    const picture = pictureOf(canvas);
    const size = sizeOf(canvas, known.scale);
    const bitmap = await createImageBitmap(
      canvas,
      size.resizeWidth === canvas.width ? {} : { ...size, resizeQuality: "high" },
    );
    const { hash, blank, image } = await encoder.encode(bitmap, known.hash, RECORDER.canvasQuality);
    if (stopped || !image || (blank && isLate)) return;
    if (image.length > LIMITS.canvasChars) {
      known.scale *= RECORDER.canvasShrink;
      again(canvas);
      return;
    }
    known.hash = hash;
    tell(canvas, { ...picture, image }, at);
  };

  return {
    isDue(canvas) {
      const { isBusy, readAt } = knownOf(canvas);
      return !isBusy && uptime() - readAt >= RECORDER.canvasMs && left() > 0;
    },
    async read(canvas, isLate) {
      const known = knownOf(canvas);
      const { width, height } = canvas;
      if (stopped || known.isBusy || !width || !height) return;
      if (width * height > RECORDER.canvasPixels) return fail(canvas, "too_large");
      known.isBusy = true;
      known.readAt = uptime();
      try {
        await take(canvas, known, isLate);
      } catch (error) {
        // Pixels of another site were drawn on it: nobody may read them, which the browser says in either way.
        if (/Security|DataClone/.test((error as Error).name)) fail(canvas, "tainted");
        else if (!stopped) faults.count++;
      } finally {
        known.isBusy = false;
      }
    },
    repeat(canvas) {
      const { told } = knownOf(canvas);
      if (told) tell(canvas, told, link.now());
    },
    stop() {
      stopped = true;
      encoder.stop();
    },
  };
}
