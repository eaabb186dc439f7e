import { LIMITS } from "./limits.ts";

/** Why there is no picture of a canvas. */
export type CanvasFault = "tainted" | "too_large";

/** Data of an incremental event: what a canvas shows from here on. */
export interface CanvasPicture {
  source: 9;
  id: number;
  /** Size of the canvas, its own pixels. */
  width: number;
  height: number;
  /** WebP, or PNG from browsers that cannot make WebP, as base64; its size may be smaller. Without it `fault` says why. */
  image?: string;
  fault?: CanvasFault;
}

/** Base64 of a WebP (`RIFF`) or PNG file. */
const IMAGE = /^(?:UklGR|iVBORw0KGg)[A-Za-z0-9+/]+={0,2}$/;

/** The kind of image a base64 text holds, by its first bytes; `null` when it is not one that a canvas may be drawn with. */
export function canvasImageType(text: unknown): "image/webp" | "image/png" | null {
  if (typeof text !== "string" || text.length > LIMITS.canvasChars || !IMAGE.test(text)) return null;
  return text[0] === "U" ? "image/webp" : "image/png";
}
